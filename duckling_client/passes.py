"""The two looks at a sentence that keep an amount from being read as a time.

Asked for everything at once, Duckling takes "$5 tomorrow" for five o'clock tomorrow. So amounts are looked for first,
without times, and then blanked out before times are looked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from duckling_client.contrast import replacements
from duckling_client.exact_number import without_country
from duckling_client.mention import Mention
from duckling_client.query import Duckling
from duckling_client.spelling import respelled, respellings

MONEY = "amount-of-money"
TIME = "time"
FIRST_PASS = (MONEY, "number", "email")

# Not spaces: Duckling joins "the 2nd of" and "june" over any number of them. Not letters or digits: those make words.
_FILLER = "|"

# "12.50" is ten to one at noon to Duckling; to somebody who was asked for an amount it is not.
_DECIMALS = re.compile(r"\d[\d,]*\.\d+")
_CLOCK_AFTER = re.compile(r"\s*[ap]\.?m\b|\.?\d|\s*o'?clock", re.IGNORECASE)

# "15 on friday" is 15 dollars, not three in the afternoon: hours are told with "at", or with a part of the day.
_DAY_AFTER = re.compile(
    r"\s+(?:on|at|tomorrow|tmrw|tmr|today|next|this|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|mon|tue|wed|thu|fri|sat|sun)\b"
    r"(?![^,;.!?]*\b(?:morning|noon|afternoon|evening|night|tonight)\b)",
    re.IGNORECASE,
)
_DATE_OR_CLOCK_BEFORE = re.compile(
    r"(?:[\w./:@-]|\b(?:at|from|by|until|till|before|after|around|in|the|on|\d\s*(?:to|and|or)"
    r"|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?\s+)$",
    re.IGNORECASE,
)

# "on monday 45" is the year 2045 to Duckling; a smaller number may be an hour or a day of the month.
_WEEKDAY_BEFORE = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[\s,]+$", re.IGNORECASE)
_LARGEST_OF_A_DATE = 31

# "Increase it by 10" is no ten o'clock.
_DIFFERENCE_BEFORE = re.compile(
    r"\b(?:increase|raise|bump|up|reduce|decrease|lower|drop|cut|bring)\b[^,;.!?]*\bby\s+$", re.IGNORECASE
)

# "not now, on monday" is one moment to Duckling, for the comma; two are meant.
_COMMA_AFTER_DENIAL = re.compile(r"(\b(?:not|n't)\s+(?:[\w']+\s+){0,3}[\w']+)(,)(?=\s)", re.IGNORECASE)

# "06-30" in "2024-06-30" is 6 to 30 of an unknown currency to Duckling.
_DIGIT_RANGE = re.compile(r"\d+\s*-\s*\d+")


def find_mentions(
    duckling: Duckling, text: str, *, locale: str, timezone: str, reference_time_ms: int
) -> list[Mention]:
    """Amounts of money, numbers, e-mail addresses and times in a text, in the order of the text.

    Raises:
        DucklingError: no answer; nothing is half-found.
    """
    amounts = duckling.parse(
        without_country(text), dims=FIRST_PASS, locale=locale, timezone=timezone, reference_time_ms=reference_time_ms
    )
    first = [_with_body_from(text, mention) for mention in amounts]
    masked = respelled(without_mentions(text, _hiding_times(text, first)))
    masked = _COMMA_AFTER_DENIAL.sub(rf"\1{_FILLER}", masked)
    times = duckling.parse(masked, dims=(TIME,), locale=locale, timezone=timezone, reference_time_ms=reference_time_ms)
    kept = [mention for mention in first if not _is_part_of_a_date(mention, times)]
    restored = [_with_whole_words(text, mention) for mention in times]
    return sorted([*kept, *restored], key=lambda mention: (mention.start, mention.end))


def without_amounts(text: str, mentions: Sequence[Mention]) -> str:
    """The text with amounts of money and e-mail addresses replaced by filler of the same length."""
    return without_mentions(text, [mention for mention in mentions if mention.dim in {MONEY, "email"}])


def without_mentions(text: str, mentions: Sequence[Mention], filler: str = _FILLER) -> str:
    """The text with the mentions replaced by a filler of the same length; `filler` is one character."""
    for mention in mentions:
        text = text[: mention.start] + filler * (mention.end - mention.start) + text[mention.end :]
    return text


def _hiding_times(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions whose characters are no part of a time."""
    amounts = [mention for mention in mentions if mention.dim in {MONEY, "number"}]
    apart = [one for one in amounts if not any(one != it and it.start <= one.start < it.end for it in amounts)]
    replaced = [mention for pair in replacements(text, apart) for mention in pair]
    return [mention for mention in mentions if mention in replaced or _hides_times(text, mention)]


def _hides_times(text: str, mention: Mention) -> bool:
    if mention.dim == "number":
        return _is_decimal(text, mention) or _stands_before_a_day(text, mention) or _is_no_part_of_a_day(text, mention)
    return not _DIGIT_RANGE.fullmatch(mention.body)


def _is_decimal(text: str, number: Mention) -> bool:
    return _DECIMALS.fullmatch(number.body) is not None and not _CLOCK_AFTER.match(text[number.end :])


def _stands_before_a_day(text: str, number: Mention) -> bool:
    return bool(
        _DAY_AFTER.match(respelled(text)[number.end :]) and not _DATE_OR_CLOCK_BEFORE.search(text[: number.start])
    )


def _is_no_part_of_a_day(text: str, number: Mention) -> bool:
    before = text[: number.start]
    if _CLOCK_AFTER.match(text[number.end :]):
        return False
    if _WEEKDAY_BEFORE.search(respelled(before)) and number.body.isdecimal():
        return _LARGEST_OF_A_DATE < int(number.body) < 100  # noqa: PLR2004 - more digits are a year or a clock time
    return _DIFFERENCE_BEFORE.search(before) is not None


def _is_part_of_a_date(mention: Mention, times: Sequence[Mention]) -> bool:
    return _DIGIT_RANGE.fullmatch(mention.body) is not None and any(
        mention.start < time.end and time.start < mention.end for time in times
    )


def _with_whole_words(text: str, mention: Mention) -> Mention:
    """The mention of a respelled text in the text itself, to the end of a word that was shortened."""
    ends = [found.end for found in respellings(text) if found.start < mention.end <= found.end]
    return _with_body_from(text, replace(mention, end=max([mention.end, *ends])))


def _with_body_from(text: str, mention: Mention) -> Mention:
    body = text[mention.start : mention.end]
    return Mention(mention.dim, body, mention.start, mention.end, mention.latent, mention.value)
