"""Whoever talks to the bank has an account of their own, at once, and always the same."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timezone
from itertools import accumulate
from pathlib import Path

import pytest
from sqlalchemy import event, func, select

from financial_bot.bank import Bank, Money, UnknownCustomer
from financial_bot.bank.accounts import CARDS
from financial_bot.bank.demo import history
from financial_bot.bank.ledger import balance_changes
from financial_bot.bank.schema import metadata

DAY = date(2024, 6, 12)


CARD_NAMES = ["Emblem", "Justice Bank", "Credit All", "Iron Bank"]


@pytest.mark.parametrize("day", [DAY, date(2024, 3, 1), date(2024, 2, 29), date(2024, 12, 31), date(2025, 1, 2)])
@pytest.mark.parametrize("number", range(20))
def test_a_demo_customer_has_money_and_never_was_without(number: int, day: date) -> None:
    entries = history(f"conversation-{number}", day)
    own = [entry for entry in entries if entry.account == "Checking"]
    balances = list(accumulate(entry.minor for entry in sorted(own, key=lambda entry: entry.booked_on)))
    assert 150_000 <= balances[-1] <= 600_000
    assert min(balances) > 0
    assert all(entry.booked_on < day for entry in entries)
    assert list(entries) == sorted(entries, key=lambda entry: entry.booked_on)


@pytest.mark.parametrize("number", range(20))
def test_every_card_of_a_demo_customer_owes_something_else(number: int) -> None:
    changes = balance_changes(history(f"conversation-{number}", DAY))
    owed = [-changes[name] for name in CARD_NAMES]
    assert len(set(owed)) == 4
    assert all(0 < minor < limit for minor, (_, limit) in zip(owed, CARDS, strict=True))


@pytest.mark.parametrize("number", range(20))
def test_each_of_the_last_twelve_months_has_income_and_spending_of_many_kinds(number: int) -> None:
    entries = history(f"conversation-{number}", DAY)
    months = {(entry.booked_on.year, entry.booked_on.month) for entry in entries if entry.kind != "opening"}
    assert len(months) == 13
    for kind in ("salary", "savings", "purchase"):
        assert {(one.booked_on.year, one.booked_on.month) for one in entries if one.kind == kind} == months
    assert len([entry for entry in entries if entry.kind == "income"]) >= 5
    assert {entry.account for entry in entries if entry.kind == "purchase"} == {"Checking", *CARD_NAMES}
    vendors = [entry.counterparty for entry in entries if entry.kind == "purchase"]
    assert all(vendors.count(name) >= 3 for name in ("Starbucks", "Amazon", "Target"))


def test_the_same_conversation_gets_the_same_life_and_another_one_another() -> None:
    assert history("a", DAY) == history("a", DAY)
    assert history("a", DAY) != history("b", DAY)


def test_a_life_does_not_depend_on_the_process() -> None:
    """The seed is a real hash of the id, so these numbers hold everywhere and for ever."""
    changes = balance_changes(history("conversation-1", DAY))
    assert [changes[name] for name in ("Checking", *CARD_NAMES)] == [253484, -52609, -134469, -38748, -150265]


def test_a_new_customer_has_payees_cards_and_the_balance_of_the_history(bank: Bank) -> None:
    changes = balance_changes(history("ann", DAY))
    assert bank.balance("ann") == Money(changes["Checking"], "USD")
    assert [(card.name, card.owed.minor) for card in bank.cards("ann")] == [
        (name, -changes[name]) for name in CARD_NAMES
    ]
    names = [payee.name for payee in bank.payees("ann")]
    assert len(names) >= 5
    assert all(len(name.split()) == 2 for name in names)
    assert len({name.split()[0] for name in names}) == len(names)
    bank.check()


@pytest.mark.parametrize("day", [31, 1])
def test_a_new_customer_is_at_most_300_rows_and_one_statement_for_each_table(
    bank: Bank, clock: object, day: int
) -> None:
    clock.now = datetime(2024, 7, day, 16, 0, tzinfo=timezone.utc)
    inserts: list[str] = []

    @event.listens_for(bank.engine, "before_cursor_execute")
    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT"):
            inserts.append(statement.split()[2])

    before = rows(bank)
    bank.ensure_customer("new")
    assert 250 <= rows(bank) - before <= 300
    assert len(inserts) == len(set(inserts)) == 5


def rows(bank: Bank) -> int:
    with bank.engine.connect() as connection:
        return sum(
            connection.execute(select(func.count()).select_from(table)).scalar_one() for table in metadata.sorted_tables
        )


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
    assert bank.balance("crowd") == Money(balance_changes(history("crowd", DAY))["Checking"], "USD")
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
    for ask in (bank.balance, bank.payees, bank.cards, bank.charges, bank.scheduled, bank.search, bank.latest):
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


def test_what_was_done_is_there_when_the_bank_opens_again(empty_url: str) -> None:
    with Bank.open(empty_url) as bank:
        bank.ensure_customer("ann")
        (payee, *_) = bank.payees("ann")
        receipt = bank.transfer("ann", payee.id, Money(100, "USD"), bank.today(), "key")
    with Bank.open(empty_url) as bank:
        assert bank.balance("ann") == receipt.balance_after
