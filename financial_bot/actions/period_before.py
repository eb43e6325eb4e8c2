"""The time before the one that was just searched: "and the month before?", "the one before that". Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

from duckling_client import Period, PeriodReason, UnclearPeriod
from duckling_client.periods.spans import Unit, unit_span

_UNIT = r"(?P<{name}>day|week|month|quarter|year|one|period)"
_BEFORE = re.compile(
    rf"\bthe\s+{_UNIT.format(name='before')}\s+before(?:\s+(?:that|this|it))?(?:\s+one)?\W*$"
    rf"|\b(?:previous|preceding)\s+{_UNIT.format(name='previous')}\W*$",
    re.IGNORECASE,
)
_UNITS = (Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.YEAR)
_ONE_DAY, _ONE_WEEK = timedelta(days=1), timedelta(days=7)


def read_period_before(text: str, start: date | None, end: date | None, today: date) -> Period | UnclearPeriod | None:
    """The day, week, month, quarter or year before the days [`start`, `end`), which were searched last.

    None when the text asks for no such time, or names one that needs none before it ("the previous month"). Unclear
    when the last search was not over such a time: the year before a month can be two things.
    """
    found = _BEFORE.search(text)
    if found is None:
        return None
    said = (found["before"] or found["previous"]).lower()
    if start is not None and end is not None:
        for unit in _UNITS if said in {"one", "period"} else (Unit(said),):
            if (period := _one_earlier(unit, start, end, today)) is not None:
                return period
    by_the_calendar = found["previous"] is not None and said not in {"one", "period"}
    return None if by_the_calendar else UnclearPeriod(PeriodReason.UNCLEAR)


def _one_earlier(unit: Unit, start: date, end: date, today: date) -> Period | None:
    """The unit before [start, end), where that is a whole one or all that there is of it so far."""
    if unit is Unit.WEEK and end - start == _ONE_WEEK:
        return Period(start - _ONE_WEEK, start)
    whole = unit_span(unit, start)
    if start != whole.start or (end != whole.end and not (end == today + _ONE_DAY and end < whole.end)):
        return None
    earlier = unit_span(unit, start, -1)
    return Period(earlier.start, earlier.end)
