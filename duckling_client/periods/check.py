"""Duckling's own reading of the times in a search, against ours and where we have none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from duckling_client.mention import Mention
from duckling_client.passes import TIME
from duckling_client.periods.named import NamedTime
from duckling_client.periods.spans import Span, plus_days

_CLOCK_GRAINS = frozenset({"hour", "minute", "second"})
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)|\d[./-]\d{1,2}[./-]\d{2}")
_COUNTED = re.compile(r"\byesterday\b|\bago\b", re.IGNORECASE)
_DATED = re.compile(r"\d{1,2}(?:st|nd|rd|th)?\b", re.IGNORECASE)
_OF_TIME = re.compile(
    r"\b(?:last|past|previous|this|next|\d+|\w+)\s+(?:days?|weeks?|months?|years?|quarters?|weekends?|fortnights?|decades?)\b",
    re.IGNORECASE,
)
_LEADING = re.compile(r"(?:on|in|the|since|until|till|before|after|from|to|by)\s+", re.IGNORECASE)


def contradicted(named: NamedTime, mentions: Sequence[Mention], today: date) -> bool:
    """Whether Duckling reads another day in the very same words; which year was meant it may see differently."""
    span = named.latest(today)
    if span is None or span.days != 1:
        return False
    return any(_differs(mention, span.start) for mention in mentions if _same_words(mention, named))


def _same_words(mention: Mention, named: NamedTime) -> bool:
    if mention.dim != TIME or mention.end != named.end or mention.value.get("type") != "value":
        return False
    leading = max(0, named.start - mention.start)
    return mention.start <= named.start and _LEADING.sub("", mention.body[:leading]).strip() == ""


def _differs(mention: Mention, day: date) -> bool:
    found = _day(mention.value)
    if found is None or mention.value.get("grain") != "day":
        return False
    if _YEAR.search(mention.body) or _COUNTED.search(mention.body):
        return found != day
    if _DATED.search(mention.body):
        return found.day != day.day
    return found.weekday() != day.weekday() if re.search(r"day$", mention.body, re.IGNORECASE) else False


def unread(named: Sequence[NamedTime], mentions: Sequence[Mention]) -> bool:
    """Whether Duckling finds a stretch of days in words that say nothing to us."""
    return any(
        mention.dim == TIME
        and mention.value.get("grain", _end_grain(mention.value)) not in _CLOCK_GRAINS
        and _OF_TIME.search(mention.body) is not None
        and not any(mention.start < one.end and one.start < mention.end for one in named)
        for mention in mentions
    )


def by_the_clock(named: NamedTime, mentions: Sequence[Mention], today: date) -> NamedTime:
    """ "3 hours ago" and "the last 24 hours" on the days that they were: only Duckling knows what time it is."""
    if not named.hours:
        return named
    for mention in mentions:
        if mention.dim == TIME and mention.start <= named.start and named.end == mention.end:
            began = mention.value.get("from", mention.value)
            day = _day(began) if isinstance(began, Mapping) else None
            if day is not None and named.spans[0].start <= day <= today:
                span = Span(day, plus_days(day, 1)) if named.moment else Span(day, named.spans[0].end)
                return replace(named, spans=(span,), moment=day if named.moment else None)
    return named


def _end_grain(value: Mapping[str, Any]) -> object:
    for side in ("from", "to"):
        end = value.get(side)
        if isinstance(end, Mapping):
            return end.get("grain")
    return None


def _day(value: Mapping[str, Any]) -> date | None:
    try:
        return datetime.fromisoformat(str(value.get("value"))).date()
    except ValueError:
        return None
