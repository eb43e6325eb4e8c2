"""What the bank refuses, as one tree.

BankError
├── UnknownCustomer       nobody with this conversation id
├── UnknownPayee          no such payee of this customer (also: removed, or somebody else's)
├── UnknownCard           no such card of this customer (also: somebody else's)
├── UnknownOrder          no such transfer or card payment of this customer
├── InsufficientFunds     .available says how much there is
├── MoreThanOwed          .owed says how much is owed on the card
├── FeeChanged            .fee is what the transfer would cost now
├── InvalidAmount         .reason: not_a_number, not_positive, too_many_decimals, over_limit
├── OtherCurrency         .currency was asked for, .expected is what the account holds
├── DateInPast            .on is before .today
├── KeyReused             .receipt is what was done under this key, with other content
├── AlreadySettled        .state: done, failed, cancelled
├── InvalidName           .reason: empty, too_long, no_letters, unreadable
├── PayeeExists           .payee has this name already
├── PayeeInUse            .scheduled are the transfers that wait for this payee
├── LedgerUnbalanced      .transactions do not sum to zero, .accounts are not what their postings and bounds say
└── BankUnavailable       the database did not answer in time, or failed; nothing may be assumed about the last call,
                          and repeating it with the same key is safe
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from .model import Payee, Receipt, Scheduled
    from .money import Money

AmountProblem = Literal["not_a_number", "not_positive", "too_many_decimals", "over_limit"]
NameProblem = Literal["empty", "too_long", "no_letters", "unreadable"]
SettledState = Literal["done", "failed", "cancelled"]


class BankError(Exception):
    """Root of everything that the bank raises."""


class UnknownCustomer(BankError):
    """There is no customer with this conversation id."""


class UnknownPayee(BankError):
    """The customer has no payee with this id, or has removed it."""


class UnknownCard(BankError):
    """The customer has no card with this id."""


class UnknownOrder(BankError):
    """The customer has no transfer and no card payment with this reference."""


class InsufficientFunds(BankError):
    """The account holds less than the amount and its fee."""

    def __init__(self, available: Money) -> None:
        super().__init__(f"only {available} available")
        self.available = available


class MoreThanOwed(BankError):
    """The payment is larger than the debt of the card."""

    def __init__(self, owed: Money) -> None:
        super().__init__(f"only {owed} owed")
        self.owed = owed


class FeeChanged(BankError):
    """The transfer costs something else than what the customer agreed to."""

    def __init__(self, fee: Money) -> None:
        super().__init__(f"the fee is {fee}")
        self.fee = fee


class InvalidAmount(BankError):
    """The amount can never be transferred, whatever the balance."""

    def __init__(self, reason: AmountProblem) -> None:
        super().__init__(reason)
        self.reason: AmountProblem = reason


class OtherCurrency(BankError):
    """The amount is in a currency that the account does not hold."""

    def __init__(self, currency: str, expected: str) -> None:
        super().__init__(f"{currency} instead of {expected}")
        self.currency = currency
        self.expected = expected


class DateInPast(BankError):
    """The date is before today in the bank's time zone."""

    def __init__(self, on: date, today: date) -> None:
        super().__init__(f"{on} is before {today}")
        self.on = on
        self.today = today


class KeyReused(BankError):
    """The idempotency key was used before for a payment with other content."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__(f"the key belongs to {receipt.reference}")
        self.receipt = receipt


class AlreadySettled(BankError):
    """The order does not wait any more."""

    def __init__(self, state: SettledState) -> None:
        super().__init__(f"the order is {state}")
        self.state: SettledState = state


class InvalidName(BankError):
    """Nobody can be called so."""

    def __init__(self, reason: NameProblem) -> None:
        super().__init__(reason)
        self.reason: NameProblem = reason


class PayeeExists(BankError):
    """The customer has a payee of this name, perhaps with other case, accents or spaces."""

    def __init__(self, payee: Payee) -> None:
        super().__init__(f"payee {payee.id} has this name")
        self.payee = payee


class PayeeInUse(BankError):
    """Scheduled transfers wait for the payee."""

    def __init__(self, scheduled: tuple[Scheduled, ...]) -> None:
        super().__init__(f"{len(scheduled)} scheduled transfers wait for this payee")
        self.scheduled = scheduled


class LedgerUnbalanced(BankError):
    """The books are wrong; which never happens unless somebody writes past the bank.

    `transactions`, as (customer number, transaction number), have postings that do not sum to zero. `accounts` (their
    codes) have a balance that is not the sum of their postings, or lies outside their bounds.
    """

    def __init__(self, transactions: tuple[tuple[int, int], ...], accounts: tuple[str, ...] = ()) -> None:
        first = transactions[0] if transactions else accounts[0]
        super().__init__(f"{len(transactions)} transactions and {len(accounts)} accounts are wrong, first {first}")
        self.transactions = transactions
        self.accounts = accounts


class BankUnavailable(BankError):
    """The bank's database is locked, unreachable or broken; the cause is in __cause__."""
