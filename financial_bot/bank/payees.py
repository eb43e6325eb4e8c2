"""A customer's payees in the database. Nobody sees anybody else's."""

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.engine import Connection

from storage import storable_identifier

from .accounts import locked_customer
from .errors import PayeeExists, PayeeInUse, UnknownPayee
from .model import Moment, Payee
from .names import folded
from .schedule import waiting
from .schema import payees

# Made once: putting a statement together takes longer than what the database does with it.
_OF_CUSTOMER = (
    select(payees.c.id, payees.c.name)
    .where(payees.c.customer_id == bindparam("customer"), payees.c.removed_at.is_(None))
    .order_by(payees.c.id)
)


def payees_of(connection: Connection, customer_id: int) -> tuple[Payee, ...]:
    """Return the customer's payees that were not removed, in the order in which they were added."""
    return tuple(Payee(row.id, row.name) for row in connection.execute(_OF_CUSTOMER, {"customer": customer_id}))


def payee_of(connection: Connection, customer_id: int, payee_id: int) -> Payee:
    """Return one payee of the customer; raise UnknownPayee, also when it was removed or is another customer's."""
    for payee in payees_of(connection, customer_id):
        if payee.id == payee_id:
            return payee
    raise UnknownPayee(payee_id)


def add(connection: Connection, conversation_id: str, name: str) -> Payee:
    """Add a payee with this tidied name; raise PayeeExists when there is one already that is called so."""
    customer_id = locked_customer(connection, conversation_id)
    row = new_row(customer_id, name)
    same = (payees.c.customer_id == customer_id) & (payees.c.folded == row["folded"]) & payees.c.removed_at.is_(None)
    earlier = connection.execute(select(payees.c.id, payees.c.name).where(same)).one_or_none()
    if earlier is not None:
        raise PayeeExists(Payee(earlier.id, earlier.name))
    inserted = connection.execute(insert(payees).values(**row))
    return Payee(inserted.inserted_primary_key[0], name)


def remove(connection: Connection, conversation_id: str, payee_id: int, moment: Moment) -> Payee:
    """Remove a payee for whom nothing is scheduled; raise UnknownPayee, PayeeInUse."""
    customer_id = locked_customer(connection, conversation_id)
    payee = payee_of(connection, customer_id, payee_id)
    scheduled = waiting(connection, customer_id, payee_id)
    if scheduled:
        raise PayeeInUse(scheduled)
    connection.execute(update(payees).where(payees.c.id == payee_id).values(removed_at=moment.now))
    return payee


def new_row(customer_id: int, name: str) -> dict[str, int | str]:
    """Return the row for a new payee. Folding can make a name many times as long, hence the storable identifier."""
    return {"customer_id": customer_id, "name": name, "folded": storable_identifier(folded(name))}
