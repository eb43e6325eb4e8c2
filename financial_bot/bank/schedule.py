"""Scheduled transfers: which are due, and carrying out one of them exactly once."""

from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from .errors import InsufficientFunds
from .ledger import account_of
from .model import Failure, Moment, Receipt
from .money import Money
from .schema import customers, transfers
from .transfers import pay, reference_of

INSUFFICIENT_FUNDS = "insufficient_funds"


def due(connection: Connection, conversation_id: str | None, today: date) -> tuple[tuple[str, int], ...]:
    """Return (conversation id, transfer id) of what is due by `today`, oldest first; of everybody for None."""
    query = (
        select(customers.c.conversation_id, transfers.c.id)
        .join(customers, customers.c.id == transfers.c.customer_id)
        .where(transfers.c.state == "scheduled", transfers.c.on <= today)
        .order_by(transfers.c.on, transfers.c.id)
    )
    if conversation_id is not None:
        query = query.where(customers.c.conversation_id == conversation_id)
    return tuple((row.conversation_id, row.id) for row in connection.execute(query))


def settle(connection: Connection, conversation_id: str, transfer_id: int, moment: Moment) -> Receipt | Failure | None:
    """Carry out one scheduled transfer, or mark it failed; None when somebody else has done so meanwhile."""
    account = account_of(connection, conversation_id, lock=True)
    query = select(transfers).where(transfers.c.id == transfer_id, transfers.c.state == "scheduled")
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    amount = Money(row.minor, row.currency)
    reference = reference_of(row.id)
    try:
        number, balance = pay(connection, account, row.payee_name, amount, moment)
    except InsufficientFunds as exc:
        _mark(connection, transfer_id, moment, state="failed", failure=INSUFFICIENT_FUNDS)
        return Failure(reference, row.payee_name, amount, row.on, INSUFFICIENT_FUNDS, exc.available)
    _mark(connection, transfer_id, moment, state="done", transaction_number=number)
    return Receipt(reference, row.payee_name, amount, row.on, scheduled=True, repeated=False, balance_after=balance)


def _mark(connection: Connection, transfer_id: int, moment: Moment, **values: Any) -> None:
    connection.execute(update(transfers).where(transfers.c.id == transfer_id).values(settled_at=moment.now, **values))
