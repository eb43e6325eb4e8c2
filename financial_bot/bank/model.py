"""What the bank hands out: payees, receipts and failures. All immutable."""

from dataclasses import dataclass
from datetime import date, datetime

from .money import Money


@dataclass(frozen=True)
class Moment:
    """An instant (aware) and the date that it falls on in the bank's time zone."""

    now: datetime
    today: date


@dataclass(frozen=True)
class Payee:
    """Somebody whom one customer can send money to. `name` is first and last name."""

    id: int
    name: str


@dataclass(frozen=True)
class Receipt:
    """What became of a transfer.

    `reference` looks like T-000123. `scheduled`: it was ordered for a later day than the day of the order. `repeated`:
    it had been done before under the same key and nothing was done now. `balance_after`: the available balance right
    after the step that the receipt is for.
    """

    reference: str
    payee_name: str
    amount: Money
    on: date
    scheduled: bool
    repeated: bool
    balance_after: Money


@dataclass(frozen=True)
class Failure:
    """A scheduled transfer that was due and could not be made; it is not tried again. `reason`: insufficient_funds."""

    reference: str
    payee_name: str
    amount: Money
    on: date
    reason: str
    available: Money
