"""The accounts of one customer, and the lock that everybody takes who changes anything of that customer's."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from .errors import UnknownCustomer
from .money import Money
from .schema import CARD, CHECKING, accounts, customers

CURRENCY = "USD"
CHECKING_NAME = "Checking"

# Name and credit limit in cents.
CARDS = (("Emblem", 500_000), ("Justice Bank", 1_000_000), ("Credit All", 300_000), ("Iron Bank", 1_500_000))

# Made once: putting a statement together takes longer than what the database does with it.
_NUMBER = select(customers.c.id).where(customers.c.conversation_id == bindparam("conversation"))
_NUMBER_LOCKED = _NUMBER.with_for_update(key_share=True)  # so rows that refer to the customer can be inserted meanwhile
_HOLDINGS = (
    select(accounts.c.id, accounts.c.kind, accounts.c.name, accounts.c.balance, accounts.c.currency)
    .where(accounts.c.customer_id == bindparam("customer"))
    .order_by(accounts.c.id)
)
_BALANCE = (
    select(accounts.c.balance, accounts.c.currency)
    .join(customers, customers.c.id == accounts.c.customer_id)
    .where(customers.c.conversation_id == bindparam("conversation"), accounts.c.kind == CHECKING)
)


@dataclass(frozen=True)
class Account:
    """A checking account or a card. `name` is unique among the customer's; a card's balance is negative or zero."""

    id: int
    kind: str
    name: str
    balance: Money


@dataclass(frozen=True)
class Holdings:
    """A customer's accounts. `customer_id` is the bank's own number of the customer."""

    customer_id: int
    checking: Account
    cards: tuple[Account, ...]

    @property
    def currency(self) -> str:
        """The currency of all accounts."""
        return self.checking.balance.currency

    def ids(self) -> dict[str, int]:
        """Return the number of each account by its name."""
        return {account.name: account.id for account in (self.checking, *self.cards)}


def customer_number(connection: Connection, conversation_id: str) -> int | None:
    """Return the bank's own number of the customer, or None when there is no such customer."""
    number: int | None = connection.execute(_NUMBER, {"conversation": conversation_id}).scalar_one_or_none()
    return number


def known_customer(connection: Connection, conversation_id: str) -> int:
    """Return the bank's own number of the customer; raise UnknownCustomer."""
    number = customer_number(connection, conversation_id)
    if number is None:
        raise UnknownCustomer
    return number


def locked_customer(connection: Connection, conversation_id: str) -> int:
    """Like `known_customer`, but make everybody else wait who wants this customer locked, until the transaction ends.

    It is the one lock that a transaction takes, whichever accounts, payees and orders of the customer it changes, so no
    two can wait for each other. What is read after it holds. SQLite needs none: there is one writer at a time.
    """
    number: int | None = connection.execute(_NUMBER_LOCKED, {"conversation": conversation_id}).scalar_one_or_none()
    if number is None:
        raise UnknownCustomer
    return number


def holdings_of(connection: Connection, customer_id: int) -> Holdings:
    """Return the customer's accounts as they are now; lock the customer before deciding anything on them."""
    rows = connection.execute(_HOLDINGS, {"customer": customer_id})
    found = [Account(row.id, row.kind, row.name, Money(row.balance, row.currency)) for row in rows]
    (checking,) = (account for account in found if account.kind == CHECKING)
    return Holdings(customer_id, checking, tuple(account for account in found if account.kind == CARD))


def balance_of(connection: Connection, conversation_id: str) -> Money:
    """Return the balance of the customer's checking account; raise UnknownCustomer."""
    row = connection.execute(_BALANCE, {"conversation": conversation_id}).one_or_none()
    if row is None:
        raise UnknownCustomer
    return Money(row.balance, row.currency)
