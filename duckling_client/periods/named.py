"""A time that a stretch of text names, with every occurrence of it that may be meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from duckling_client.periods.spans import Span

YEARS_BACK = 30
"""How far back a month, a day or a weekday without a year is looked for."""


@dataclass(frozen=True)
class NamedTime:
    """What the text from `start` to `end` names.

    `spans` are the occurrences, latest first: one for "2023" or "last week", many for "may" or "friday", none for
    "february 30th". `relative` times are counted from today. A `vague` time ("a few days ago") is one that was said but
    can not be told. `so_far` marks what ends with today at the latest ("this month"), and `moment` is the day that "2
    weeks ago" is after "since". `hours` marks what is counted in hours, of which the clock decides the day.
    """

    start: int
    end: int
    spans: tuple[Span, ...]
    relative: bool = False
    vague: bool = False
    so_far: bool = False
    moment: date | None = None
    hours: bool = False

    def latest(self, limit: date) -> Span | None:
        """The last occurrence that begins on or before the limit."""
        return next((span for span in self.spans if span.start <= limit), None)

    def earliest(self, limit: date) -> Span | None:
        """The first occurrence that begins on or after the limit."""
        return next((span for span in reversed(self.spans) if span.start >= limit), None)


Maker = Callable[["re.Match[str]", date], "NamedTime | None"]
Rule = tuple["re.Pattern[str]", Maker]


def rule(pattern: str, make: Maker) -> Rule:
    """A way to find times: whole words, in any case."""
    return re.compile(rf"(?<![\w$€£¥#])(?:{pattern})(?!\w)", re.IGNORECASE), make


def found_by(rules: Iterable[Rule], text: str, today: date) -> Iterator[NamedTime]:
    """All that the rules find; findings may overlap."""
    for pattern, make in rules:
        for found in pattern.finditer(text):
            named = make(found, today)
            if named is not None:
                yield named


def longest(named: Iterable[NamedTime]) -> list[NamedTime]:
    """Of overlapping times the longest, in the order of the text."""
    kept: list[NamedTime] = []
    for one in sorted(named, key=lambda each: (each.start - each.end, each.start)):
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda each: each.start)


def vague(found: re.Match[str], today: date) -> NamedTime:
    """A time that cannot be told."""
    return NamedTime(*found.span(), (), vague=True)


def recurring(found: re.Match[str], spans: Sequence[Span | None]) -> NamedTime:
    """A time with these occurrences, in any order; None where a year does not have it."""
    there = (span for span in spans if span is not None)
    return NamedTime(*found.span(), tuple(sorted(there, key=lambda span: span.start, reverse=True)))


def recent_years(today: date) -> range:
    """The years in which a time without a year is looked for, this one last."""
    return range(max(date.min.year, today.year - YEARS_BACK), min(today.year, date.max.year - 1) + 1)
