"""How amounts, days and names are written for people. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from financial_bot.bank import Money

_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}


def written_money(money: Money) -> str:
    """`$1,250.00`; a currency without a symbol here is written as `1,250.00 CHF`."""
    symbol = _SYMBOLS.get(money.currency)
    amount = f"{abs(money.decimal):,.2f}"
    sign = "-" if money.minor < 0 else ""
    return f"{sign}{symbol}{amount}" if symbol else f"{sign}{amount} {money.currency}"


def written_day(day: date) -> str:
    """`Friday, 3 July 2026`."""
    return f"{day:%A}, {day.day} {day:%B %Y}"


def written_list(names: Sequence[str]) -> str:
    """`Ann, Bob and Cem`."""
    if len(names) < 2:  # noqa: PLR2004  # nothing to join
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
