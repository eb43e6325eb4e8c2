"""What the bank hands out: payees, cards, receipts, failures, statements and notices. All immutable."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from .money import Money

PaymentKind = Literal["transfer", "card_payment"]
FailureReason = Literal["insufficient_funds", "more_than_owed"]


@dataclass(frozen=True)
class Moment:
    """An instant (aware) and the date that it falls on in the bank's time zone."""

    now: datetime
    today: date


@dataclass(frozen=True)
class Payee:
    """Somebody whom one customer can send money to. `name` is as the customer wrote it."""

    id: int
    name: str


@dataclass(frozen=True)
class Card:
    """A credit card of one customer.

    `owed` is what customers call the current balance, never negative. `minimum_due` is the least that a payment should
    be: all of it up to $25.00, else $25.00 or 2 % of it, whichever is more.
    """

    id: int
    name: str
    owed: Money
    minimum_due: Money


@dataclass(frozen=True)
class Receipt:
    """What became of a payment.

    `reference` looks like T-000123 for a transfer and C-000124 for a card payment; `recipient` is the payee's or the
    card's name; `fee` is charged on top of `amount`. `scheduled`: it was ordered for a later day than the day of the
    order. `repeated`: it had been done before under the same key and nothing was done now. `balance_after`: the
    available balance right after the step that the receipt is for.
    """

    reference: str
    kind: PaymentKind
    recipient: str
    amount: Money
    fee: Money
    on: date
    scheduled: bool
    repeated: bool
    balance_after: Money


@dataclass(frozen=True)
class Failure:
    """A scheduled payment that was due and could not be made; it is not tried again.

    `available` is the account's balance, or for `more_than_owed` what is owed on the card.
    """

    reference: str
    kind: PaymentKind
    recipient: str
    amount: Money
    on: date
    reason: FailureReason
    available: Money


@dataclass(frozen=True)
class Scheduled:
    """A payment that waits for its day. `fee` was fixed when it was ordered and is charged on that day too."""

    reference: str
    kind: PaymentKind
    recipient: str
    amount: Money
    fee: Money
    on: date


@dataclass(frozen=True)
class Charges:
    """What transfers cost in one statement cycle, the days from `cycle_start` up to but not including `cycle_end`.

    `fee` is the price of a transfer once none of the free ones is left; `next_fee` is the price of the next one.
    """

    free_per_cycle: int
    free_left: int
    fee: Money
    cycle_start: date
    cycle_end: date
    next_fee: Money


@dataclass(frozen=True)
class Line:
    """One movement as a statement shows it. `amount` is negative for money out, on a card for more debt.

    `account` is "Checking" or the card's name. `kind` is one of purchase, transfer, fee, card_payment, savings, salary,
    income (interest and refunds).
    """

    booked_on: date
    kind: str
    counterparty: str
    amount: Money
    account: str


@dataclass(frozen=True)
class Found:
    """What a search found. Sums are positive, of money spent or earned, and are of everything that was found.

    `lines` are the newest, newest first. `by_month` has one entry for each month (its first day) between the first and
    the last with anything, oldest first, zero included. `by_counterparty` is sorted by sum, the largest first.
    `first_day` is that of the oldest, None when nothing was found.
    """

    total: Money
    count: int
    lines: tuple[Line, ...]
    by_month: tuple[tuple[date, Money], ...]
    by_counterparty: tuple[tuple[str, Money], ...]
    first_day: date | None


@dataclass(frozen=True)
class Notice:
    """What the customer of this conversation is to be told: a scheduled payment was made, or could not be made."""

    id: int
    conversation_id: str
    outcome: Receipt | Failure


@dataclass(frozen=True)
class Erased:
    """How many rows of a customer were deleted; `accounts` are checking account and cards."""

    accounts: int = 0
    transactions: int = 0
    payees: int = 0
    orders: int = 0
