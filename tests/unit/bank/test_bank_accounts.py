"""The database itself keeps every account within its bounds, whatever anybody tries."""

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from financial_bot.bank import Bank, BankUnavailable
from financial_bot.bank.ledger import Entry, post
from financial_bot.bank.model import Moment
from storage import StorageUnavailable, writing

ANN = "customer/1"


def set_balance(connection: Connection, code: str, change: str) -> None:
    connection.execute(text(f"UPDATE bank_accounts SET balance = {change} WHERE code = :code"), {"code": code})


@pytest.mark.parametrize(
    ("account", "balance"),
    [
        ("checking", "-1"),
        ("emblem", "1"),
        ("emblem", "lowest - 1"),
        ("checking", "NULL"),
        ("emblem", "NULL"),
    ],
)
def test_a_balance_outside_the_bounds_is_refused(bank: Bank, account: str, balance: str) -> None:
    with pytest.raises(IntegrityError), bank.engine.begin() as connection:
        set_balance(connection, f"{ANN}/{account}", balance)
    bank.check()


def test_the_bounds_themselves_are_allowed(bank: Bank) -> None:
    with bank.engine.begin() as connection:
        for account, balance in (("checking", "0"), ("emblem", "0"), ("emblem", "lowest")):
            set_balance(connection, f"{ANN}/{account}", balance)


def test_house_accounts_keep_no_balance_that_everybody_would_wait_for(bank: Bank) -> None:
    with bank.engine.connect() as connection:
        houses = connection.execute(text("SELECT balance FROM bank_accounts WHERE kind = 'house'")).scalars().all()
    assert houses == [None, None, None]
    with pytest.raises(IntegrityError), bank.engine.begin() as connection:
        set_balance(connection, "house/fees", "0")


def test_postings_that_nobody_judged_are_undone_with_the_balance(bank: Bank) -> None:
    """Even code that forgets to lock and to look at the balance cannot overdraw an account."""
    everything, lines = bank.balance("ann").minor, bank.latest("ann")
    moment = Moment(bank._moment().now, bank.today())
    entry = Entry("transfer", "Somebody", moment.today, -(everything + 1), "Checking")
    with pytest.raises(StorageUnavailable), writing(bank.engine) as connection:
        own = {
            "Checking": connection.execute(
                text("SELECT id FROM bank_accounts WHERE code = 'customer/1/checking'")
            ).scalar_one()
        }
        post(connection, 1, own, [entry], moment.now)
    assert bank.latest("ann") == lines
    bank.check()


def test_two_who_both_saw_enough_cannot_both_take_it(bank: Bank, url: str) -> None:
    """Balances are changed by differences, so a decision on an old balance is refused instead of forgotten."""
    everything = bank.balance("ann").minor
    take = text("UPDATE bank_accounts SET balance = balance - :minor WHERE code = 'customer/1/checking'")
    with bank.engine.begin() as connection:
        connection.execute(take, {"minor": everything})
    with pytest.raises(IntegrityError), bank.engine.begin() as connection:
        connection.execute(take, {"minor": everything})


def test_a_refusal_of_the_database_is_an_unavailable_bank(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot happen unless the bank's own judgement is broken, so it is broken here."""
    monkeypatch.setattr("financial_bot.bank.payments._judge", lambda *_: None)
    before = bank.balance("ann")
    with pytest.raises(BankUnavailable):
        bank.transfer("ann", bank.payees("ann")[0].id, before + before, bank.today(), "key")
    assert bank.balance("ann") == before
    bank.check()
