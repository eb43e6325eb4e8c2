"""Reading a period, and writing one down. Today is Monday 2024-06-10 unless a test says otherwise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from duckling_client import Mention, Period, UnclearPeriod, read_period

Find = Callable[[str, date], list[Mention]]
TODAY = date(2024, 6, 10)


def period_in(find: Find, text: str, today: date = TODAY) -> Period | UnclearPeriod:
    """What the text says, on that day."""
    return read_period(text, find(text, today), today=today)


def period(start: str, end: str) -> Period:
    """From the one day to before the other; open ends are empty."""
    return Period(date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None)
