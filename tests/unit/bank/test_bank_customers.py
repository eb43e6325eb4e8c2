"""Whoever talks to the bank has an account of their own, at once, and always the same."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import accumulate
from pathlib import Path

import pytest

from financial_bot.bank import Bank, Money, UnknownCustomer
from financial_bot.bank.demo import history

DAY = date(2024, 6, 12)


@pytest.mark.parametrize("number", range(50))
def test_a_demo_customer_has_money_and_never_was_without(number: int) -> None:
    entries = history(f"conversation-{number}", DAY)
    balances = list(accumulate(entry.minor for entry in sorted(entries, key=lambda entry: entry.booked_on)))
    assert 150_000 <= balances[-1] <= 600_000
    assert min(balances) > 0
    assert 24 <= len(entries) <= 60
    assert all(entry.booked_on < DAY for entry in entries)
    assert {"opening", "salary", "purchase"} <= {entry.kind for entry in entries}


def test_the_same_conversation_gets_the_same_life_and_another_one_another() -> None:
    assert history("a", DAY) == history("a", DAY)
    assert history("a", DAY) != history("b", DAY)


def test_a_life_does_not_depend_on_the_process() -> None:
    """The seed is a real hash of the id, so this number holds everywhere and for ever."""
    assert sum(entry.minor for entry in history("conversation-1", DAY)) == 245475


def test_a_new_customer_has_payees_and_the_balance_of_the_history(bank: Bank) -> None:
    assert bank.balance("ann") == Money(sum(entry.minor for entry in history("ann", DAY)), "USD")
    names = [payee.name for payee in bank.payees("ann")]
    assert len(names) >= 5
    assert all(len(name.split()) == 2 for name in names)
    assert len({name.split()[0] for name in names}) == len(names)
    bank.check()


def test_payees_are_found_by_what_people_type(bank: Bank) -> None:
    (alice,) = bank.find_payees("ann", "alise")
    assert alice.name == "Alice Morgan"
    assert bank.payees_named_in("ann", "transfer $50 to alice tomorrow") == (alice,)


def test_ensuring_a_customer_again_changes_nothing(bank: Bank) -> None:
    before = bank.balance("ann"), bank.payees("ann")
    bank.ensure_customer("ann")
    assert (bank.balance("ann"), bank.payees("ann")) == before


def test_ensuring_one_customer_from_eight_threads_makes_one_customer(bank: Bank) -> None:
    start = threading.Barrier(8)

    def ensure(_: int) -> None:
        start.wait()
        bank.ensure_customer("crowd")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(ensure, range(8)))
    assert bank.balance("crowd") == Money(sum(entry.minor for entry in history("crowd", DAY)), "USD")
    assert len(bank.payees("crowd")) == len(bank.payees("ann"))


@pytest.mark.parametrize(
    "odd",
    ["", "a\0b", "\ud800", "x" * 20_000, "ü€😀", "'; DROP TABLE bank_customers; --"],
    ids=["empty", "nul", "surrogate", "long", "unicode", "sql"],
)
def test_any_text_can_be_a_conversation_id(bank: Bank, odd: str) -> None:
    bank.ensure_customer(odd)
    (payee, *_) = bank.payees(odd)
    assert bank.transfer(odd, payee.id, Money(1, "USD"), bank.today(), key=odd).repeated is False
    assert bank.transfer(odd, payee.id, Money(1, "USD"), bank.today(), key=odd).repeated is True


def test_nobody_exists_before_being_ensured(bank: Bank) -> None:
    for ask in (bank.balance, bank.payees):
        with pytest.raises(UnknownCustomer):
            ask("stranger")
    with pytest.raises(UnknownCustomer):
        bank.transfer("stranger", 1, Money(1, "USD"), bank.today(), "key")
    assert bank.run_due("stranger") == ()


def test_a_new_customer_is_ready_within_50_ms(tmp_path: Path) -> None:
    with Bank.open(f"sqlite:///{tmp_path}/bank.db") as bank:
        bank.ensure_customer("warm-up")
        durations = []
        for number in range(5):
            started = time.perf_counter()
            bank.ensure_customer(f"conversation-{number}")
            durations.append(time.perf_counter() - started)
    assert min(durations) < 0.050


def test_what_was_done_is_there_when_the_bank_opens_again(url: str) -> None:
    with Bank.open(url) as bank:
        bank.ensure_customer("ann")
        (payee, *_) = bank.payees("ann")
        receipt = bank.transfer("ann", payee.id, Money(100, "USD"), bank.today(), "key")
    with Bank.open(url) as bank:
        assert bank.balance("ann") == receipt.balance_after
