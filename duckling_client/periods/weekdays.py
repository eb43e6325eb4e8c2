"""Weekdays in a search: "on monday" is the last one, today's included; "last monday" is before today."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from duckling_client.periods.named import YEARS_BACK, NamedTime, Rule, recurring, rule, vague
from duckling_client.periods.spans import Span, Unit, one_day, plus_days, unit_span

_DAYS_IN_WEEK = 7
_WEEKS_IN_YEAR = 52
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday|s)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?)"
)
_PLURAL = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days"
# Short forms that are other words too count beside a word of time, or alone.
_ALSO_WORDS = frozenset({"mon", "wed", "sat", "sun"})
_BESIDE = re.compile(
    r"(?:^|\b(?:on|last|this|past|next|since|until|till|by|before|after|from|to|through|thru|between|and|or|not|than)"
    r"|[-\u2013])\s*$",
    re.IGNORECASE,
)
_BESIDE_AFTER = re.compile(r"\s*(?:$|[.!?,-]|\b(?:and|or|to|through|not)\b)", re.IGNORECASE)
_RESTAURANT_BEFORE = re.compile(r"\bruby\s+$", re.IGNORECASE)
_NEARBY = 20


def _weekday(found: re.Match[str], today: date) -> NamedTime | None:
    word, before = found["weekday"].lower(), found.string[max(0, found.start() - _NEARBY) : found.start()]
    which = (found["which"] or "").lower().split()
    beside = which or _BESIDE.search(before) or _BESIDE_AFTER.match(found.string[found.end() :])
    if _RESTAURANT_BEFORE.search(before) or (word in _ALSO_WORDS and not beside):
        return None
    number = _NAMES.index(word[:3])
    latest = plus_days(today, -((today.weekday() - number) % _DAYS_IN_WEEK))
    if which == ["this"]:
        return recurring(found, [one_day(plus_days(unit_span(Unit.WEEK, today).start, number))])
    if which and which[-1] in {"next", "coming"}:
        return recurring(found, [one_day(plus_days(latest, _DAYS_IN_WEEK))])
    days = _every_week(latest)
    return NamedTime(*found.span(), days if not which or latest < today else days[1:])


@lru_cache(maxsize=64)
def _every_week(latest: date) -> tuple[Span, ...]:
    return tuple(one_day(plus_days(latest, -_DAYS_IN_WEEK * week)) for week in range(YEARS_BACK * _WEEKS_IN_YEAR))


RULES: tuple[Rule, ...] = (
    rule(rf"(?:(?P<which>last|this\s+past|past|previous|this|next|coming)\s+)?{_WEEKDAY}", _weekday),
    rule(r"(?:on\s+|the\s+)?(?:week|work)days|(?:on\s+|the\s+)?weekends", vague),
    rule(
        rf"(?:on|every|each)\s+{_PLURAL}|(?<!tgi\s)(?<!at\s){_PLURAL}(?=\s+(?:in|of|this|last|since|during)\b)", vague
    ),
)
