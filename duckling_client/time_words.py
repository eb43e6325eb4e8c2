"""Words that speak of a time which Duckling does not read, or reads as a day that was not meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

_WEEKDAY = r"(?:mon|tues?|wednes|wed|thurs?|thu|fri|satur|sat|sun)(?:day)?s?"
_PERIOD = r"(?:days?|weekdays?|weekends?|weeks?|months?|quarters?|years?|mornings?|evenings?|nights?|fortnights?)"

# Nothing else in the sentence makes one day of these: "every month on the 5th", "3 business days from tomorrow".
_NEVER_ONE_DAY = (
    rf"(?:every|each)\s+(?:single\s+|other\s+|second\s+|third\s+|\d+\w*\s+)?(?:{_PERIOD}|{_WEEKDAY})",
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days|(?:mon|tues|wednes|thurs|fri|satur|sun)day\s+week|tomorrow\s+week",
    r"(?:around|about|approximately)\s+(?:the\s+)?\d+(?:st|nd|rd|th)",
    r"daily|weekly|bi-?weekly|fortnightly|monthly|quarterly|yearly|annually|regularly|recurring|standing\s+order",
    rf"per\s+{_PERIOD}",
    r"(?<!\bin )(?<!\bwithin )an?\s+(?:day|week|month|quarter|year)(?!\s+(?:from|after|before|ago|later)\b)",
    r"(?:business|working|work|banking|bank)[\s-]days?",
    r"month[\s'-]*(?:s[\s-]*)?end|(?:end|beginning|start|middle)\s+of\s+(?:the\s+|this\s+|next\s+)?"
    r"(?:day|week|month|quarter|year)|eom|eoy|eow",
    r"in\s+(?:[-\u2212\u2013]|minus\s+)\s*\w+\s+(?:days?|weeks?|months?|years?)",
    r"(?:(?:the\s+)?day|days|weeks?|months?)\s+(?:after|before|from)\s+(?:pay\s?day|(?:my|his|her|their)\s+\w+)",
    r"(?:change|move|edit|correct|fix|alter|wrong|different)\s+(?:the\s+|that\s+|this\s+)?(?:day|date)(?!\s+to\b)",
)

# A day named beside these says which day is meant: "later today", "after lunch tomorrow", "payday is the 15th".
_VAGUE = (
    r"later|soon|sooner|eventually|someday|sometime|some\s+time|at\s+some\s+point|whenever|any\s?time|in\s+a\s+(?:bit|while)",
    r"(?:some|another|any|one|an?\s+other|some\s+other|the\s+other)\s+(?:day|date|time)",
    r"pay\s?day(?!\s+loans?\b)",
    r"(?:when|once|until|till|after|as\s+soon\s+as)\s+(?:i|my|we|our|she|he|they|the\s+(?:money|salary|bank))\b\s*\w+",
    r"(?<!\bfor )(?:my|your|his|her|their|our|\w+['\u2019]s)\s+birthday(?!\s+(?:gift|present|money|party|cake))",
    r"(?:after|before|at|during)\s+(?:lunch|dinner|breakfast|supper|work|school)",
    r"on\s+(?:(?:my|your|his|her|their|our|the)\s+(?:\w+\s+)?)?(?:\w+\s+)?day|on\s+(?!holiday\b|monday\b)\w{2,}day",
    r"(?:at|over|for|before|after)\s+(?:christ?mas|x-?mas|easter|thanksgiving|new\s+year\S*)",
    r"(?:in|by|until|before|after)\s+(?:the\s+)?(?:\w+\s+)?(?:q[1-4]|quarter|spring|summer|autumn|winter)",
)

_AT_ONCE = r"asap|a\.s\.a\.p\.?|as\s+soon\s+as\s+possible|(?:right|straight)\s*away|immediately|instantly|at\s+once"
_MISSPELT_TOMORROW = r"2mor+ow|2moro|2morow|2mrw|tmw|tmmrw|tommorr?ow|tomorow|tomorro|tomoz|tomo"

# "the day" is today to Duckling, "10 to 20" ten minutes before eight in the evening.
_NO_TIME = re.compile(
    r"lent|(?:on\s+)?(?:the|that|this|a)?\s*(?:day|date)"
    r"|(?:after|before|at|during)\s+(?:lunch|dinner|breakfast|supper|work|school)"
    r"|(?:(?:between|from)\s+)?(?:\d+|[a-z]+(?:ty|teen)|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"\s*(?:to|and|or|-|\u2013)\s*"
    r"(?:\d+|[a-z]+(?:ty|teen)|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)",
    re.I,
)

_FOR_BEFORE = re.compile(r"\bfor\s+(?:(?:the|my|our|his|her|their)\s+)?$", re.IGNORECASE)
_POSSESSIVE_END = re.compile(r"['\u2019]s\s*$", re.IGNORECASE)
_POSSESSED = re.compile(r"['\u2019]s\s+[^\W\d_]", re.IGNORECASE)


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(patterns)})(?!\w)", re.I)


_NEVER_ONE_DAY_WORDS, _VAGUE_WORDS = _any_of(*_NEVER_ONE_DAY), _any_of(*_VAGUE)
_TODAY_WORDS, _TOMORROW_WORDS = _any_of(_AT_ONCE), _any_of(_MISSPELT_TOMORROW)


class SpokenDay(Enum):
    """A day that a word means, in days from today."""

    TODAY = 0
    TOMORROW = 1


def never_one_day(text: str) -> bool:
    """Whether the text speaks of repetition, or counts or shifts days in a way that is not read here."""
    return _NEVER_ONE_DAY_WORDS.search(text) is not None


def speaks_of_a_time(text: str) -> bool:
    """Whether the text says when, without saying a day: "later", "on payday"."""
    return _VAGUE_WORDS.search(text) is not None


def spoken_days(text: str) -> Iterator[tuple[int, int, SpokenDay]]:
    """Start, end and meaning of each word for today or tomorrow that Duckling does not read as a day."""
    for words, meaning in ((_TODAY_WORDS, SpokenDay.TODAY), (_TOMORROW_WORDS, SpokenDay.TOMORROW)):
        for found in words.finditer(text):
            yield found.start(), found.end(), meaning


def is_of_the_purpose(text: str, start: int, end: int) -> bool:
    """Whether the time from `start` to `end` tells the thing that is paid for, not when: "for monday's taxi"."""
    possessive = _POSSESSIVE_END.sub("", text[start:end])
    return bool(_FOR_BEFORE.search(text[:start]) and _POSSESSED.match(text[start + len(possessive) :]))


def names_no_time(body: str) -> bool:
    """Whether words that Duckling takes for a time are none, or none that tells the day."""
    return _NO_TIME.fullmatch(body.strip()) is not None
