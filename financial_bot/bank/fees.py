"""What transfers to payees cost: some are free in each statement cycle, which is a calendar month."""

from calendar import monthrange
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from .model import Charges
from .money import Money
from .schema import orders

FREE_PER_CYCLE = 6
FEE_MINOR = 1_000


def charges_of(connection: Connection, customer_id: int, on: date, currency: str) -> Charges:
    """Return what transfers cost in the cycle of the day `on`.

    A transfer counts in the cycle of its day from the moment it is ordered, unless it is cancelled or has failed. Lock
    the customer before charging what this says.
    """
    first, last = on.replace(day=1), on.replace(day=monthrange(on.year, on.month)[1])
    query = select(func.count()).where(
        orders.c.customer_id == customer_id,
        orders.c.state.in_(("done", "scheduled")),
        orders.c.on.between(first, last),
        orders.c.kind == "transfer",
    )
    left = max(0, FREE_PER_CYCLE - int(connection.execute(query).scalar_one()))
    fee = Money(FEE_MINOR, currency)
    return Charges(
        free_per_cycle=FREE_PER_CYCLE,
        free_left=left,
        fee=fee,
        cycle_start=first,
        cycle_end=last + timedelta(days=1) if last < date.max else last,
        next_fee=Money(0, currency) if left else fee,
    )
