"""Days of the month in a search: "march 3rd", "the 5th", "3/4/2024" (month first), "24.12.2023", "2024-03-03"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from duckling_client.dates import MONTHS
from duckling_client.numeric_date import NumericDate, numeric_dates
from duckling_client.periods.months import MONTH
from duckling_client.periods.named import NamedTime, Rule, found_by, recent_years, recurring, rule, vague
from duckling_client.periods.spans import Span, Unit, one_day, safe_date, unit_span

_UNITS = "first second third fourth fifth sixth seventh eighth ninth".split()
_ORDINALS = {
    name: number
    for number, name in enumerate(
        [
            *_UNITS, "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
            "seventeenth", "eighteenth", "nineteenth", "twentieth", *(f"twenty-{unit}" for unit in _UNITS),
            "thirtieth", "thirty-first",
        ],
        start=1,
    )
}  # fmt: skip
_ORDINAL = "|".join(sorted((name.replace("-", r"[\s-]") for name in _ORDINALS), key=len, reverse=True))
_MONTHS = 12
_CENTURY = 2000

# Not the hour of "march 3:30" or "march 3pm", and no part of a longer number.
_WHOLE = r"(?![\d:]|[.,]\d|\s*[ap]\.?m\b|\s*%)"
_NUMBER = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?{_WHOLE}|{_ORDINAL})"
_DAY = rf"(?P<day>{_NUMBER})"
_OTHER_DAY = rf"(?P<other>(?:the\s+)?{_NUMBER})"
_RANGE = r"\s*(?:-|\u2013|\b(?:to|until|till|through|thru|and|or)\b)\s*"
_ALONE_AFTER = (
    r"(?=\s*(?:$|[-\u2013.!?,;:)|&]|(?:of|to|until|till|through|thru|and|or|but|not|at|in|on|onwards?|for|with|from|last"
    r"|this|please|is|was|what|how|vs)\b))"
)
_DATE_BEFORE = re.compile(
    r"(?:^\W*|\b(?:on|since|until|till|before|after|from|to|between|and|through|thru|of|for|by|than|not)\s+|[-\u2013]\s*)$",
    re.IGNORECASE,
)
_NUMERIC = r"(?<![\d.,/:-])"
_NEARBY = 20


def _day_number(word: str) -> int:
    word = re.sub(r"\s", "-", re.sub(r"^the\s+", "", word.lower()))
    return _ORDINALS.get(word) or int(re.sub(r"\D", "", word))


def _spans_of(month: int, day: int, today: date) -> list[Span]:
    days = (safe_date(year, month, day) for year in recent_years(today))
    return [one_day(found) for found in days if found is not None]


def _month_day(found: re.Match[str], today: date) -> NamedTime:
    month = MONTHS[found["month"].lower().rstrip(".")]
    spans = _spans_of(month, _day_number(found["day"]), today)
    return recurring(found, [span for span in spans if not found["last"] or span.start < today])


def _day_of_month(found: re.Match[str], today: date) -> NamedTime:
    return NamedTime(*found.span(), _every_month(_day_number(found["day"]), today.year))


@lru_cache(maxsize=64)
def _every_month(day: int, this_year: int) -> tuple[Span, ...]:
    first = date(this_year, 1, 1)
    days = (safe_date(year, month, day) for year in recent_years(first) for month in range(1, _MONTHS + 1))
    return tuple(one_day(each) for each in reversed(list(days)) if each is not None)


def _year_first(found: re.Match[str], today: date) -> NamedTime:
    return _fixed(found, int(found["year"]), int(found["month"]), int(found["day"]))


def _month_first(found: re.Match[str], today: date) -> NamedTime | None:
    first, second, year = int(found["month"]), int(found["day"]), found["year"]
    if first > _MONTHS >= second:
        return None  # `numeric_dates` reads it the other way round
    if year is not None:
        return _fixed(found, int(year) if int(year) > 99 else _CENTURY + int(year), first, second)  # noqa: PLR2004 - two digits
    if not _DATE_BEFORE.search(found.string[max(0, found.start() - _NEARBY) : found.start()]):
        return None
    return recurring(found, _spans_of(first, second, today))


def _fixed(found: re.Match[str], year: int, month: int, day: int) -> NamedTime:
    there = safe_date(year, month, day)
    return recurring(found, [one_day(there) if there else None])


def _numbered_month(found: re.Match[str], today: date) -> NamedTime | None:
    first = safe_date(int(found["year"]), int(found["month"]), 1)
    return recurring(found, [unit_span(Unit.MONTH, first) if first else None])


RULES: tuple[Rule, ...] = (
    rule(rf"(?P<last>last\s+)?(?P<month>{MONTH})\s*(?:the\s+)?{_DAY}", _month_day),
    rule(rf"(?:the\s+)?{_DAY}\s*(?:of\s+)?(?P<last>last\s+)?(?P<month>{MONTH})(?!\s+(?:i|we|be)\b)", _month_day),
    rule(rf"(?:the\s+)?(?P<day>\d{{1,3}}(?:st|nd|rd|th)){_ALONE_AFTER}", _day_of_month),
    rule(rf"(?:(?<=since\s)|(?<=on\s)|(?<=after\s)|(?<=before\s)|(?<=until\s)|(?<=from\s)|(?<=between\s)|(?<=and\s)|(?<=to\s))"
         rf"the\s+(?P<day>{_ORDINAL}){_ALONE_AFTER}", _day_of_month),
    # "May 5, 6 and 7": more days than one.
    rule(rf"{MONTH}\s*\d{{1,2}}(?:st|nd|rd|th)?(?:\s*,\s*\d{{1,2}}(?:st|nd|rd|th)?)+\s*,?\s*(?:and|or|&)\s*\d{{1,2}}"
         r"(?:st|nd|rd|th)?", vague),
    rule(rf"{_NUMERIC}(?P<year>[12]\d{{3}})([-/.])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}})(?![\d/-])", _year_first),
    rule(rf"{_NUMERIC}(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})(?:/(?P<year>\d{{4}}|\d{{2}}))?(?![\d/-])(?!\s+of\b)",
         _month_first),
    rule(rf"{_NUMERIC}(?P<month>\d{{1,2}})[/-](?P<year>(?:19|20)\d\d)(?![\d/-])", _numbered_month),
    rule(rf"{_NUMERIC}(?P<year>(?:19|20)\d\d)[/-](?P<month>0[1-9]|1[0-2])(?![\d/-])", _numbered_month),
)  # fmt: skip

_DAYS_THEN_MONTH = re.compile(
    rf"\b(?P<day>(?:the\s+)?{_NUMBER}){_RANGE}{_OTHER_DAY}\s*(?:of\s+)?(?P<month>{MONTH})", re.IGNORECASE
)
_MONTH_THEN_DAYS = re.compile(
    rf"\b(?P<month>{MONTH})\s*(?:the\s+)?{_DAY}{_RANGE}{_OTHER_DAY}(?!\s*{MONTH})(?!\w|/)", re.I
)


def month_days(text: str, today: date) -> Iterator[NamedTime]:
    """All days of the month that the text names; they may overlap."""
    yield from (_last_of_two(found, today) for found in _MONTH_THEN_DAYS.finditer(text))
    yield from (_first_of_two(found, today) for found in _DAYS_THEN_MONTH.finditer(text))
    yield from found_by(RULES, text, today)
    yield from (_numeric(found, today) for found in numeric_dates(text))


def _numeric(found: NumericDate, today: date) -> NamedTime:
    if found.ambiguous:
        return NamedTime(found.start, found.end, (), vague=True)
    month, day = found.month_day or (None, 0)
    if found.year is not None:
        there = safe_date(found.year, month or 0, day)
        return NamedTime(found.start, found.end, (one_day(there),) if there else ())
    months = [month] if month is not None else list(range(1, _MONTHS + 1))
    spans = [span for each in months for span in _spans_of(each, day, today)]
    return NamedTime(found.start, found.end, tuple(sorted(spans, key=lambda span: span.start, reverse=True)))


def _last_of_two(found: re.Match[str], today: date) -> NamedTime:
    """The day without a month in "march 3 to 10"; in "march 25 to 5" nobody can say which month it is in."""
    span, first, last = found.span("other"), _day_number(found["day"]), _day_number(found["other"])
    spans = _spans_of(MONTHS[found["month"].lower().rstrip(".")], last, today)
    return NamedTime(*span, tuple(reversed(spans)), vague=last < first)


def _first_of_two(found: re.Match[str], today: date) -> NamedTime:
    """The day without a month in "3 to 10 march"; in "25 to 5 march" it is in february."""
    first, last = _day_number(found["day"]), _day_number(found["other"])
    month = MONTHS[found["month"].lower().rstrip(".")]
    spans = _spans_of(month if first <= last else (month - 2) % _MONTHS + 1, first, today)
    return NamedTime(*found.span("day"), tuple(reversed(spans)))
