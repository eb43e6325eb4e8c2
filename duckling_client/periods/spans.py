"""Stretches of days on the calendar: weeks from Monday, weekends of Saturday and Sunday, months, quarters, years.

Nothing here raises: what would lie before year 1 or after year 9999 ends there.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

_MONTHS_IN_YEAR = 12
_SATURDAY = 5


class Unit(Enum):
    """A length on the calendar."""

    DAY = "day"
    WEEK = "week"
    WEEKEND = "weekend"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


_MONTHS_IN = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF: 6, Unit.YEAR: 12}


@dataclass(frozen=True)
class Span:
    """The days from `start` up to, and not including, `end`."""

    start: date
    end: date

    def contains(self, other: Span) -> bool:
        """Whether every day of the other is one of this one's."""
        return self.start <= other.start and other.end <= self.end

    @property
    def days(self) -> int:
        """How many days these are."""
        return (self.end - self.start).days


def one_day(day: date) -> Span:
    """This day alone."""
    return Span(day, plus_days(day, 1))


def plus_days(day: date, count: int) -> date:
    """The day that many days later; earlier when negative."""
    try:
        return day + timedelta(days=count)
    except OverflowError:
        return date.max if count > 0 else date.min


def plus_months(day: date, count: int) -> date:
    """The same day that many months later, or that month's last day when it is shorter."""
    months = day.year * _MONTHS_IN_YEAR + day.month - 1 + count
    year, month = divmod(months, _MONTHS_IN_YEAR)
    if not date.min.year <= year <= date.max.year:
        return date.max if count > 0 else date.min
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def plus_units(day: date, unit: Unit, count: int) -> date:
    """The day that many days, weeks, months... later; a weekend counts as a week."""
    if unit in _MONTHS_IN:
        return plus_months(day, count * _MONTHS_IN[unit])
    return plus_days(day, count if unit is Unit.DAY else 7 * count)


def unit_span(unit: Unit, day: date, offset: int = 0) -> Span:
    """The calendar day, week, month... that `day` lies in, or the one `offset` further; for a weekend its week's."""
    start = plus_units(_unit_start(unit, day), unit, offset)
    if unit is Unit.WEEKEND:
        return Span(start, plus_days(start, 2))
    return Span(start, plus_units(start, unit, 1))


def _unit_start(unit: Unit, day: date) -> date:
    if unit is Unit.DAY:
        return day
    if unit is Unit.WEEK:
        return plus_days(day, -day.weekday())
    if unit is Unit.WEEKEND:
        return plus_days(day, _SATURDAY - day.weekday())
    length = _MONTHS_IN[unit]
    return date(day.year, (day.month - 1) // length * length + 1, 1)


def safe_date(year: int, month: int, day: int) -> date | None:
    """That day, or None when the calendar does not have it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
