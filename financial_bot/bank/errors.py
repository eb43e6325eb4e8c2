"""What the bank refuses, as one tree.

BankError
├── UnknownCustomer       nobody with this conversation id
├── UnknownPayee          no such payee of this customer (also: somebody else's payee)
├── InsufficientFunds     .available says how much there is
├── InvalidAmount         .reason: not_a_number, not_positive, too_many_decimals, over_limit
├── OtherCurrency         .currency was asked for, .expected is what the account holds
├── DateInPast            .on is before .today
├── KeyReused             .receipt is what was done under this key, with other content
├── LedgerUnbalanced      .transactions do not sum to zero
└── BankUnavailable       the database did not answer in time, or failed; nothing may be assumed about the last call,
                          and repeating it with the same key is safe
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from .model import Receipt
    from .money import Money

AmountProblem = Literal["not_a_number", "not_positive", "too_many_decimals", "over_limit"]


class BankError(Exception):
    """Root of everything that the bank raises."""


class UnknownCustomer(BankError):
    """There is no customer with this conversation id."""


class UnknownPayee(BankError):
    """The customer has no payee with this id."""


class InsufficientFunds(BankError):
    """The account holds less than the amount."""

    def __init__(self, available: Money) -> None:
        super().__init__(f"only {available} available")
        self.available = available


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
    """The idempotency key was used before for a transfer with other content."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__(f"the key belongs to {receipt.reference}")
        self.receipt = receipt


class LedgerUnbalanced(BankError):
    """Transactions, as (customer number, transaction number), whose postings do not sum to zero."""

    def __init__(self, transactions: tuple[tuple[int, int], ...]) -> None:
        super().__init__(f"{len(transactions)} transactions do not sum to zero, the first is {transactions[0]}")
        self.transactions = transactions


class BankUnavailable(BankError):
    """The bank's database is locked, unreachable or broken; the cause is in __cause__."""
