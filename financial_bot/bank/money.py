"""Amounts of money: whole minor units (cents) of one currency, never a float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from .errors import InvalidAmount, OtherCurrency

MINOR_PER_MAJOR = 100

# Beyond these powers of ten no amount is meant seriously; they keep the exact arithmetic below small.
_LARGEST_EXPONENT = 15
_SMALLEST_EXPONENT = -40


@dataclass(frozen=True)
class Money:
    """An exact amount: `minor` cents of `currency` (three capital letters, ISO 4217). May be negative or zero."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError("money is counted in whole minor units")
        if not re.fullmatch("[A-Z]{3}", self.currency):
            raise ValueError(f"not a currency code: {self.currency!r}")

    @classmethod
    def of(cls, amount: Decimal | int | str, currency: str) -> Money:
        """Make money of an amount in major units: `Money.of("12.50", "USD")`.

        Raises InvalidAmount for what is not a finite number, has a fraction of a cent, or is absurdly large.
        A float is a TypeError: it is not exact any more.
        """
        if isinstance(amount, bool) or not isinstance(amount, (Decimal, int, str)):
            raise TypeError(f"an exact amount is needed, not {type(amount).__name__}")
        try:
            number = Decimal(amount)
        except InvalidOperation as exc:
            raise InvalidAmount("not_a_number") from exc
        return cls(_minor_units(number), currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in major units with two decimals."""
        sign, digits, _ = Decimal(self.minor).as_tuple()
        return Decimal((sign, digits, -2))

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same_currency(other).minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same_currency(other).minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same_currency(other).minor

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._same_currency(other).minor

    def __le__(self, other: Money) -> bool:
        return not self > other

    def __ge__(self, other: Money) -> bool:
        return not self < other

    def __str__(self) -> str:
        return f"{self.decimal:,.2f} {self.currency}"

    def _same_currency(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise OtherCurrency(other.currency, self.currency)
        return other


def _minor_units(number: Decimal) -> int:
    if not number.is_finite():
        raise InvalidAmount("not_a_number")
    if not number:
        return 0
    if number.adjusted() > _LARGEST_EXPONENT:
        raise InvalidAmount("over_limit")
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < _SMALLEST_EXPONENT:
        raise InvalidAmount("too_many_decimals")
    minor = Fraction(number) * MINOR_PER_MAJOR
    if minor.denominator != 1:
        raise InvalidAmount("too_many_decimals")
    return int(minor)
