"""A customer's payees in the database. Nobody sees anybody else's."""

from sqlalchemy import select
from sqlalchemy.engine import Connection

from .errors import UnknownPayee
from .model import Payee
from .schema import payees


def payees_of(connection: Connection, customer_id: int) -> tuple[Payee, ...]:
    """Return the customer's payees, in the order in which they were added."""
    query = select(payees.c.id, payees.c.name).where(payees.c.customer_id == customer_id).order_by(payees.c.id)
    return tuple(Payee(row.id, row.name) for row in connection.execute(query))


def payee_of(connection: Connection, customer_id: int, payee_id: int) -> Payee:
    """Return one payee of the customer; raise UnknownPayee, also when it is another customer's."""
    for payee in payees_of(connection, customer_id):
        if payee.id == payee_id:
            return payee
    raise UnknownPayee(payee_id)
