"""A customer who wants to be forgotten is forgotten, and the books of everybody else stay right."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from financial_bot.bank import Bank, BankUnavailable, Erased, Money, UnknownCustomer, schedule
from financial_bot.bank.model import Moment
from storage import reading, writing

TODAY = date(2024, 6, 12)
TOMORROW = TODAY + timedelta(days=1)
FIVE = Money(500, "USD")
WORDS = "Zebulon Quackenbush"


def live(bank: Bank, customer: str, name: str) -> None:
    """Payments of every kind: made, waiting, told and not told; and a payee whom nobody else has."""
    payee = bank.add_payee(customer, name).id
    bank.transfer(customer, payee, FIVE, TODAY, "made")
    bank.transfer(customer, payee, FIVE, TOMORROW, "waiting")
    bank.pay_card(customer, bank.cards(customer)[0].id, FIVE, TOMORROW, "card")
    removed = bank.add_payee(customer, f"{name} Junior").id
    bank.remove_payee(customer, removed)


def rows(bank: Bank) -> dict[str, int]:
    """How many rows each table has."""
    with bank.engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        return {table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in tables}


def test_nothing_of_the_customer_is_left_and_nothing_of_others_is_gone(bank: Bank, clock: object) -> None:
    before = rows(bank)
    bank.ensure_customer("eve")
    live(bank, "ann", "Ann's Friend")
    live(bank, "eve", WORDS)
    clock.now += timedelta(days=1)
    bank.run_due()
    balance, found = bank.balance("ann"), bank.latest("ann", 5)
    erased = bank.erase("eve")
    assert (erased.accounts, erased.payees, erased.orders) == (5, 7, 3)
    assert erased.transactions > 50
    with pytest.raises(UnknownCustomer):
        bank.balance("eve")
    bank.check()
    assert (bank.balance("ann"), bank.latest("ann", 5)) == (balance, found)
    bank.erase("ann")
    bank.ensure_customer("ann")
    assert {**rows(bank), "sqlite_sequence": 0} == {**before, "sqlite_sequence": 0}


def test_nobody_is_told_anything_of_an_erased_customer(bank: Bank, clock: object) -> None:
    live(bank, "ann", WORDS)
    clock.now += timedelta(days=1)
    bank.run_due()
    assert {notice.conversation_id for notice in bank.notices()} == {"ann"}
    bank.erase("ann")
    assert bank.notices() == ()


def test_what_was_scheduled_is_never_carried_out(bank: Bank, clock: object) -> None:
    live(bank, "ann", WORDS)
    bank.erase("ann")
    clock.now += timedelta(days=1)
    assert bank.run_due() == ()
    bank.check()


def test_erasing_twice_or_somebody_unknown_erases_nothing(bank: Bank) -> None:
    before = rows(bank)
    assert bank.erase("nobody") == Erased()
    assert rows(bank) == before
    bank.erase("ann")
    assert bank.erase("ann") == Erased()


@pytest.mark.parametrize("customer", ["'; DROP TABLE bank_customers; --", "x" * 300, "nul\0", "sha256:abc", "\ud800"])
def test_whatever_the_customer_is_called(bank: Bank, customer: str) -> None:
    bank.ensure_customer(customer)
    assert bank.erase(customer).accounts == 5
    with pytest.raises(UnknownCustomer):
        bank.balance(customer)
    bank.balance("ann")


def test_who_comes_again_begins_anew_and_no_reference_is_given_twice(bank: Bank) -> None:
    payee = bank.payees("ann")[0].id
    first = bank.transfer("ann", payee, FIVE, TODAY, "key").reference
    bank.erase("ann")
    bank.ensure_customer("ann")
    again = bank.transfer("ann", bank.payees("ann")[0].id, FIVE, TODAY, "key")
    assert not again.repeated
    assert again.reference != first


@pytest.mark.parametrize("back_again", [False, True])
def test_a_customer_who_is_erased_between_finding_and_paying_what_is_due_holds_up_nobody(
    bank: Bank, clock: object, back_again: bool
) -> None:
    """The scheduler has made its list, and then the customer is erased, and perhaps comes back as somebody new."""
    bank.transfer("ann", bank.payees("ann")[0].id, FIVE, TOMORROW, "waiting")
    clock.now += timedelta(days=1)
    with reading(bank.engine) as connection:
        ((conversation_id, order_id),) = schedule.due(connection, None, TOMORROW)
    bank.erase("ann")
    if back_again:
        bank.ensure_customer("ann")
    with writing(bank.engine) as connection:
        assert schedule.settle(connection, conversation_id, order_id, Moment(clock.now, TOMORROW)) is None
    bank.check()


def files_with(folder: Path, words: str) -> list[str]:
    return [file.name for file in sorted(folder.iterdir()) if words.encode() in file.read_bytes()]


@contextmanager
def file_bank(folder: Path) -> Iterator[Bank]:
    with Bank.open(f"sqlite:///{folder}/bank.db") as bank:
        yield bank


def test_no_byte_of_it_is_left_in_the_files_of_sqlite(tmp_path: Path) -> None:
    """Neither in free pages nor in the write-ahead log, while others have the bank open."""
    with file_bank(tmp_path) as bank, file_bank(tmp_path) as other:
        other.ensure_customer("ann")
        bank.ensure_customer("conversation-of-eve")
        for number in range(200):
            bank.add_payee("conversation-of-eve", f"{WORDS} {number}")
        assert files_with(tmp_path, WORDS) != []
        bank.erase("conversation-of-eve")
        other.balance("ann")
        assert files_with(tmp_path, WORDS) == []
        assert files_with(tmp_path, "conversation-of-eve") == []


def test_who_reads_meanwhile_is_waited_for_and_calling_again_finishes_the_work(tmp_path: Path) -> None:
    with file_bank(tmp_path) as bank:
        bank.ensure_customer("eve")
        bank.add_payee("eve", WORDS)
        with closing(sqlite3.connect(tmp_path / "bank.db")) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM bank_payees").fetchall()
            with pytest.raises(BankUnavailable):
                bank.erase("eve")
        assert files_with(tmp_path, WORDS) != []
        assert bank.erase("eve") == Erased()
        assert files_with(tmp_path, WORDS) == []
