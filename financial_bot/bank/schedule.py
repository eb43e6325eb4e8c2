"""Scheduled payments: which wait and which are due; settling or cancelling one of them exactly once."""

from datetime import date
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.engine import Connection

from .accounts import Holdings, holdings_of, locked_customer
from .cards import card_account
from .errors import AlreadySettled, InsufficientFunds, MoreThanOwed, UnknownCustomer, UnknownOrder
from .model import Failure, Moment, Receipt, Scheduled
from .money import Money
from .notices import leave_notice
from .outcomes import Row, failure_of, order_number, receipt_of, scheduled_of
from .payments import Payment, pay
from .schema import customers, orders

# Made once: putting a statement together takes longer than what the database does with it.
_DUE = (
    select(customers.c.conversation_id, orders.c.id)
    .join(customers, customers.c.id == orders.c.customer_id)
    .where(orders.c.state == "scheduled", orders.c.on <= bindparam("today"))
    .order_by(orders.c.on, orders.c.id)
)
_DUE_OF_ONE = _DUE.where(customers.c.conversation_id == bindparam("conversation"))


def waiting(connection: Connection, customer_id: int, payee_id: int | None = None) -> tuple[Scheduled, ...]:
    """Return what waits for its day, by day and then by number; for one payee, or for all payees and cards."""
    query = (
        select(orders)
        .where(orders.c.customer_id == customer_id, orders.c.state == "scheduled")
        .order_by(orders.c.on, orders.c.id)
    )
    if payee_id is not None:
        query = query.where(orders.c.payee_id == payee_id)
    return tuple(scheduled_of(row) for row in connection.execute(query).mappings())


def due(connection: Connection, conversation_id: str | None, today: date) -> tuple[tuple[str, int], ...]:
    """Return (conversation id, order number) of what is due by `today`, oldest first; of everybody for None."""
    if conversation_id is None:
        rows = connection.execute(_DUE, {"today": today})
    else:
        rows = connection.execute(_DUE_OF_ONE, {"today": today, "conversation": conversation_id})
    return tuple((row.conversation_id, row.id) for row in rows)


def settle(connection: Connection, conversation_id: str, order_id: int, moment: Moment) -> Receipt | Failure | None:
    """Carry out one scheduled payment, or mark it failed, and leave a notice; None when it does not wait any more."""
    try:
        customer_id = locked_customer(connection, conversation_id)
    except UnknownCustomer:  # erased a moment ago
        return None
    row = connection.execute(select(orders).where(orders.c.id == order_id)).mappings().one_or_none()
    if row is None or row["state"] != "scheduled":
        return None
    holdings = holdings_of(connection, customer_id)
    try:
        number, balance = pay(connection, holdings, _payment(holdings, row), moment)
    except InsufficientFunds as exc:
        return _fail(connection, row, moment, "insufficient_funds", exc.available)
    except MoreThanOwed as exc:
        return _fail(connection, row, moment, "more_than_owed", exc.owed)
    _mark(connection, order_id, moment, state="done", transaction_number=number)
    leave_notice(connection, order_id, balance, moment)
    return receipt_of(row, balance.minor)


def cancel(connection: Connection, conversation_id: str, reference: str, moment: Moment) -> Scheduled:
    """Make sure that a scheduled payment is never carried out; raise UnknownOrder, AlreadySettled."""
    customer_id = locked_customer(connection, conversation_id)
    row = _find(connection, customer_id, reference)
    if row["state"] != "scheduled":
        raise AlreadySettled(row["state"])
    _mark(connection, row["id"], moment, state="cancelled")
    return scheduled_of(row)


def _payment(holdings: Holdings, row: Row) -> Payment:
    card = None if row["card_id"] is None else card_account(holdings, row["card_id"])
    return Payment(row["recipient"], Money(row["minor"], row["currency"]), Money(row["fee"], row["currency"]), card)


def _fail(connection: Connection, row: Row, moment: Moment, reason: str, available: Money) -> Failure:
    _mark(connection, row["id"], moment, state="failed", failure=reason)
    leave_notice(connection, row["id"], available, moment)
    return failure_of({**row, "failure": reason}, available.minor)


def _find(connection: Connection, customer_id: int, reference: str) -> Row:
    named = order_number(reference)
    if named is None:
        raise UnknownOrder(reference)
    kind, number = named
    query = select(orders).where(orders.c.id == number, orders.c.customer_id == customer_id, orders.c.kind == kind)
    row: Row | None = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise UnknownOrder(reference)
    return row


def _mark(connection: Connection, order_id: int, moment: Moment, **values: Any) -> None:
    connection.execute(update(orders).where(orders.c.id == order_id).values(settled_at=moment.now, **values))
