"""Named times that stand together make one: "may" + "last year", "march" to "june", "march and april"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

from duckling_client.periods.named import NamedTime
from duckling_client.periods.spans import Span

_CLOSER = re.compile(
    r"(?:['\u2019]s)?\s*(?:[,(/-]\s*)?(?:(?:of|in|on|from|during|at|the|for|back|in\s+the\s+year)\s+)*", re.IGNORECASE
)
_NEARBY = 40
# Months and years differ in length, but no month is twice as long as another.
_SAME_SIZE = 1.5
_DASH = re.compile(r"[-/]")
_OF = re.compile(r"\b(?:of|in)\b", re.IGNORECASE)
_TO = re.compile(
    r"\s*,?\s*(?:\b(?:and\s+)?(?:to|until|till|til|through|thru|up\s+to|up\s+until|ending(?:\s+on)?)\b|[-\u2013\u2014])\s*"
    r"(?:(?:and\s+including|the\s+end\s+of|on|in|the)\s+)*",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,?\s*\band\b|[&+]|\bplus\b)\s*(?:(?:in|on|from|for|the)\s+)*", re.IGNORECASE)
BETWEEN = re.compile(r"\b(?:between|from)\s+(?:(?:the|on|in)\s+)*$", re.IGNORECASE)


def nested(text: str, named: list[NamedTime], today: date) -> list[NamedTime]:
    """Neighbours of which one says when the other was ("on friday last week", "q3 2023") as one."""
    joined: list[NamedTime] = []
    for one in named:
        if joined and _CLOSER.fullmatch(text[joined[-1].end : one.start]):
            both = _closer(joined[-1], one, text[joined[-1].end : one.start], today)
            if both is not None:
                joined[-1] = both
                continue
        joined.append(one)
    return joined


def _closer(first: NamedTime, second: NamedTime, gap: str, today: date) -> NamedTime | None:
    """The two as one; None when they do not lie in one another, and nothing says that they should."""
    if first.vague or second.vague or not first.spans or not second.spans:
        return replace(first, end=second.end, vague=first.vague or second.vague, spans=())
    inner, outer = (first, second) if _length(first) <= _length(second) else (second, first)
    frame = outer.latest(today) or outer.spans[-1]
    if frame.start > today:
        return NamedTime(first.start, second.end, (frame,))
    within = tuple(span for span in inner.spans if frame.contains(span))
    if first.moment or second.moment:
        # "A week ago friday" is a week before friday to some, the friday of last week to others.
        return NamedTime(first.start, second.end, (), vague=True)
    counted = inner is first and inner.relative and _OF.search(gap) is not None
    if counted or len(within) > 1:
        return NamedTime(first.start, second.end, (), vague=True)
    if not within and _length(outer) < _SAME_SIZE * _length(inner):
        # Two days that are not the same contradict each other ("friday the 13th"); two months follow one another.
        return NamedTime(first.start, second.end, ()) if _is_one_day(outer) and not _DASH.search(gap) else None
    return NamedTime(first.start, second.end, within)


def _is_one_day(named: NamedTime) -> bool:
    return _length(named) == 1


def _length(named: NamedTime) -> int:
    return named.spans[0].days


def united(text: str, named: list[NamedTime], today: date) -> list[NamedTime]:
    """Neighbours that follow one another without a gap ("march and april", "yesterday and today") as one."""
    joined: list[NamedTime] = []
    for at, one in enumerate(named):
        if joined and _is_listed(text, [joined[-1], *named[at : at + 2]]):
            both = _adjacent(joined[-1], one, today)
            if both is not None:
                joined[-1] = NamedTime(joined[-1].start, one.end, (both,))
                continue
        joined.append(one)
    return joined


def _is_listed(text: str, times: list[NamedTime]) -> bool:
    """Whether an "and" joins the first two; or a comma, and an "and" the next ("may, june and july")."""
    if _says_between(text, times[0]):
        return False
    gaps = [text[one.end : following.start] for one, following in pairwise(times)]
    return _AND.fullmatch(gaps[0]) is not None or (
        len(gaps) > 1 and gaps[0].strip() == "," and _AND.fullmatch(gaps[1]) is not None
    )


def _adjacent(first: NamedTime, second: NamedTime, today: date) -> Span | None:
    apart = first.latest(today), second.latest(today)
    for pair in (apart, apart[::-1], pair_of(first, second, today)):
        if pair and pair[0] and pair[1] and pair[0].end == pair[1].start:
            return Span(pair[0].start, pair[1].end)
    return None


def is_range(text: str, first: NamedTime, second: NamedTime) -> bool:
    """Whether the two are the ends of one period: "march to june", "between march and june"."""
    gap = text[first.end : second.start]
    if _AND.fullmatch(gap):
        return _says_between(text, first)
    return _TO.fullmatch(gap) is not None


def _says_between(text: str, named: NamedTime) -> bool:
    return BETWEEN.search(text[max(0, named.start - _NEARBY) : named.start]) is not None


def pair_of(first: NamedTime, second: NamedTime, today: date) -> tuple[Span, Span] | None:
    """The ends of a range that looks back: the last end that has begun, and the last beginning before it.

    "From november to march" crosses the new year. When only the beginning says its year, the end is the next after it.
    None when the ends are reversed.
    """
    if len(first.spans) == 1 and len(second.spans) > 1:
        begin = first.spans[0]
        end = second.earliest(begin.start)
    else:
        end = second.latest(today) or (second.spans[-1] if second.spans else None)
        found = first.latest(end.start) if end else None
        if end is None or found is None:
            return None
        begin = found
    return (begin, end) if end is not None and begin.start <= end.start else None
