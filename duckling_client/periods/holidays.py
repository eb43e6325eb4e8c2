"""Days of the year that people in the United States name instead of counting."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from duckling_client.periods.named import NamedTime, Rule, recent_years, recurring, rule, vague
from duckling_client.periods.spans import one_day, plus_days

_MONDAY, _THURSDAY, _SUNDAY = 0, 3, 6
_DAYS_IN_WEEK = 7


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _nth(month: int, weekday: int, number: int) -> Callable[[int], date]:
    """The first, second... such weekday of the month."""

    def day(year: int) -> date:
        first = date(year, month, 1)
        return plus_days(first, (weekday - first.weekday()) % _DAYS_IN_WEEK + _DAYS_IN_WEEK * (number - 1))

    return day


def _days_after(day: Callable[[int], date], count: int) -> Callable[[int], date]:
    return lambda year: plus_days(day(year), count)


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return plus_days(last, -last.weekday())


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by Butcher's rule (Nature, 20 April 1876)."""
    century, of_century = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * (year % 19) + century - leap_centuries - correction + 15) % 30
    leap_years, year_rest = divmod(of_century, 4)
    weekday = (32 + 2 * century_rest + 2 * leap_years - moon - year_rest) % 7
    late = (year % 19 + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


_THANKSGIVING = _nth(11, _THURSDAY, 4)
_HOLIDAYS: dict[str, Callable[[int], date]] = {
    r"(?:christmas|xmas)(?:\s+day)?": _fixed(12, 25),
    r"(?:christmas|xmas)\s+eve": _fixed(12, 24),
    r"new\s+year['’]?s?\s+eve": _fixed(12, 31),
    r"new\s+year['’]?s?(?:\s+day)?": _fixed(1, 1),
    r"valentine['’]?s?(?:\s+day)?": _fixed(2, 14),
    r"(?:st\.?|saint)\s+patrick['’]?s?(?:\s+day)?": _fixed(3, 17),
    r"(?:independence\s+day|(?:the\s+)?(?:fourth|4th)\s+of\s+july)": _fixed(7, 4),
    r"halloween": _fixed(10, 31),
    r"veterans['’]?\s+day": _fixed(11, 11),
    r"(?:martin\s+luther\s+king(?:\s+jr\.?)?|mlk)['’]?s?\s+day": _nth(1, _MONDAY, 3),
    r"presidents?['’]?s?\s+day": _nth(2, _MONDAY, 3),
    r"easter(?:\s+sunday)?": _easter,
    r"good\s+friday": _days_after(_easter, -2),
    r"easter\s+monday": _days_after(_easter, 1),
    r"mother['’]?s['’]?\s+day": _nth(5, _SUNDAY, 2),
    r"memorial\s+day": _last_monday_of_may,
    r"father['’]?s['’]?\s+day": _nth(6, _SUNDAY, 3),
    r"labou?r\s+day": _nth(9, _MONDAY, 1),
    r"columbus\s+day": _nth(10, _MONDAY, 2),
    r"thanksgiving(?:\s+day)?": _THANKSGIVING,
    r"black\s+friday": _days_after(_THANKSGIVING, 1),
    r"cyber\s+monday": _days_after(_THANKSGIVING, 4),
}


def _holiday(pattern: str, day: Callable[[int], date]) -> Rule:
    def make(found: re.Match[str], today: date) -> NamedTime:
        spans = [one_day(day(year)) for year in recent_years(today)]
        if found["last"]:
            spans = [span for span in spans if span.start < today]
        return recurring(found, spans)

    return rule(rf"(?P<last>(?:last|this\s+past)\s+)?{pattern}", make)


_ANY = "|".join(_HOLIDAYS)

RULES: tuple[Rule, ...] = (
    *(_holiday(pattern, day) for pattern, day in _HOLIDAYS.items()),
    rule(rf"(?:{_ANY})\s+(?:weekend|week|season|time|holidays?|period|break)", vague),
    rule(r"(?:over|during|in|since|before|after|last|this)\s+(?:the\s+)?holidays", vague),
)
