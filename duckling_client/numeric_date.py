"""Dates in digits that Duckling, asked in American English, does not read: "24.12.2026", "24/12", "24.12.".

A first number above 12 can only be a day. "5.6.2026" is a day in May to some and in June to others, so it is ambiguous;
with slashes ("5/6/2026") it is the American spelling, which Duckling reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = 12
_DAYS = 31
_CENTURY = 2000

_NOT_INSIDE = r"(?<![\w$€£¥.,/:-])"
_FULL = re.compile(rf"{_NOT_INSIDE}(\d{{1,2}})([./-])(\d{{1,2}})\2(\d{{4}}|\d{{2}})(?![\d/:-]|\.\d)")
_YEAR_FIRST = re.compile(rf"{_NOT_INSIDE}(\d{{4}})([./])(\d{{1,2}})\2(\d{{1,2}})(?![\d/]|\.\d)")
_SHORT = re.compile(rf"{_NOT_INSIDE}(?<!\bat )(?:(\d{{1,2}})/(\d{{1,2}})(?![\d/])|(\d{{1,2}})\.(\d{{1,2}})(\.?)(?!\d))")
_DAY_WORD_BEFORE = re.compile(r"(?:^\s*|\b(?:on|by|until|till|before|after|since)\s+)(?:the\s+)?$", re.I)
# Duckling reads "the 5th", and "5th" of a named month.
_LONE_ORDINAL = re.compile(
    r"(?:^\s*(?:on\s+)?|\bon\s+)(\d{1,2})(?:st|nd|rd|th)(?=\s*(?:$|[.!?,;]|(?:please|to|instead|not|but)\b))", re.I
)
_ALL_THE_TIME = "24/7"

_OF_A_DATE = re.compile(
    r"(?<![\w$€£¥])\d{1,4}([./-])\d{1,2}\1\d{1,4}(?!\d)|\b\d{1,3}(?:st|nd|rd|th)\b"
    r"|\b(?:[12]?\d|3[01])\s+(?:of\s+)?(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b",
    re.I,
)


@dataclass(frozen=True)
class NumericDate:
    """A date in digits from `start` to `end` of a text.

    `month_day` is None when it can be two days; its month is None for "5th", and `year` is None where none is said.
    """

    start: int
    end: int
    month_day: tuple[int | None, int] | None
    year: int | None

    @property
    def ambiguous(self) -> bool:
        """Whether it means one day to some and another to others."""
        return self.month_day is None

    def on_or_after(self, today: date) -> date | None:
        """The day; without a year the next one from today on. None when ambiguous, or when there is no such day."""
        if self.month_day is None:
            return None
        month, day = self.month_day
        years = [self.year] if self.year is not None else [today.year, today.year + 1]
        months = [month] if month is not None else list(range(1, _MONTHS + 1))
        days = (_date(year, each, day) for year in years for each in months)
        return next((found for found in days if found and (self.year is not None or found >= today)), None)


def numeric_dates(text: str) -> list[NumericDate]:
    """The dates in digits that are Europe's or ambiguous, in the order of the text."""
    full = [*_full_dates(text), *_year_first_dates(text)]
    short = [one for one in _short_dates(text) if not any(one.start < it.end and it.start < one.end for it in full)]
    return sorted([*full, *short, *_lone_ordinals(text)], key=lambda found: found.start)


def date_spans(text: str) -> list[tuple[int, int]]:
    """Where digits belong to a date ("5th", "24.12.2026", "2024-02-30") and so to no amount."""
    dates = [(found.start, found.end) for found in numeric_dates(text)]
    return dates + [found.span() for found in _OF_A_DATE.finditer(text)]


def _full_dates(text: str) -> Iterator[NumericDate]:
    for found in _FULL.finditer(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if _may_be_day_and_month(first, second) and (first > _MONTHS or found[2] != "/"):
            yield NumericDate(*found.span(), _month_day(first, second), year if year >= 100 else _CENTURY + year)  # noqa: PLR2004 - two digits


def _year_first_dates(text: str) -> Iterator[NumericDate]:
    for found in _YEAR_FIRST.finditer(text):
        yield NumericDate(*found.span(), (int(found[3]), int(found[4])), int(found[1]))


def _short_dates(text: str) -> Iterator[NumericDate]:
    for found in _SHORT.finditer(text):
        by_slash = found[1] is not None
        first, second = int(found[1] or found[3]), int(found[2] or found[4])
        dated = _DAY_WORD_BEFORE.search(text[: found.start()]) is not None
        if not _may_be_day_and_month(first, second) or found[0] == _ALL_THE_TIME:
            continue
        if by_slash and first > _MONTHS:
            yield NumericDate(*found.span(), (second, first), None)
        elif not by_slash and (found[5] or (dated and text[: found.start()].strip())):
            # "send Alice 24.12." may be an amount and a full stop.
            yield NumericDate(*found.span(), _month_day(first, second) if dated else None, None)


def _lone_ordinals(text: str) -> Iterator[NumericDate]:
    for found in _LONE_ORDINAL.finditer(text):
        if 0 < int(found[1]) <= _DAYS:
            yield NumericDate(*found.span(1), (None, int(found[1])), None)


def _may_be_day_and_month(first: int, second: int) -> bool:
    return 0 < first <= _DAYS and 0 < second <= _MONTHS


def _month_day(first: int, second: int) -> tuple[int, int] | None:
    return (second, first) if first > _MONTHS or first == second else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
