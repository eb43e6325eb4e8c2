"""Credit cards: what is owed, and the least that a payment should be."""

from .accounts import Account, Holdings
from .errors import UnknownCard
from .model import Card
from .money import Money

_LEAST_MINOR = 2_500
_LEAST_PERCENT = 2


def cards_of(holdings: Holdings) -> tuple[Card, ...]:
    """Return the customer's cards, in the order in which they were issued."""
    return tuple(_card(account) for account in holdings.cards)


def card_account(holdings: Holdings, card_id: int) -> Account:
    """Return the account of one of the customer's cards; raise UnknownCard, also when it is another customer's."""
    for account in holdings.cards:
        if account.id == card_id:
            return account
    raise UnknownCard(card_id)


def minimum_due(owed: Money) -> Money:
    """Return the least that is due: 2 % of the debt rounded up to cents, at least $25.00, at most all of it."""
    percentage = -(-owed.minor * _LEAST_PERCENT // 100)
    return Money(min(owed.minor, max(_LEAST_MINOR, percentage)), owed.currency)


def _card(account: Account) -> Card:
    owed = -account.balance
    return Card(account.id, account.name, owed, minimum_due(owed))
