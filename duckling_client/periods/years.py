"""Years and their parts in a search: "2023", "q3", "second half of 2023"; and seasons, which are asked about."""

from __future__ import annotations

import re
from datetime import date

from duckling_client.periods.named import NamedTime, Rule, recent_years, recurring, rule, vague
from duckling_client.periods.spans import Unit, unit_span

_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_ORDINAL = "|".join(_ORDINALS)
_HALF_ORDINAL = "first|1st|second|2nd"
_THIS_YEAR = r"(?P<now>\s+of\s+(?:the|this)\s+year)?"
_OF_A_YEAR = r"(?=\s+of\s+(?:the\s+year|(?:this|last)\s+year|(?:19|20)\d\d)\b)"

# After these a number is an amount or a name: "over 2000", "spent 2023", "card ending in 2023".
_NO_YEAR_BEFORE = re.compile(
    r"(?:\b(?:over|under|above|below|than|about|around|approximately|exactly|least|most|to|spend|spent|pays?"
    r"|paid|paying|sent|send|transfer(?:red)?|card|account|number|no|order|invoice|room|(?:ending|ends)(?:\s+(?:in|with))?"
    r"|code|pin|ref|reference|worth|costs?|amount)\s*|[#$€£¥*+:]\s*|\d[.,/:])$",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(
    r"\b(?:in|since|for|during|year|of|between|from|until|till|before|after|through|throughout)\s+$", re.IGNORECASE
)
_RANGE_BEFORE = re.compile(
    r"(?:(?:19|20)\d\d|q[1-4]|h[12])\s*(?:to|through|thru|until|till|up\s+to|and|[/,-])\s*$", re.IGNORECASE
)
_ENDING_BEFORE = re.compile(r"\b(?:ending|ends|account|card|number)\s+(?:in|with|for|of)\s+$", re.IGNORECASE)
_MONEY_AFTER = re.compile(r"\s*(?:dollars?|bucks?|usd|euros?|pounds?|cents?|%|percent|times)\b|[.,]\d", re.IGNORECASE)
_SPOKEN, _CENTURY = range(1900, 2200), range(2000, 2100)
_NEARBY = 30


def _part(unit: Unit, pattern: str) -> Rule:
    def make(found: re.Match[str], today: date) -> NamedTime:
        said = found["number"].lower()
        number = _ORDINALS.get(said) or int(said)
        years = [today.year] if found["now"] else recent_years(today)
        return recurring(found, [unit_span(unit, date(year, 1, 1), number - 1) for year in years])

    return rule(rf"{pattern}{_THIS_YEAR}", make)


def _last_part(unit: Unit, number: int) -> Rule:
    def make(found: re.Match[str], today: date) -> NamedTime:
        years = [today.year] if found["now"] else recent_years(today)
        return recurring(found, [unit_span(unit, date(year, 1, 1), number - 1) for year in years])

    return rule(rf"(?:the\s+)?(?:last|final)\s+{unit.value}{_OF_A_YEAR}{_THIS_YEAR}", make)


def _year(found: re.Match[str], today: date) -> NamedTime | None:
    before, after = found.string[max(0, found.start() - _NEARBY) : found.start()], found.string[found.end() :]
    year = int(found["year"])
    if _ENDING_BEFORE.search(before) or _MONEY_AFTER.match(after[:_NEARBY]):
        return None
    if _INTRODUCED.search(before) or _RANGE_BEFORE.search(before) or (not before.strip() and not after.strip(" .!?")):
        known = _SPOKEN
    elif _NO_YEAR_BEFORE.search(before):
        return None
    else:
        known = _CENTURY
    return NamedTime(*found.span(), (unit_span(Unit.YEAR, date(year, 1, 1)),)) if year in known else None


RULES: tuple[Rule, ...] = (
    _part(Unit.QUARTER, r"q(?P<number>[1-4])"),
    _part(Unit.QUARTER, r"quarter\s+(?P<number>[1-4])"),
    _part(Unit.QUARTER, rf"(?:the\s+)?(?P<number>{_ORDINAL})\s+quarter"),
    _part(Unit.HALF, r"h(?P<number>[12])"),
    _part(Unit.HALF, rf"(?:the\s+)?(?P<number>{_HALF_ORDINAL})\s+half{_OF_A_YEAR}"),
    _last_part(Unit.QUARTER, 4),
    _last_part(Unit.HALF, 2),
    rule(r"(?P<year>[12]\d{3})", _year),
    # Two quarters in one breath: "first and second quarter", "the first two quarters".
    rule(rf"(?:{_ORDINAL})\s*(?:and|to|or|through|,|-)\s*(?:the\s+)?(?:{_ORDINAL}|last)\s+(?:quarter|half)s?", vague),
    rule(r"(?:(?:in|over|during|since|last|this|next)\s+(?:the\s+)?(?:\w+\s+of\s+)?)(?:summer|winter|spring|autumn|fall)"
         r"(?:time)?", vague),
    rule(r"(?<=^)\W*(?:summer|winter|spring|autumn)\W*(?=$)", vague),
    rule(r"(?:first|last|past|next)\s+\w+\s+quarters\s+of|decades?|fiscal\s+(?:year|quarter)", vague),
)  # fmt: skip
