"""What stands directly before and after a mention, and whether it changes what the mention means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from duckling_client.exact_number import NUMBER_WORDS
from duckling_client.mention import Mention

# "minus fifty dollars", "half of $50", "up to $50", "two times $50", "not $50", "about $50": not plainly that amount.
_CHANGING_BEFORE = NUMBER_WORDS | frozenset(
    """minus negative half halve quarter third percent twice double triple times x plus less more than least most under
    over below above between about almost around approximately roughly nearly or not except without every another few
    several""".split()  # noqa: SIM905 - a list of words reads best as words
)
_CHANGING_AFTER = NUMBER_WORDS | frozenset(
    "percent plus minus less times x or each apiece more ish and/or hundredths".split()  # noqa: SIM905 - as above
)
_FRACTION_OF = re.compile(
    r"(?:half|quarter|third|percent|%|part|fraction|double|twice)\s+(?:of\s+|the\s+|a\s+|an\s+)*$", re.I
)
_UP_TO = re.compile(r"\bup\s+to\s*$", re.I)
# Minus signs are typed in four ways: hyphen, minus, en and em dash.
_MINUS = "-\u2212\u2013\u2014"
_OPERATOR_BEFORE = re.compile(rf"(?:[{_MINUS}+*/\u00d7(%]|\d[.,:']?)\s*$|[\d½¼¾],\s*$")
_OPERATOR_AFTER = re.compile(
    rf"\s*[%‰½¼¾^]|\s*[{_MINUS}+*/\u00d7:.,']?\s*[$€£¥]?\d|\s+and\s+(?:an?\s+)?(?:half|quarter|\d)", re.I
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
        return _group(re.match(r"[\s,]*([^\W\d_][\w'\u2019]*)", self.after)).lower()

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
            or self.word_before in _CHANGING_BEFORE
            or self.word_after in _CHANGING_AFTER
        )


def surroundings(text: str, mention: Mention, ignoring: Sequence[Mention] = ()) -> Surroundings:
    """The texts around a mention; `ignoring` are mentions whose own words do not count (days, addresses)."""
    for other in ignoring:
        if not overlap(other, mention):
            text = text[: other.start] + "|" * (other.end - other.start) + text[other.end :]
    return Surroundings(text[: mention.start], text[mention.end :])


def overlap(one: Mention, other: Mention) -> bool:
    """Whether two mentions share a character."""
    return one.start < other.end and other.start < one.end


def _group(found: re.Match[str] | None) -> str:
    return found.group(1) if found else ""
