"""Times counted from today: "yesterday", "last month", "the past 30 days", "3 weeks ago", "this year", "next week".

A bare "last", "previous" or "prior" week, month, quarter or year is the calendar's. A number, "past", or "in the last"
make a window that ends with today: N days are today and the N - 1 before it, N weeks are 7 N days; N months, quarters
or years begin on the same day so long ago. N weeks ago is that calendar week, and so on; after "since" it is that day.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from duckling_client.exact_number import NUMBER_WORDS, exact_number
from duckling_client.periods.named import NamedTime, Rule, rule, vague
from duckling_client.periods.spans import Span, Unit, one_day, plus_days, plus_units, unit_span

_FORTNIGHT = 2
_DAYS_IN_WEEK = 7
_HOURS = {"hour": 1, "hr": 1, "minute": 0, "min": 0}
_HOURS_IN_DAY = 24

_WORD = "|".join(sorted(NUMBER_WORDS - {"k"}, key=len, reverse=True))
_COUNT = (
    rf"(?P<count>\d{{1,4}}|(?:a\s+)?couple(?:\s+of)?|(?:a\s+)?few|several|many|(?:{_WORD})(?:[\s-](?:{_WORD})){{0,3}})"
)
_LONG_UNITS = r"day|weekend|week|wk|month|mth|quarter|qtr|year|yr"
_UNIT = rf"(?P<unit>{_LONG_UNITS}|fortnight|mo|hour|hr|minute|min)"
_SHORT = {"wk": "week", "fortnight": "week", "mth": "month", "mo": "month", "qtr": "quarter", "yr": "year"}
_CALENDAR = r"(?P<calendar>calendar|full|whole|complete|entire)"
_LAST = r"(?:last|past|previous|prior|preceding|trailing)"
_PART_OF_DAY = r"(?:morning|afternoon|evening|night)"
_WINDOW_BEFORE = r"(?:in|over|within|during|for|across)"


def _unit(found: re.Match[str]) -> Unit | None:
    name = found["unit"].lower()
    return None if name in _HOURS else Unit(_SHORT.get(name, name))


def _counted(found: re.Match[str]) -> int | None:
    """The number that was said; None for "a few"."""
    words = found.groupdict().get("count")
    if words is None or words.lower() in {"a", "an"}:
        number = 1
    elif "couple" in words.lower():
        number = 2
    else:
        exact = exact_number(words)
        if exact is None or exact != exact.to_integral_value():
            return None
        number = min(int(exact), 10_000)
    return number * (_FORTNIGHT if found["unit"].lower() == "fortnight" else 1)


def _days_of_hours(found: re.Match[str], count: int) -> int:
    """How many days before today the last hours may reach back to."""
    hours = _HOURS[found["unit"].lower()] * count
    return max(1, -(-hours // _HOURS_IN_DAY))


def _window(found: re.Match[str], today: date) -> NamedTime | None:
    count, unit = _counted(found), _unit(found)
    if count is None or unit is Unit.WEEKEND:
        return vague(found, today)
    if count == 0:
        return NamedTime(*found.span(), (), relative=True)
    end = plus_days(today, 1)
    if unit is None:
        start = plus_days(today, -_days_of_hours(found, count))
    elif found.groupdict().get("calendar"):
        first, last = unit_span(unit, today, -count), unit_span(unit, today)
        return NamedTime(*found.span(), (Span(first.start, last.start),), relative=True)
    elif unit is Unit.DAY:
        # "The past day" is the last 24 hours, which reach into yesterday.
        start = plus_days(today, -1 if found.groupdict().get("count") is None else 1 - count)
    elif unit is Unit.WEEK:
        start = plus_days(today, 1 - _DAYS_IN_WEEK * count)
    else:
        start = plus_units(today, unit, -count)
    return NamedTime(*found.span(), (Span(start, end),), relative=True, hours=unit is None)


def _calendar_unit(offset: int, before: str, behind: str) -> Rule:
    def make(found: re.Match[str], today: date) -> NamedTime:
        return NamedTime(*found.span(), (unit_span(_unit(found) or Unit.DAY, today, offset),), relative=True)

    return rule(rf"{before}(?P<unit>{_LONG_UNITS}){behind}", make)


def _weekend_has_begun(today: date) -> bool:
    return unit_span(Unit.WEEKEND, today).start <= today


def _current(found: re.Match[str], today: date) -> NamedTime:
    unit = _unit(found) or Unit.DAY
    if unit is Unit.WEEKEND:
        return _latest_weekend(found, today)
    return NamedTime(*found.span(), (unit_span(unit, today),), relative=True, so_far=True)


_TO_DATE = {"w": Unit.WEEK, "m": Unit.MONTH, "q": Unit.QUARTER, "y": Unit.YEAR}


def _to_date(found: re.Match[str], today: date) -> NamedTime:
    unit = _TO_DATE[found["letter"].lower()]
    return NamedTime(*found.span(), (unit_span(unit, today),), relative=True, so_far=True)


def _latest_weekend(found: re.Match[str], today: date) -> NamedTime:
    """ "This weekend" looks back too: the one that has begun last."""
    offset = 0 if _weekend_has_begun(today) else -1
    return NamedTime(*found.span(), (unit_span(Unit.WEEKEND, today, offset),), relative=True, so_far=True)


def _days_from_today(offset: int, pattern: str) -> Rule:
    def make(found: re.Match[str], today: date) -> NamedTime:
        return NamedTime(*found.span(), (one_day(plus_days(today, offset)),), relative=True)

    return rule(pattern, make)


def _ago(found: re.Match[str], today: date) -> NamedTime:
    count, unit = _counted(found), _unit(found)
    if count is None or unit is Unit.WEEKEND:
        return vague(found, today)
    if unit is None:
        day = plus_days(today, -_days_of_hours(found, count))
        return NamedTime(*found.span(), (Span(day, plus_days(today, 1)),), relative=True, moment=day, hours=True)
    span = unit_span(unit, today, -count)
    return NamedTime(*found.span(), (span,), relative=True, moment=plus_units(today, unit, -count))


def _ago_to_the_day(found: re.Match[str], today: date) -> NamedTime:
    ago = _ago(found, today)
    return replace(ago, spans=(one_day(ago.moment),)) if ago.moment else ago


def _ahead(found: re.Match[str], today: date) -> NamedTime:
    count, unit = _counted(found) or 1, _unit(found) or Unit.DAY
    return NamedTime(*found.span(), (unit_span(unit, today, count),), relative=True)


RULES: tuple[Rule, ...] = (
    rule(rf"{_LAST}\s+{_COUNT}\s+(?:{_CALENDAR}\s+)?{_UNIT}s?", _window),
    rule(rf"{_COUNT}\s+(?:last|past|previous)\s+{_UNIT}s", _window),
    rule(rf"(?:{_WINDOW_BEFORE}\s+the\s+last|(?:the\s+|this\s+)?past)\s+(?P<unit>{_LONG_UNITS}|fortnight)"
         r"(?!\s+of\b)", _window),
    rule(rf"(?:last|past)\s+(?:{_CALENDAR}\s+)?(?P<unit>fortnight|hour|minute)", _window),
    _calendar_unit(-1, rf"(?:this\s+past|{_LAST})\s+(?:{_CALENDAR}\s+)?", r"(?!\s+(?:of|before)\b)"),
    _calendar_unit(-2, r"(?:the\s+)?", r"\s+before\s+last"),
    rule(rf"(?:this|(?:the\s+)?current)\s+(?P<unit>{_LONG_UNITS})", _current),
    rule(r"(?P<unit>week|month|quarter|year)[\s-]+to[\s-]+date", _current),
    rule(r"(?<=beginning\sof\s)the\s+(?P<unit>week|month|quarter|year)", _current),
    rule(r"(?<=start\sof\s)the\s+(?P<unit>week|month|quarter|year)", _current),
    rule(r"(?P<letter>[wmqy])td", _to_date),
    rule(r"(?:(?:over|on|at|during)\s+)?the\s+weekend(?!\s+(?:of|before)\b)", _latest_weekend),
    _days_from_today(0, rf"(?:earlier\s+)?today|tonight|this\s+{_PART_OF_DAY}"),
    rule(rf"(?<=^)\W*{_COUNT}\s+{_UNIT}s?\W*(?=$)", _window),
    # A length of time that begins or ends nowhere.
    rule(rf"(?:for|within|over|under|during|than|after|every)\s+{_COUNT}\s+{_UNIT}s?", vague),
    rule(rf"(?:{_LAST}\s+{_COUNT}|{_COUNT.replace('count', 'number')})\s+(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
         r"(?:\s+ago)?", vague),
    rule(r"weekend", vague),
    rule(rf"(?:{_COUNT}|an?)\s+{_UNIT}s?\s+ago\s+today", _ago_to_the_day),
    _days_from_today(0, r"(?<=until\s)now|(?<=to\s)(?:now|date)|(?<=till\s)now|(?<=through\s)now"),
    _days_from_today(-1, rf"(?:yesterday|yesturday|yesterdy|yday)(?:\s+{_PART_OF_DAY})?|last\s+(?:night|evening)"),
    _days_from_today(-2, r"(?:the\s+)?(?:day|night)\s+before\s+(?:yesterday|last\s+night)|night\s+before\s+last"),
    _days_from_today(1, r"tomorrow|tmrw|tomorow|tommorow"),
    _days_from_today(2, r"(?:the\s+)?day\s+after\s+tomorrow"),
    rule(rf"(?:{_COUNT}|an?)\s+{_UNIT}s?\s+(?:ago|back|earlier)", _ago),
    rule(rf"(?:next|coming|upcoming)\s+(?:{_COUNT}\s+)?{_UNIT}s?", _ahead),
    rule(rf"in\s+(?:{_COUNT}|an?)\s+{_UNIT}s?(?:['’]?\s+time)?", _ahead),
    rule(rf"(?:{_COUNT}|an?)\s+{_UNIT}s?\s+(?:from\s+(?:now|today)|ahead)", _ahead),
)  # fmt: skip
