"""The one day that a sentence certainly names, or why there is none to act on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from duckling_client.mention import Mention
from duckling_client.passes import MONEY, TIME, without_amounts
from duckling_client.surroundings import overlap

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"),
            ("july", "jul"), ("august", "aug"), ("september", "sept", "sep"), ("october", "oct"), ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip

_ALSO_NAMES = frozenset({"april", "may", "june", "august"})
_CLOCK_GRAINS = frozenset({"hour", "minute", "second"})
_YEARS_AHEAD = 50

_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_DAY_NUMBER = r"(\d{1,2})(?:st|nd|rd|th)?(?![\d:]|\s*[ap]\.?m)"
_MONTH_DAY = re.compile(rf"\b({_MONTH})\s*(?:the\s+)?{_DAY_NUMBER}", re.I)
_DAY_MONTH = re.compile(rf"\b{_DAY_NUMBER}\s*(?:of\s+)?({_MONTH})", re.I)
_ONLY_DAY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b", re.I)
_YEAR = re.compile(r"(?<![\d:])([12]\d{3})(?!\d)")

_ORDINAL = (
    r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+teenth|twentieth|thirtieth|"
    r"twenty|thirty"
)
_NUMBER_BEFORE = re.compile(rf"(?:\d(?:st|nd|rd|th)?|\b(?:{_ORDINAL}))[\s,/.-]*(?:of\s+)?(?:the\s+)?$", re.I)
_NUMBER_AFTER = re.compile(rf"[\s,/.-]*(?:of\s+)?(?:the\s+)?(?:\d|(?:{_ORDINAL})\b)", re.I)
_UNREAD_DATE = re.compile(
    r"(?<![\d$.,/-])(?:\d{1,4}([/-])\d{1,2}(?:\1\d{1,4})?|\d{1,2}\.\d{1,2}\.\d{2,4})(?![\d/-])"
    r"|\b\d{1,2}(?:st|nd|rd|th)\b",
    re.I,
)
_NOT_ONE_DAY_BEFORE = re.compile(r"\b(?:every|each|not|except|n't|any|but)\s+(?:on\s+|the\s+)*$", re.I)
# "a week from friday" is this friday to Duckling.
_COUNTED_FROM = re.compile(
    r"\b(?:days?|weeks?|months?|years?)\s+(?:from|after|before)\s+(?!now\b|today\b|tomorrow\b)", re.I
)


class DayReason(Enum):
    """Why no day can be acted on."""

    NONE = "none"
    SEVERAL = "several"
    PAST = "past"
    NOT_A_DAY = "not_a_day"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True)
class Day:
    """A day, today or later, in the time zone that Duckling was asked for."""

    date: date


@dataclass(frozen=True)
class UnclearDay:
    """No day to act on."""

    reason: DayReason


def read_day(text: str, mentions: Sequence[Mention], *, today: date) -> Day | UnclearDay:
    """The single day, today or later, that the text names; a time of day counts as its day.

    Args:
        text: what the user wrote.
        mentions: what Duckling found in it (see `find_mentions`).
        today: the day it is in the time zone that Duckling was asked for.
    """
    money = [mention for mention in mentions if mention.dim == MONEY]
    masked = without_amounts(text, mentions)
    times = [
        mention
        for mention in mentions
        if mention.dim == TIME and not any(overlap(mention, amount) for amount in money)
        if not _means_no_time(mention, masked, today)
    ]
    if not times:
        return UnclearDay(DayReason.IMPOSSIBLE if _UNREAD_DATE.search(masked) else DayReason.NONE)
    if any(_is_impossible(mention, masked) for mention in times):
        return UnclearDay(DayReason.IMPOSSIBLE)
    days = {_day_of(mention, masked) for mention in times}
    if len(days) > 1:
        return UnclearDay(DayReason.SEVERAL)
    return _checked(days.pop(), today)


def _checked(day: date | None, today: date) -> Day | UnclearDay:
    if day is None:
        return UnclearDay(DayReason.NOT_A_DAY)
    return UnclearDay(DayReason.PAST) if day < today else Day(day)


def _means_no_time(mention: Mention, text: str, today: date) -> bool:
    """A payee called April, the verb "may", a card that ends "in 4321"."""
    grain = mention.value.get("grain")
    if grain == "year":
        moment = _moment(mention.value)
        return moment is None or abs(moment.year - today.year) > _YEARS_AHEAD
    return grain == "month" and mention.body.lower() in _ALSO_NAMES and not _number_beside(mention, text)


def _is_impossible(mention: Mention, text: str) -> bool:
    """Whether the words name a day that the result is not, or leave a part of a date unread."""
    named = _named_day(mention.body)
    if named is not None and named != _result(mention, named):
        return True
    has_month = re.search(rf"\b{_MONTH}", mention.body, re.I) is not None
    numeric = re.search(r"\d[/.-]\d", mention.body) is not None
    return (has_month or numeric) and _number_beside(mention, text)


def _number_beside(mention: Mention, text: str) -> bool:
    return bool(_NUMBER_BEFORE.search(text[: mention.start]) or _NUMBER_AFTER.match(text[mention.end :]))


_Named = tuple[int | None, int | None, int]  # year, month, day as far as the words say


def _named_day(body: str) -> _Named | None:
    year = _YEAR.search(body)
    said_year = int(year.group(1)) if year else None
    if found := _MONTH_DAY.search(body):
        return said_year, MONTHS[found.group(1).lower().rstrip(".")], int(found.group(2))
    if found := _DAY_MONTH.search(body):
        return said_year, MONTHS[found.group(2).lower().rstrip(".")], int(found.group(1))
    if found := _ONLY_DAY.search(body):
        return said_year, None, int(found.group(1))
    return None


def _result(mention: Mention, named: _Named) -> _Named | None:
    """What Duckling made of it, in the same form, as far as the words say."""
    value = mention.value.get("from") if mention.value.get("type") == "interval" else mention.value
    moment = _moment(value or {})
    if moment is None or (value or {}).get("grain") not in {"day", *_CLOCK_GRAINS}:
        return None
    year, month, _ = named
    return (moment.year if year else None, moment.month if month else None, moment.day)


def _day_of(mention: Mention, text: str) -> date | None:
    """The day of a value that lies within one day; None for anything wider."""
    if _NOT_ONE_DAY_BEFORE.search(text[: mention.start]) or _COUNTED_FROM.search(mention.body):
        return None
    value = mention.value
    if value.get("type") == "interval":
        return _day_of_hours(value)
    moment = _moment(value)
    return moment.date() if moment and value.get("grain") in {"day", *_CLOCK_GRAINS} else None


def _day_of_hours(value: Mapping[str, Any]) -> date | None:
    """ "Tomorrow morning" and "tonight" are hours of one day; ends are exclusive."""
    start, end = value.get("from"), value.get("to")
    if not start or not end or start.get("grain") not in _CLOCK_GRAINS:
        return None
    first, behind = _moment(start), _moment(end)
    if first is None or behind is None or (behind - timedelta(microseconds=1)).date() != first.date():
        return None
    return first.date()


def _moment(value: Mapping[str, Any]) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value.get("value")))
    except ValueError:
        return None
