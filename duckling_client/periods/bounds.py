"""What the words before and after a named time make of it: "since march", "before the 5th", "from monday on"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from duckling_client.periods.joins import BETWEEN, pair_of
from duckling_client.periods.model import Period, PeriodReason, UnclearPeriod
from duckling_client.periods.named import NamedTime
from duckling_client.periods.spans import Span, Unit, one_day, plus_days, unit_span

_NEARBY = 60
_FILLER = r"\s+(?:(?:on|in|the)\s+)*$"


def _before(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{words}){_FILLER}", re.IGNORECASE)


_SINCE = _before(
    r"(?:ever\s+)?since(?:\s+the\s+(?:beginning|start)\s+of)?|(?:starting|beginning)(?:\s+(?:with|from|at))?|as\s+of"
    r"|from\s+the\s+(?:beginning|start)\s+of|not\s+before|(?:no|not)\s+(?:earlier|older)\s+than"
)
_AFTER = _before(r"(?<!not )after|(?<!no )(?<!not )(?:later|newer|more\s+recent)\s+than")
_BEFORE = _before(r"(?<!not )before|prior\s+to|(?<!no )(?<!not )(?:earlier|older)\s+than")
_UNTIL = _before(r"until|till|til|up\s+to|up\s+until")
_THROUGH = _before(
    r"(?:no|not)\s+later\s+than|not\s+after|through|thru|up\s+to\s+and\s+including|until\s+and\s+including|(?:until|till|up\s+to|through|to)\s+the\s+end\s+of"
)
_START_OF = re.compile(r"\b(?:the\s+)?(?:beginning|start)\s+of\s+(?:the\s+)?$", re.IGNORECASE)
_TO = re.compile(r"\bto\s+$", re.IGNORECASE)
_FROM = re.compile(r"(?<![\w-])from\s+(?:(?:the|on|in)\s+)*$", re.IGNORECASE)
_OPEN_AFTER = re.compile(
    r"\s*(?:on(?!\s+\w)|onwards?|forwards?|(?:up\s+)?(?:until|till|to)\s+(?:now|date|present))\b|\s+and\s+(?:after|later)\b",
    re.IGNORECASE,
)
_WEEK_OF = re.compile(r"\bweek\s+(?:of|beginning|starting)\s+(?:on\s+)?(?:the\s+)?$", re.IGNORECASE)
# What makes a part, a neighbourhood or the rest of a time out of it.
_VAGUE_BEFORE = _before(
    r"(?:early|mid|late|around|(?<!what )(?<!how )(?<!and )about|circa|roughly|approximately|near|towards?|by|between"
    r"|every|each|not|never|isn['\u2019]t|except(?:\s+for)?|excluding|without|outside|besides|other\s+than|apart\s+from"
    r"|but\s+not|any\w*\s+but"
    r"|(?:days?|weeks?|weekends?|months?|half|part|rest|quarter|beginning|start|end|middle|turn)\s+of"
    r"|(?:week|weekend|month|quarter|year|day|days|weeks|months|shortly|just|right|sometime|soon)\s+(?:before|after))"
)
_MONTH_OF = re.compile(
    r"(?<!first )(?<!last )(?<!second )(?<!third )(?<!final )\bmonths?\s+of\s+(?:the\s+)?$", re.IGNORECASE
)
_HYPHENATED = re.compile(r"\b(?:early|mid|late|non|pre|post)-$", re.IGNORECASE)
_ROUGHLY_BEFORE = re.compile(
    r"\b(?:over|under|almost|nearly|more\s+than|less\s+than|at\s+least|some|maybe|perhaps)\s+$", re.IGNORECASE
)
_NEXT_TO_IT = re.compile(r"\s+(?:or\s+so|ish|or\s+thereabouts)\b", re.IGNORECASE)
_UNCLEAR = UnclearPeriod(PeriodReason.UNCLEAR)
_FUTURE = UnclearPeriod(PeriodReason.FUTURE)


@dataclass(frozen=True)
class Part:
    """What a stretch of the text says about when."""

    start: int
    end: int
    period: Period | UnclearPeriod


def range_of(text: str, first: NamedTime, second: NamedTime, today: date) -> Part:
    """Both ends and all in between; "after the 3rd until the 10th" leaves the 3rd out."""
    ends = pair_of(first, second, today)
    before = text[max(0, first.start - _NEARBY) : first.start]
    said = _START_OF.sub("", BETWEEN.sub("", before))
    if first.vague or second.vague or _is_vague(said):
        return Part(first.start, second.end, _UNCLEAR)
    if ends is None:
        return Part(first.start, second.end, UnclearPeriod(PeriodReason.IMPOSSIBLE))
    start = ends[0].end if _AFTER.search(before) else first.moment or ends[0].start
    return Part(first.start, second.end, Period(start, _end_of(second, ends[1], today)))


def bounded(text: str, named: NamedTime, today: date) -> Part:
    """The time itself, or all since, after, before or until it."""
    before, after = text[max(0, named.start - _NEARBY) : named.start], text[named.end :]
    return Part(named.start, named.end, _bounded(named, before, after, today))


def _bounded(named: NamedTime, before: str, after: str, today: date) -> Period | UnclearPeriod:
    if named.vague or (named.moment and (_ROUGHLY_BEFORE.search(before) or _NEXT_TO_IT.match(after))):
        return _UNCLEAR
    if not named.spans:
        return UnclearPeriod(PeriodReason.IMPOSSIBLE)
    opened = _opened(named, before, today)
    if opened is not None:
        return opened
    span = named.latest(today)
    return _FUTURE if span is None else _closed(named, span, before, after, today)


def _closed(named: NamedTime, span: Span, before: str, after: str, today: date) -> Period | UnclearPeriod:
    if _WEEK_OF.search(before):
        week = unit_span(Unit.WEEK, span.start)
        return Period(week.start, week.end) if span.days == 1 else _UNCLEAR
    if _FROM.search(before):
        return _from(named, span, after, today)
    return _UNCLEAR if _is_vague(before) else Period(span.start, _end_of(named, span, today))


def _opened(named: NamedTime, before: str, today: date) -> Period | UnclearPeriod | None:
    """The period with one open end, if the words before make one of the time."""
    if _is_vague(before) and not _SINCE.search(before) and not _THROUGH.search(before):
        return None
    begun = named.latest(today)
    if _SINCE.search(before):
        return Period(named.moment or begun.start, None) if begun else _FUTURE
    if _AFTER.search(before):
        over = next((span for span in named.spans if span.end <= today), None)
        return Period(plus_days(named.moment, 1) if named.moment else over.end, None) if over else _FUTURE
    end = _end_before(named, begun or named.spans[-1], before, today)
    return None if end is None else Period(None, end)


def _end_before(named: NamedTime, span: Span, before: str, today: date) -> date | None:
    if _THROUGH.search(before) or (_TO.search(before) and span == one_day(today)):
        return span.end
    if _UNTIL.search(before):
        return plus_days(named.moment, 1) if named.moment else span.end if span.days == 1 else span.start
    return (named.moment or span.start) if _BEFORE.search(before) else None


def _from(named: NamedTime, span: Span, after: str, today: date) -> Period | UnclearPeriod:
    """ "From last week" is last week; "from march 3rd" may be that day or all since."""
    if _OPEN_AFTER.match(after):
        return Period(named.moment or span.start, None)
    if named.relative or span.days > unit_span(Unit.MONTH, span.start).days:
        return Period(span.start, _end_of(named, span, today))
    return _UNCLEAR


def _is_vague(before: str) -> bool:
    if _MONTH_OF.search(before):
        return False
    return bool(_VAGUE_BEFORE.search(before) or _HYPHENATED.search(before))


def _end_of(named: NamedTime, span: Span, today: date) -> date:
    return min(span.end, plus_days(today, 1)) if named.so_far else span.end
