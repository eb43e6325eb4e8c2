"""Reading the ledger as a customer does: searches with sums, and the latest movements."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import extract, func, or_, select
from sqlalchemy.engine import Connection

from .accounts import CURRENCY
from .model import Found, Line
from .money import Money
from .names import folded
from .schema import CHECKING, accounts, postings, transactions

SPENDING = ("purchase", "transfer", "fee")
EARNINGS = ("salary", "income")

_OPENING = "opening"
_CARD_PAYMENT = "card_payment"


@dataclass(frozen=True)
class Search:
    """What to look for: money spent or earned, with somebody or with everybody, in the days [start, end)."""

    earnings: bool = False
    counterparty: str | None = None
    start: date | None = None
    end: date | None = None
    limit: int = 5


def search(connection: Connection, customer_id: int, wanted: Search) -> Found:
    """Return the sums over everything that matches, and the newest lines of it.

    A counterparty is found by its whole name without regard to case, accents and spaces.
    """
    conditions = _conditions(connection, customer_id, wanted)
    sign = 1 if wanted.earnings else -1
    by_month: Counter[date] = Counter()
    by_counterparty: Counter[str] = Counter()
    count, first_day = 0, None
    for row in connection.execute(_sums(customer_id, conditions)):
        by_month[date(int(row.year), int(row.month), 1)] += sign * int(row.minor)
        by_counterparty[row.counterparty] += sign * int(row.minor)
        count += row.count
        first_day = min(first_day or row.first_day, row.first_day)
    return Found(
        total=Money(sum(by_month.values()), CURRENCY),
        count=count,
        lines=_lines(connection, _newest(customer_id, conditions, wanted.limit)),
        by_month=tuple((month, Money(by_month[month], CURRENCY)) for month in _months(by_month)),
        by_counterparty=tuple(
            (name, Money(minor, CURRENCY))
            for name, minor in sorted(by_counterparty.items(), key=lambda item: (-item[1], item[0]))
        ),
        first_day=first_day,
    )


def latest(
    connection: Connection, customer_id: int, limit: int, kinds: Collection[str] | None, names: Collection[str]
) -> tuple[Line, ...]:
    """Return the newest movements of all accounts, newest first; a card payment is one movement of the account.

    Of some `kinds` only, None is all; of the accounts with these `names` or with counterparties of these names only,
    unless there are none.
    """
    conditions = [transactions.c.kind != _OPENING if kinds is None else transactions.c.kind.in_(kinds)]
    if names:
        conditions.append(transactions.c.counterparty.in_(names) | _is_of_an_account(customer_id, names))
    return _lines(connection, _newest(customer_id, conditions, limit))


def counterparties(connection: Connection, customer_id: int) -> tuple[str, ...]:
    """Return everybody whom the customer had to do with, each name once, sorted."""
    query = (
        select(transactions.c.counterparty)
        .where(transactions.c.customer_id == customer_id, transactions.c.kind != _OPENING)
        .distinct()
    )
    # Sorted here, because each database has an order of its own.
    return tuple(sorted(connection.execute(query).scalars()))


def _is_of_an_account(customer_id: int, names: Collection[str]) -> Any:
    own = accounts.c.id == postings.c.account_id
    return (
        select(postings.c.number)
        .select_from(postings.join(accounts, own))
        .where(
            postings.c.customer_id == transactions.c.customer_id,
            postings.c.number == transactions.c.number,
            accounts.c.customer_id == customer_id,
            accounts.c.name.in_(names),
        )
        .exists()
    )


def _conditions(connection: Connection, customer_id: int, wanted: Search) -> list[Any]:
    conditions = [transactions.c.kind.in_(EARNINGS if wanted.earnings else SPENDING)]
    if wanted.start is not None:
        conditions.append(transactions.c.booked_on >= wanted.start)
    if wanted.end is not None:
        conditions.append(transactions.c.booked_on < wanted.end)
    if wanted.counterparty is not None:
        name = folded(wanted.counterparty)
        same = [known for known in counterparties(connection, customer_id) if folded(known) == name]
        conditions.append(transactions.c.counterparty.in_(same))
    return conditions


def _chosen(customer_id: int, conditions: Sequence[Any]) -> Any:
    columns = ("customer_id", "number", "kind", "counterparty", "booked_on")
    query = select(*(transactions.c[name] for name in columns))
    return query.where(transactions.c.customer_id == customer_id, *conditions)


def _movements(chosen: Any, customer_id: int) -> Any:
    """Return the chosen transactions under a name, and a query for the customer's own side of each, once each.

    They are MATERIALIZED, found by index before anything else is looked at: left to themselves the databases go through
    all postings that the customer ever had, each on a page of its own, and the fewer of them fit into memory the more
    customers there are.
    """
    first = chosen.cte("chosen").prefix_with("MATERIALIZED")
    own = (postings.c.customer_id == first.c.customer_id) & (postings.c.number == first.c.number)
    joined = first.join(postings, own).join(accounts, accounts.c.id == postings.c.account_id)
    once = or_(first.c.kind != _CARD_PAYMENT, accounts.c.kind == CHECKING)
    return first, select().select_from(joined).where(accounts.c.customer_id == customer_id, once)


def _sums(customer_id: int, conditions: Sequence[Any]) -> Any:
    chosen, query = _movements(_chosen(customer_id, conditions), customer_id)
    groups = (
        extract("year", chosen.c.booked_on).label("year"),
        extract("month", chosen.c.booked_on).label("month"),
        chosen.c.counterparty,
    )
    sums = (
        func.sum(postings.c.minor).label("minor"),
        func.count().label("count"),
        func.min(chosen.c.booked_on).label("first_day"),
    )
    return query.add_columns(*groups, *sums).group_by(*groups)


def _newest(customer_id: int, conditions: Sequence[Any], limit: int) -> Any:
    newest_first = (transactions.c.booked_on.desc(), transactions.c.number.desc())
    some = _chosen(customer_id, conditions).order_by(*newest_first).limit(max(0, limit))
    chosen, query = _movements(some, customer_id)
    columns = (chosen.c.booked_on, chosen.c.kind, chosen.c.counterparty)
    query = query.add_columns(*columns, postings.c.minor, accounts.c.name, accounts.c.currency)
    return query.order_by(chosen.c.booked_on.desc(), chosen.c.number.desc())


def _lines(connection: Connection, query: Any) -> tuple[Line, ...]:
    return tuple(
        Line(row.booked_on, row.kind, row.counterparty, Money(row.minor, row.currency), row.name)
        for row in connection.execute(query)
    )


def _months(found: Counter[date]) -> Iterator[date]:
    if not found:
        return
    month, last = min(found), max(found)
    while month < last:
        yield month
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    yield last
