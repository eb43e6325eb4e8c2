"""Months in a search: "in may" is the last one that has begun. April, May and June are names too: not all count."""

from __future__ import annotations

import re
from datetime import date

from duckling_client.dates import MONTHS
from duckling_client.periods.named import NamedTime, Rule, recent_years, recurring, rule, vague
from duckling_client.periods.spans import Unit, plus_units, unit_span

MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
"""A month's name, as a pattern for texts in any case."""

_ALSO_WORDS = frozenset({"jan", "march", "mar", "april", "may", "june", "jun", "july", "august", "dec"})
_NEARBY = 60

_INTRODUCED = re.compile(
    r"(?:\b(?:in|since|for|during|until|till|til|before|after|through|thru|throughout|between|of|early|mid|late|around"
    r"|every|each|starting|beginning|as\s+of|up\s+to|month|except|excluding|without|back\s+in|vs\.?|versus|than|not)"
    r"[\s-]+(?:the\s+)?)$",
    re.IGNORECASE,
)
# "from may to june" names months; "from May Chen" and "to April" do not.
_JOIN = (
    r"\s*(?:,?\s*\b(?:to|until|till|through|thru|up\s+to|and|or|&|vs\.?|(?:but\s+)?not|instead\s+of|rather\s+than)\b|[-\u2013,&+/])\s*"
    r"(?:in\s+)?(?:the\s+end\s+of\s+)?"
)
_TIME = (
    rf"(?:{MONTH}|\d{{1,2}}(?:st|nd|rd|th)\b|(?:19|20)\d\d\b|today|now|yesterday|q[1-4]\b|last\s+(?:week|month|year))"
)
_BEGINS_A_RANGE = re.compile(rf"(?:\s+(?:of\s+)?(?:19|20)\d\d\b)?(?:\s+last\s+year\b)?{_JOIN}{_TIME}", re.IGNORECASE)
_ENDS_A_RANGE = re.compile(
    rf"(?:{MONTH}|\b\d{{1,2}}(?:st|nd|rd|th)?|\b(?:19|20)\d\d)(?:\s+(?:19|20)\d\d)?{_JOIN}$", re.IGNORECASE
)
_IN_BEFORE = re.compile(rf"\b(?:in|during|on|last|this)\s+{MONTH}(?:\s+(?:19|20)\d\d)?\s+to\s+$", re.IGNORECASE)
_TO_SOMEBODY = re.compile(
    r"\b(?:to|with|by|pay|paid|send|sent|give|gave|did|does|has|for|me|us|and)\s+$", re.IGNORECASE
)
_OPEN_END = re.compile(r"\s+(?:on\b(?!\s+\w)|onwards?\b|forward\b|until\b|till\b|up\s+to\b)", re.IGNORECASE)
_YEAR_AFTER = re.compile(
    r"[\s,]*(?:of\s+)?(?:(?:19|20)\d\d\b|(?:last|this)\s+year\b)|[-/](?:19|20)\d\d\b", re.IGNORECASE
)
_YEAR_BEFORE = re.compile(r"(?:(?:19|20)\d\d|(?:last|this)\s+year)(?:['\u2019]s)?[\s,]+$", re.IGNORECASE)
_MONEY_TALK = (
    r"(?:spending|spendings|expenses?|transactions?|purchases?|payments?|bills?|statements?|earnings|income|salary"
    r"|paychecks?|transfers?|costs|charges|deposits?|fees|activity|history|summary|report|totals?)"
)
_MONEY_TALK_AFTER = re.compile(rf"(?:['\u2019]s)?\s+{_MONEY_TALK}\b", re.IGNORECASE)
_MONEY_TALK_BEFORE = re.compile(rf"\b{_MONEY_TALK}[\s,:]+$", re.IGNORECASE)
_SMALL_WORDS = re.compile(
    r"(?:[\s.,!?]|\b(?:please|thanks|thank\s+you|and|or|but|no|not|ok|okay|yes|so|then|now|just|only|what|how|about|sorry"
    r"|actually|instead|i|mean|meant|make|it|it['\u2019]s|the|month|rather|wait|oh)\b)*",
    re.IGNORECASE,
)
# "For May Chen": a name goes on with another.
_SURNAME = re.compile(r"\s+(?!(?:Please|And|Or|At|From|To|With|On|In|Of|For)\b)[A-Z][a-z]+")
_VERB = re.compile(r"\s+(?:i|we|you|he|she|it|they|be|have|not)\b", re.IGNORECASE)
_WHICH = frozenset({"last", "this", "next", "past", "previous", "coming"})


def reads_as_month(text: str, start: int, end: int, which: str = "") -> bool:
    """Whether the month's name from `start` to `end` names a time there, not somebody or a verb.

    Args:
        which: "last", "this" or "next" before it.
    """
    word = text[start:end].lower().rstrip(".")
    before, after = text[max(0, start - _NEARBY) : start], text[end : end + _NEARBY]
    if word not in _ALSO_WORDS:
        return True
    if word in {"may", "march"} and _VERB.match(after):
        return False
    if _YEAR_AFTER.match(after) or _YEAR_BEFORE.search(before) or _ends_a_range(before):
        return True
    if _BEGINS_A_RANGE.match(after) or _OPEN_END.match(after):
        return not _TO_SOMEBODY.search(before)
    if _is_a_full_name(text[start:end], before, after):
        return False
    return bool(which or _INTRODUCED.search(before) or _speaks_of_money(before, after))


def _ends_a_range(before: str) -> bool:
    return _ENDS_A_RANGE.search(before) is not None and _IN_BEFORE.search(before) is None


def _is_a_full_name(word: str, before: str, after: str) -> bool:
    introduced_strongly = re.search(r"\b(?:in|since|during|until|till)\s+$", before, re.IGNORECASE)
    return word[0].isupper() and not introduced_strongly and _SURNAME.match(after) is not None


def _speaks_of_money(before: str, after: str) -> bool:
    if _SMALL_WORDS.fullmatch(before) and _SMALL_WORDS.fullmatch(after):
        return True
    if _MONEY_TALK_AFTER.match(after):
        return re.search(r"\b(?:to|from|with|by)\s+$", before, re.IGNORECASE) is None
    return bool(_MONEY_TALK_BEFORE.search(before) and _SMALL_WORDS.fullmatch(after))


def _month(found: re.Match[str], today: date) -> NamedTime | None:
    which = (found["which"] or "").lower().split()
    if not reads_as_month(found.string, *found.span("month"), which=" ".join(which)):
        return None
    number = MONTHS[found["month"].lower().rstrip(".")]
    spans = [unit_span(Unit.MONTH, date(year, number, 1)) for year in recent_years(today)]
    if which == ["this"]:
        return recurring(found, spans[-1:])
    if which and which[-1] in {"next", "coming"}:
        return recurring(found, [unit_span(Unit.MONTH, plus_units(spans[-1].start, Unit.YEAR, 1))])
    begun = unit_span(Unit.MONTH, today).start
    return recurring(found, [span for span in spans if not which or span.start < begun])


RULES: tuple[Rule, ...] = (
    rule(rf"(?:(?P<which>last|this\s+past|past|previous|this|next|coming)\s+)?(?P<month>{MONTH})", _month),
    rule(rf"(?:every|each)\s+{MONTH}", vague),
)
