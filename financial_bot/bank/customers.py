"""Customers: whoever talks to the bank gets accounts, payees and a history of their own."""

from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection

from storage import insert_if_absent

from .accounts import CARDS, CHECKING_NAME, CURRENCY, customer_number, holdings_of, known_customer, locked_customer
from .demo import PAYEE_NAMES, history
from .errors import UnknownCustomer
from .ledger import balance_changes, book, house_accounts
from .model import Erased, Moment
from .payees import new_row
from .schema import CARD, CHECKING, accounts, customers, notices, orders, payees, postings, transactions


def exists(connection: Connection, conversation_id: str) -> bool:
    """Say whether there is a customer with this id."""
    return customer_number(connection, conversation_id) is not None


def create(connection: Connection, conversation_id: str, moment: Moment) -> None:
    """Create the customer with all that belongs to one; do nothing when somebody else was faster.

    One statement for each table: the accounts begin with the balances that their history ends with.
    """
    row = {"conversation_id": conversation_id, "created_at": moment.now}
    if not insert_if_absent(connection, customers, row):
        return
    customer_id = known_customer(connection, conversation_id)
    entries = history(conversation_id, moment.today)
    connection.execute(insert(accounts), _account_rows(customer_id, balance_changes(entries)))
    connection.execute(insert(payees), [new_row(customer_id, name) for name in PAYEE_NAMES])
    ids = {**holdings_of(connection, customer_id).ids(), **house_accounts(connection)}
    book(connection, customer_id, ids, entries, moment.now, first=1)


def erase(connection: Connection, conversation_id: str) -> Erased:
    """Delete the customer with all that belongs to one, and return how much that was; nothing when there is none.

    The bank's own accounts have no balance that would have to change.
    """
    try:
        customer_id = locked_customer(connection, conversation_id)
    except UnknownCustomer:
        return Erased()
    of_customer = select(orders.c.id).where(orders.c.customer_id == customer_id)
    connection.execute(delete(notices).where(notices.c.order_id.in_(of_customer)))
    # in this order, since each refers to some of those after it
    deleted = {
        table.name: connection.execute(delete(table).where(table.c.customer_id == customer_id)).rowcount
        for table in (orders, payees, postings, transactions, accounts)
    }
    connection.execute(delete(customers).where(customers.c.id == customer_id))
    return Erased(
        accounts=deleted[accounts.name],
        transactions=deleted[transactions.name],
        payees=deleted[payees.name],
        orders=deleted[orders.name],
    )


def _account_rows(customer_id: int, balances: dict[str, int]) -> list[dict[str, Any]]:
    # (kind, name, lowest, highest)
    opened = [(CHECKING, CHECKING_NAME, 0, None)] + [(CARD, name, -limit, 0) for name, limit in CARDS]
    return [
        {
            "customer_id": customer_id,
            "code": f"customer/{customer_id}/{name.lower().replace(' ', '-')}",
            "currency": CURRENCY,
            "kind": kind,
            "name": name,
            "balance": balances[name],
            "lowest": lowest,
            "highest": highest,
        }
        for kind, name, lowest, highest in opened
    ]
