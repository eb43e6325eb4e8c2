"""What customers are still to be told of their scheduled payments: kept until somebody says that it was delivered."""

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from .model import Moment, Notice
from .money import Money
from .outcomes import Row, failure_of, receipt_of
from .schema import customers, notices, orders

_LARGEST_ID = 2**63 - 1


def leave_notice(connection: Connection, order_id: int, balance: Money, moment: Moment) -> None:
    """Write down that the order was settled, in the transaction that settles it. `balance` is what the outcome names"""
    connection.execute(insert(notices).values(order_id=order_id, balance=balance.minor, created_at=moment.now))


def undelivered(connection: Connection, limit: int) -> tuple[Notice, ...]:
    """Return what was not delivered yet, of all customers, oldest first."""
    query = (
        select(notices.c.id.label("notice_id"), notices.c.balance, customers.c.conversation_id, orders)
        .select_from(
            notices.join(orders, orders.c.id == notices.c.order_id).join(
                customers, customers.c.id == orders.c.customer_id
            )
        )
        .where(notices.c.delivered_at.is_(None))
        .order_by(notices.c.id)
        .limit(limit)
    )
    return tuple(_notice(row) for row in connection.execute(query).mappings())


def mark_delivered(connection: Connection, notice_id: int, moment: Moment) -> None:
    """Never return this notice again. Does nothing when it is unknown or was delivered before."""
    if not 0 < notice_id <= _LARGEST_ID:
        return
    fresh = (notices.c.id == notice_id) & notices.c.delivered_at.is_(None)
    connection.execute(update(notices).where(fresh).values(delivered_at=moment.now))


def _notice(row: Row) -> Notice:
    outcome = receipt_of(row, row["balance"]) if row["state"] == "done" else failure_of(row, row["balance"])
    return Notice(row["notice_id"], row["conversation_id"], outcome)
