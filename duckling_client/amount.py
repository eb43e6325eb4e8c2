"""What reading an amount gives: the exact amount, or the reason to ask."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

LARGEST = Decimal(10) ** 12
_DECIMALS = 2

# "1.000" is a thousand in half of the world; nobody writes thousandths of a dollar.
_MANY_DECIMALS = re.compile(r"\.\d{3}")


class AmountReason(Enum):
    """Why no amount can be acted on."""

    NONE = "none"
    SEVERAL = "several"
    NOT_POSITIVE = "not_positive"
    TOO_PRECISE = "too_precise"
    OTHER_CURRENCY = "other_currency"
    ODD = "odd"
    TOO_LARGE = "too_large"


@dataclass(frozen=True)
class Amount:
    """An exact amount above zero with at most two decimals; `currency` is an ISO 4217 code."""

    value: Decimal
    currency: str


@dataclass(frozen=True)
class UnclearAmount:
    """No amount to act on. `currency` is set when the reason is OTHER_CURRENCY."""

    reason: AmountReason
    currency: str | None = None


def checked_amount(value: Decimal | None, body: str, currency: str) -> Amount | UnclearAmount:
    """The amount, if it can be paid; `value` is None when the words in `body` are no plain number."""
    if value is None:
        return UnclearAmount(AmountReason.ODD)
    if value <= 0:
        return UnclearAmount(AmountReason.NOT_POSITIVE)
    if value != value.quantize(Decimal(1).scaleb(-_DECIMALS)):
        return UnclearAmount(AmountReason.TOO_PRECISE)
    if _MANY_DECIMALS.search(body):
        return UnclearAmount(AmountReason.ODD)
    if value > LARGEST:
        return UnclearAmount(AmountReason.TOO_LARGE)
    return Amount(value, currency)


def exact_decimal(value: object) -> Decimal | None:
    """Duckling's number as the shortest decimal that means this float, which is what the user wrote."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Decimal(repr(value))
