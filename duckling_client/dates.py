"""The one day that a sentence certainly names, or why there is none to act on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from duckling_client.contrast import denied_mentions, stands_in_a_denial
from duckling_client.mention import Mention
from duckling_client.numeric_date import NumericDate, numeric_dates
from duckling_client.passes import MONEY, TIME, without_amounts, without_mentions
from duckling_client.spelling import respelled
from duckling_client.surroundings import overlap
from duckling_client.time_words import is_of_the_purpose, names_no_time, never_one_day, speaks_of_a_time, spoken_days

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
_NO_SUCH_DAY = "no such day"
_CLOCK_GRAINS = frozenset({"hour", "minute", "second"})
_SPOKEN_YEARS = range(1900, 2200)
# What people mean without naming a year; Duckling goes on for years until a weekday and a date fit.
_FARTHEST = timedelta(days=366)
_FARTHEST_DAY_OF_MONTH = timedelta(days=62)

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
_PREPOSITION = re.compile(r"(?:in|on|by|until|till|before|after|since|from)\b", re.I)
_LAST_DAY = 31
_NUMBER_BEFORE = re.compile(rf"(?:(\d+)(?:st|nd|rd|th)?|\b(?:{_ORDINAL}))[\s,/.-]*(?:of\s+)?(?:the\s+)?$", re.I)
_NUMBER_AFTER = re.compile(rf"[\s,/.-]*(?:of\s+)?(?:the\s+)?(?:\d|(?:{_ORDINAL})\b)", re.I)
# "The first one", "the 2nd payee": the number of a thing.
_ORDINAL_ALONE = re.compile(rf"(?:the\s+)?(?:(?:{_ORDINAL})(?:[\s-]\w+)?|\d+(?:st|nd|rd|th))", re.I)
_THING_AFTER = re.compile(
    r"\s+(?!(?:of|at|to|for|from|in|on|by|and|or|but|not|instead|please|pls|thanks?|then|is|was|would|will|if|i"
    r"|send|pay|transfer|wire|give|with|as|around|next|this|now)\b)[^\W\d_]",
    re.I,
)
_UNREAD_DATE = re.compile(
    r"(?<![\d$.,/-])(?:\d{1,4}([/-])\d{1,2}(?:\1\d{1,4})?|\d{1,2}\.\d{1,2}\.\d{2,4})(?![\d/-])"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)\b(?!{_THING_AFTER.pattern})",
    re.I,
)
_NOT_ONE_DAY_BEFORE = re.compile(
    r"\b(?:every|each|not|except|n't|any|(?:any\w*|every\w*|all|nothing)\s+(?:day\s+)?but)\s+(?:on\s+|the\s+)*$", re.I
)
# "a week from friday" is this friday to Duckling.
_COUNTED_FROM = re.compile(
    r"\b(?:days?|weeks?|months?|years?)\s+(?:from|after|before)\s+(?!now\b|today\b|tomorrow\b)", re.I
)


_WEEKDAY = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b", re.I)
_NUMERIC_YEAR = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2}")
_COUNTED = re.compile(r"\b(?:days?|weeks?|months?|years?)\b", re.I)
_DENIED_ALONE = re.compile(r"\bnot\s+(?:now|today|yet|tomorrow|tonight)\b", re.I)
_OPEN_BEFORE = re.compile(r"\b(?:by|before|after|until|till|from|since|to|between|than|of)\s+(?:on\s+|the\s+)*$", re.I)
_ENDING_BEFORE = re.compile(r"\b(?:ending|ends|account|card|number)\s*$", re.I)


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
    text = respelled(text)
    mentions = [replace(mention, body=text[mention.start : mention.end].rstrip()) for mention in mentions]
    money = [mention for mention in mentions if mention.dim == MONEY]
    masked = without_amounts(text, mentions)
    if never_one_day(masked):
        return UnclearDay(DayReason.NOT_A_DAY)
    times = [time for time in _times(masked, mentions, today) if not any(overlap(time, amount) for amount in money)]
    if not times:
        return UnclearDay(_why_no_day(masked))
    denied = denied_mentions(masked, times)
    return _one_day([time for time in times if time not in denied], without_mentions(masked, denied, ";"), today)


def _times(text: str, mentions: Sequence[Mention], today: date) -> list[Mention]:
    """Duckling's times without those that are none, and the days that only we read."""
    own = _own_readings(text, today)
    found = [
        mention
        for mention in mentions
        if mention.dim == TIME
        and not any(overlap(mention, other) for other in own)
        and not _means_no_time(mention, text)
        and not is_of_the_purpose(text, mention.start, mention.end)
    ]
    return [*found, *own]


def _own_readings(text: str, today: date) -> list[Mention]:
    spoken = [
        (start, end, _day_value(today + timedelta(days=meaning.value))) for start, end, meaning in spoken_days(text)
    ]
    numeric = [(found.start, found.end, _numeric_value(found, today)) for found in numeric_dates(text)]
    return [
        Mention(TIME, text[start:end], start, end, latent=False, value=value)
        for start, end, value in [*spoken, *numeric]
    ]


def _numeric_value(found: NumericDate, today: date) -> dict[str, str]:
    day = found.on_or_after(today)
    if day is None:
        return {"type": "ambiguous" if found.ambiguous else _NO_SUCH_DAY}
    return _day_value(day)


def _day_value(day: date) -> dict[str, str]:
    return {"type": "value", "grain": "day", "value": f"{day}T00:00:00"}


def _why_no_day(text: str) -> DayReason:
    if _UNREAD_DATE.search(text):
        return DayReason.IMPOSSIBLE
    return DayReason.NOT_A_DAY if speaks_of_a_time(text) or _DENIED_ALONE.search(text) else DayReason.NONE


def _one_day(times: Sequence[Mention], text: str, today: date) -> Day | UnclearDay:
    if any(_is_impossible(mention, text) for mention in times):
        return UnclearDay(DayReason.IMPOSSIBLE)
    days = {_day_of(mention, text) for mention in times}
    if len(days) > 1:
        return UnclearDay(DayReason.SEVERAL)
    if any(_is_silently_far(mention, text, today) for mention in times):
        return UnclearDay(DayReason.IMPOSSIBLE)
    return _checked(days.pop() if days else None, today)


def _is_silently_far(mention: Mention, text: str, today: date) -> bool:
    """Whether Duckling left the coming year, or for a day of the month the coming weeks, to make the words fit."""
    day = _day_of(mention, text)
    if day is None or _YEAR.search(mention.body) or _NUMERIC_YEAR.search(mention.body) or _COUNTED.search(mention.body):
        return False
    named = _named_day(mention.body)
    without_month = named is not None and named[1] is None and _WEEKDAY.search(mention.body) is not None
    return day - today > (_FARTHEST_DAY_OF_MONTH if without_month else _FARTHEST)


def _checked(day: date | None, today: date) -> Day | UnclearDay:
    if day is None:
        return UnclearDay(DayReason.NOT_A_DAY)
    return UnclearDay(DayReason.PAST) if day < today else Day(day)


def _means_no_time(mention: Mention, text: str) -> bool:
    """A payee called April, the verb "may", a card that ends "in 4321", "change the day"."""
    grain = mention.value.get("grain")
    if grain == "year":
        moment = _moment(mention.value)
        return (
            moment is None
            or moment.year not in _SPOKEN_YEARS
            or _ENDING_BEFORE.search(text[: mention.start]) is not None
        )
    if grain == "month" and mention.body.lower() in _ALSO_NAMES:
        return not _number_beside(mention, text)
    counts_things = _ORDINAL_ALONE.fullmatch(mention.body) and _THING_AFTER.match(text[mention.end :])
    return bool(counts_things) or names_no_time(mention.body)


def _is_impossible(mention: Mention, text: str) -> bool:
    """Whether the words name a day that the result is not, or leave a part of a date unread."""
    if mention.value.get("type") == _NO_SUCH_DAY:
        return True
    named = _named_day(mention.body)
    if named is not None and named != _result(mention, named):
        return True
    has_month = re.search(rf"\b{_MONTH}", mention.body, re.I) is not None
    numeric = re.search(r"\d[/.-]\d", mention.body) is not None
    return (has_month or numeric) and _number_beside(mention, text)


def _number_beside(mention: Mention, text: str) -> bool:
    """Whether a part of the date was left unread: "31 june", "june 15 24". "50 june 15" has an amount before it."""
    before = _NUMBER_BEFORE.search(text[: mention.start])
    if before is not None and _PREPOSITION.match(mention.body):
        before = None
    if before is not None and before[1] and int(before[1]) > _LAST_DAY and re.search(r"\d", mention.body):
        before = None
    return before is not None or _NUMBER_AFTER.match(text[mention.end :]) is not None


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
    before = text[: mention.start]
    if _NOT_ONE_DAY_BEFORE.search(before) or _COUNTED_FROM.search(mention.body) or stands_in_a_denial(before):
        return None
    if "from" not in mention.value and numeric_dates(mention.body) and _OPEN_BEFORE.search(before):
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
