"""Customers: whoever talks to the bank gets a demo account of their own."""

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from storage import insert_if_absent

from .demo import PAYEE_NAMES, history
from .ledger import CURRENCY, Account, post
from .model import Moment
from .schema import accounts, customers, payees


def exists(connection: Connection, conversation_id: str) -> bool:
    """Say whether there is a customer with this id."""
    return _number_of(connection, conversation_id) is not None


def create(connection: Connection, conversation_id: str, moment: Moment) -> None:
    """Create the customer with account, payees and history; do nothing when somebody else was faster."""
    row = {"conversation_id": conversation_id, "created_at": moment.now}
    if not insert_if_absent(connection, customers, row):
        return
    customer_id = _number_of(connection, conversation_id)
    assert customer_id is not None, "it was inserted in this very transaction"
    inserted = connection.execute(
        insert(accounts).values(customer_id=customer_id, code=f"customer/{customer_id}/checking", currency=CURRENCY)
    )
    account = Account(inserted.inserted_primary_key[0], customer_id, CURRENCY)
    connection.execute(insert(payees), [{"customer_id": customer_id, "name": name} for name in PAYEE_NAMES])
    post(connection, account, history(conversation_id, moment.today), moment.now)


def _number_of(connection: Connection, conversation_id: str) -> int | None:
    query = select(customers.c.id).where(customers.c.conversation_id == conversation_id)
    number: int | None = connection.execute(query).scalar_one_or_none()
    return number
