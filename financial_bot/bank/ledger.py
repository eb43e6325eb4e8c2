"""The double-entry ledger: transactions whose postings sum to zero, and the balances that follow from them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, insert, or_, select, update
from sqlalchemy.engine import Connection

from .errors import LedgerUnbalanced
from .schema import HOUSE, accounts, postings, transactions

OPENING_BALANCES = "house/opening-balances"
OUTSIDE_WORLD = "house/outside-world"
FEES = "house/fees"


@dataclass(frozen=True)
class Entry:
    """One transaction: `minor` comes into `account` (goes out when negative), against the other one.

    Accounts are named: a customer's by their names, the bank's own by their codes.
    """

    kind: str
    counterparty: str
    booked_on: date
    minor: int
    account: str
    against: str = OUTSIDE_WORLD


def house_accounts(connection: Connection) -> dict[str, int]:
    """Return the numbers of the bank's own accounts, the other side of most transactions, by their codes."""
    query = select(accounts.c.code, accounts.c.id).where(accounts.c.code.in_((OPENING_BALANCES, OUTSIDE_WORLD, FEES)))
    return {row.code: row.id for row in connection.execute(query)}


def post(
    connection: Connection, customer_id: int, own: Mapping[str, int], entries: Sequence[Entry], at: datetime
) -> int:
    """Book the entries in order, change the balances with them, and return the number of the first transaction.

    `own` are the customer's account numbers by name. The customer must be locked: transaction numbers are counted on.
    A change that leaves an account's bounds is refused by the database (StorageUnavailable): judge before posting.
    """
    highest = select(func.coalesce(func.max(transactions.c.number), 0)).where(transactions.c.customer_id == customer_id)
    first = 1 + int(connection.execute(highest).scalar_one())
    book(connection, customer_id, {**own, **house_accounts(connection)}, entries, at, first)
    for name, minor in sorted(balance_changes(entries).items()):
        if name in own:
            change = {"balance": accounts.c.balance + minor}
            connection.execute(update(accounts).where(accounts.c.id == own[name]).values(change))
    return first


def balance_changes(entries: Sequence[Entry]) -> dict[str, int]:
    """Return by how much the entries change each account."""
    changes: Counter[str] = Counter()
    for entry in entries:
        changes[entry.account] += entry.minor
        changes[entry.against] -= entry.minor
    return dict(changes)


def book(
    connection: Connection,
    customer_id: int,
    ids: Mapping[str, int],
    entries: Sequence[Entry],
    at: datetime,
    first: int,
) -> None:
    """Write transactions and postings, numbered from `first`. The caller sees to the balances of the accounts."""
    numbered = list(enumerate(entries, start=first))
    connection.execute(
        insert(transactions),
        [
            {
                "customer_id": customer_id,
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
            {"customer_id": customer_id, "number": number, "account_id": ids[name], "minor": minor}
            for number, entry in numbered
            for name, minor in ((entry.account, entry.minor), (entry.against, -entry.minor))
        ],
    )


def check(connection: Connection) -> None:
    """Raise LedgerUnbalanced unless all transactions and all accounts are right.

    Each transaction has postings, and they sum to zero in each currency; each customer's account has the balance that
    its postings sum to, within its bounds.
    """
    wrong_transactions, wrong_accounts = _wrong_transactions(connection), _wrong_accounts(connection)
    if wrong_transactions or wrong_accounts:
        raise LedgerUnbalanced(wrong_transactions, wrong_accounts)


def _wrong_transactions(connection: Connection) -> tuple[tuple[int, int], ...]:
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
    return tuple((row.customer_id, row.number) for row in connection.execute(query))


def _wrong_accounts(connection: Connection) -> tuple[str, ...]:
    posted = (
        select(postings.c.account_id, func.sum(postings.c.minor).label("minor"))
        .group_by(postings.c.account_id)
        .subquery()
    )
    balance = accounts.c.balance
    wrong = or_(
        balance.is_(None),
        balance != func.coalesce(posted.c.minor, 0),
        balance < accounts.c.lowest,
        balance > accounts.c.highest,
    )
    query = (
        select(accounts.c.code)
        .select_from(accounts.outerjoin(posted, posted.c.account_id == accounts.c.id))
        .where(and_(accounts.c.kind != HOUSE, wrong))
        .order_by(accounts.c.id)
    )
    return tuple(connection.execute(query).scalars())
