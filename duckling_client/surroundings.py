"""What stands directly before and after a mention, and whether it changes what the mention means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from duckling_client.contrast import stands_in_a_denial
from duckling_client.exact_number import NUMBER_WORDS
from duckling_client.mention import Mention

# "minus fifty dollars", "half of $50", "up to $50", "two times $50", "not $50", "about $50": not plainly that amount.
_CHANGING_BEFORE = NUMBER_WORDS | frozenset(
    """minus negative half halve quarter third percent twice double triple times x plus less more than least most under
    over below above between about almost around approximately approx roughly nearly or not except without every another
    few several maybe perhaps circa ca some max maximum min minimum extra additional further by add adding""".split()
)
_CHANGING_AFTER = NUMBER_WORDS | frozenset(
    """percent plus minus less times x or each apiece more ish and/or hundredths twice thrice extra additional further
    higher lower off short too max maximum min minimum tops approximately approx roughly about""".split()
)
# Wherever they stand, these make another amount of every amount in the sentence.
_MULTIPLYING = re.compile(r"\b(?:twice|thrice|doubled?(?![\s-]*check)|tripled?|times|each|apiece)\b", re.I)
# "add to it $5" is five more; "raise it to $50" is fifty.
_ADDING = re.compile(
    r"\b(?:add|increase|raise|bump|reduce|decrease|lower|deduct|subtract|take\s+off|top\s+up)\b"
    r"(?![^,;.!?]*\bto\s*$)[^,;.!?]*$|\bby\s+(?:just\s+|only\s+|another\s+)?$",
    re.I,
)
_NUMBER_WORD = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_RANGE_BEFORE = re.compile(rf"(?:\d|\b(?:{_NUMBER_WORD}))\s+(?:to|or|and)\s*$", re.I)
_FRACTION_OF = re.compile(
    r"(?:half|quarter|third|percent|%|part|fraction|double|twice)\s+(?:of\s+|the\s+|a\s+|an\s+)*$", re.I
)
_UP_TO = re.compile(r"\bup\s+to\s*$", re.I)
# Minus signs are typed in four ways: hyphen, minus, en and em dash.
_MINUS = "-\u2212\u2013\u2014"
_OPERATOR_BEFORE = re.compile(rf"(?:[{_MINUS}+*/\u00d7(%~\u2248\u00b1<>\u2264\u2265]|\d[.,:']?)\s*$|[\d½¼¾],\s*$")
_OPERATOR_AFTER = re.compile(
    rf"\s*[%‰½¼¾^+]|\s*[{_MINUS}+*/\u00d7:.,']?\s*[$€£¥]?\d|\s+and\s+(?:an?\s+)?(?:half|quarter|\d)"
    rf"|\s+of\s+(?:it|that|this|them|those)\b|\s+(?:to|or)\s+[$€£¥]?(?:\d|(?:{_NUMBER_WORD})\b)",
    re.I,
)


@dataclass(frozen=True)
class Surroundings:
    """Texts on both sides of a mention, and the nearest words (lower case, "" when none stands there)."""

    before: str
    after: str

    @property
    def word_before(self) -> str:
        """The last word before, if only spaces, quotes or commas are in between."""
        return _group(re.search(r"([^\W\d_][\w'\u2019]*)[\s,:\"“]*$", self.before)).lower()

    @property
    def word_after(self) -> str:
        """The next word, if only spaces or commas are in between."""
        return _group(re.match(r"[\s,-]*([^\W\d_][\w'\u2019]*)", self.after)).lower()

    @property
    def glued(self) -> bool:
        """A letter, digit or sign touches the mention, so it is a part of something longer."""
        return bool(re.search(r"[\w$€£¥.]$", self.before) or re.match(r"[\w$€£¥]", self.after))

    @property
    def change_the_number(self) -> bool:
        """A sign, number or word on either side makes another amount of it, or an inexact one."""
        return bool(
            self.glued
            or _OPERATOR_BEFORE.search(self.before)
            or _OPERATOR_AFTER.match(self.after)
            or _FRACTION_OF.search(self.before)
            or _UP_TO.search(self.before)
            or _RANGE_BEFORE.search(self.before)
            or _ADDING.search(self.before)
            or _MULTIPLYING.search(self.before)
            or _MULTIPLYING.search(self.after)
            or stands_in_a_denial(self.before)
            or self.word_before in _CHANGING_BEFORE
            or self.word_after in _CHANGING_AFTER
        )


def surroundings(
    text: str, mention: Mention, ignoring: Sequence[Mention] = (), denied: Sequence[Mention] = ()
) -> Surroundings:
    """The texts around a mention.

    Args:
        ignoring: mentions whose own words do not count (days, addresses).
        denied: mentions that the text says are not meant; a clause ends with each.
    """
    for others, filler in ((ignoring, "|"), (denied, ";")):
        for other in others:
            if not overlap(other, mention):
                text = text[: other.start] + filler * (other.end - other.start) + text[other.end :]
    return Surroundings(text[: mention.start], text[mention.end :])


def overlap(one: Mention, other: Mention) -> bool:
    """Whether two mentions share a character."""
    return one.start < other.end and other.start < one.end


def _group(found: re.Match[str] | None) -> str:
    return found.group(1) if found else ""
