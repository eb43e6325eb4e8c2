"""Moving the money of one payment, today: judged against what there is, then posted."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.engine import Connection

from .accounts import Account, Holdings
from .errors import InsufficientFunds, MoreThanOwed
from .ledger import FEES, Entry, post
from .model import Moment
from .money import Money

FEE_COUNTERPARTY = "Transfer fee"


@dataclass(frozen=True)
class Payment:
    """A payment to a payee, or to a card of the customer's own when `card` is given."""

    recipient: str
    amount: Money
    fee: Money
    card: Account | None = None


def pay(connection: Connection, holdings: Holdings, payment: Payment, moment: Moment) -> tuple[int, Money]:
    """Post the payment and its fee; return the payment's transaction number and the balance after both.

    The customer must be locked. Raises MoreThanOwed, InsufficientFunds, and then nothing was posted.
    """
    _judge(holdings.checking.balance, payment)
    entries = _entries(holdings.checking.name, payment, moment.today)
    number = post(connection, holdings.customer_id, holdings.ids(), entries, moment.now)
    return number, holdings.checking.balance - payment.amount - payment.fee


def _judge(available: Money, payment: Payment) -> None:
    if payment.card is not None and payment.amount > -payment.card.balance:
        raise MoreThanOwed(-payment.card.balance)
    if available < payment.amount + payment.fee:
        raise InsufficientFunds(available)


def _entries(checking: str, payment: Payment, today: date) -> list[Entry]:
    if payment.card is not None:
        card = payment.card.name
        return [Entry("card_payment", card, today, -payment.amount.minor, checking, against=card)]
    entries = [Entry("transfer", payment.recipient, today, -payment.amount.minor, checking)]
    if payment.fee.minor:
        entries.append(Entry("fee", FEE_COUNTERPARTY, today, -payment.fee.minor, checking, against=FEES))
    return entries
