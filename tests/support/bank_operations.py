"""What customers can ask of a bank, as values: to be made up at random, asked of the real bank, and compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from financial_bot.bank import Bank, BankError, BankUnavailable, Failure, Money, Payee, Receipt, Scheduled
from financial_bot.bank.model import PaymentKind


class Clock:
    """Stands still until somebody moves it. It begins on a Wednesday in June, at 10:00 in New York."""

    def __init__(self) -> None:
        self.now = datetime(2024, 6, 12, 14, 0, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        return self.now

    def move(self, days: int) -> None:
        """So many days on."""
        self.now += timedelta(days=days)


@dataclass(frozen=True)
class Pay:
    """`transfer` or `pay_card`."""

    kind: PaymentKind
    recipient_id: int
    amount: Money
    on: date
    key: str
    fee: Money | None = None


@dataclass(frozen=True)
class Cancel:
    """`cancel_scheduled`."""

    reference: str


@dataclass(frozen=True)
class Settle:
    """What `run_due` does for one order that is due."""

    reference: str


@dataclass(frozen=True)
class AddPayee:
    """`add_payee`."""

    name: str


@dataclass(frozen=True)
class RemovePayee:
    """`remove_payee`."""

    payee_id: int


Operation = Pay | Cancel | Settle | AddPayee | RemovePayee


@dataclass(frozen=True)
class Refused:
    """An error of the bank's, in a form that can be compared: the name of its class, and its attributes."""

    error: str
    details: tuple[tuple[str, Any], ...] = ()


Answer = Receipt | Failure | Scheduled | Payee | Refused | None


def usd(minor: int) -> Money:
    """So many cents."""
    return Money(minor, "USD")


def ask(bank: Bank, customer: str, operation: Operation) -> Answer:
    """What the real bank answers; it has no `Settle`, see `run_due`. Raises BankUnavailable."""
    try:
        if isinstance(operation, Cancel):
            return bank.cancel_scheduled(customer, operation.reference)
        if isinstance(operation, AddPayee):
            return bank.add_payee(customer, operation.name)
        if isinstance(operation, RemovePayee):
            return bank.remove_payee(customer, operation.payee_id)
        assert isinstance(operation, Pay)
        content = (customer, operation.recipient_id, operation.amount, operation.on, operation.key)
        return bank.transfer(*content, operation.fee) if operation.kind == "transfer" else bank.pay_card(*content)
    except BankUnavailable:
        raise
    except BankError as error:
        return refusal(error)


def refusal(error: BankError) -> Refused:
    """The error as an answer."""
    return Refused(type(error).__name__, tuple(sorted(vars(error).items())))
