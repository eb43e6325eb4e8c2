"""The double-entry ledger: accounts, balances and transactions whose postings sum to zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, insert, select
from sqlalchemy.engine import Connection

from storage import insert_if_absent

from .errors import LedgerUnbalanced, UnknownCustomer
from .money import Money
from .schema import accounts, customers, postings, transactions

CURRENCY = "USD"
OPENING_BALANCES = "house/opening-balances"
OUTSIDE_WORLD = "house/outside-world"


@dataclass(frozen=True)
class Account:
    """A customer's checking account. `customer_id` is the bank's own number of the customer."""

    id: int
    customer_id: int
    currency: str


@dataclass(frozen=True)
class Entry:
    """One movement of a customer's account: `minor` is positive for money in. `against` is a house account's code."""

    kind: str
    counterparty: str
    booked_on: date
    minor: int
    against: str = OUTSIDE_WORLD


def open_house_accounts(connection: Connection) -> None:
    """Make sure that the bank's own accounts, the other side of all postings, exist."""
    for code in (OPENING_BALANCES, OUTSIDE_WORLD):
        insert_if_absent(connection, accounts, {"customer_id": None, "code": code, "currency": CURRENCY})


def account_of(connection: Connection, conversation_id: str, *, lock: bool = False) -> Account:
    """Return the customer's account; raise UnknownCustomer.

    With `lock`, everybody else who wants it locked waits until this transaction ends: what is read after that holds.
    """
    query = (
        select(accounts.c.id, accounts.c.customer_id, accounts.c.currency)
        .join(customers, customers.c.id == accounts.c.customer_id)
        .where(customers.c.conversation_id == conversation_id)
    )
    row = connection.execute(query.with_for_update(of=accounts) if lock else query).one_or_none()
    if row is None:
        raise UnknownCustomer
    return Account(row.id, row.customer_id, row.currency)


def balance_of(connection: Connection, account: Account) -> Money:
    """Return the sum of all postings to the account."""
    total = select(func.coalesce(func.sum(postings.c.minor), 0)).where(postings.c.account_id == account.id)
    return Money(int(connection.execute(total).scalar_one()), account.currency)


def post(connection: Connection, account: Account, entries: Sequence[Entry], at: datetime) -> int:
    """Book the entries in order, each against a house account, and return the number of the last transaction.

    The account must be locked or new: transaction numbers are counted on.
    """
    first = 1 + int(
        connection.execute(
            select(func.coalesce(func.max(transactions.c.number), 0)).where(
                transactions.c.customer_id == account.customer_id
            )
        ).scalar_one()
    )
    house = _house_accounts(connection)
    numbered = list(enumerate(entries, start=first))
    connection.execute(
        insert(transactions),
        [
            {
                "customer_id": account.customer_id,
                "number": number,
                "kind": entry.kind,
                "counterparty": entry.counterparty,
                "booked_on": entry.booked_on,
                "created_at": at,
            }
            for number, entry in numbered
        ],
    )
    connection.execute(
        insert(postings),
        [
            {"customer_id": account.customer_id, "number": number, "account_id": account_id, "minor": minor}
            for number, entry in numbered
            for account_id, minor in ((account.id, entry.minor), (house[entry.against], -entry.minor))
        ],
    )
    return numbered[-1][0]


def check(connection: Connection) -> None:
    """Raise LedgerUnbalanced unless each transaction has postings, and they sum to zero in each currency."""
    key = (transactions.c.customer_id, transactions.c.number)
    query = (
        select(*key)
        .select_from(
            transactions.outerjoin(
                postings,
                (postings.c.customer_id == transactions.c.customer_id) & (postings.c.number == transactions.c.number),
            ).outerjoin(accounts, accounts.c.id == postings.c.account_id)
        )
        .group_by(*key, accounts.c.currency)
        .having((func.coalesce(func.sum(postings.c.minor), 0) != 0) | (func.count(postings.c.account_id) == 0))
        .order_by(*key)
    )
    wrong = tuple((row.customer_id, row.number) for row in connection.execute(query))
    if wrong:
        raise LedgerUnbalanced(wrong)


def _house_accounts(connection: Connection) -> dict[str, int]:
    query = select(accounts.c.code, accounts.c.id).where(accounts.c.code.in_((OPENING_BALANCES, OUTSIDE_WORLD)))
    return {row.code: row.id for row in connection.execute(query)}
