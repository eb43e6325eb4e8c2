"""Where the name of a shop or a payee is none, or a part of another one. Pure.

"Below my spending target" is about no shop, and "Emma's Bakery" is not Emma.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from .name_reading import Span, Word
from .payee_words import may_be_a_surname

# Shops that are called like everyday things, and how one speaks of those; "|" stands where the name does.
_THINGS = {
    "target": re.compile(
        r"\b(?:spending|savings?|budget|daily|weekly|monthly|yearly|annual|quarterly|financial|sales|income|own)\s+\|"
        r"|\b(?:hit|meet|met|reach|reached|miss|missed|exceed|exceeded|beat|below|above|beyond|under|over|set|near)"
        r"\s+(?:(?:my|our|the|a|any|that|this)\s+)?\||\b(?:am|are|was|were|is|be|still|stay)(?:\s+(?:i|we))?\s+on\s+\|"
        r"|\ba\s+\|(?!\s+(?:store|shop|purchase|order|charge|receipt|payment|transaction|trip)s?\b)"
        r"|\|\s+(?:of\s+\W?\d|for\s+(?:the|this|my|our)\b)",
        re.IGNORECASE,
    ),
    "shell": re.compile(r"(?<!\bat\s)(?<!\bto\s)\|\s+out\b|\b(?:a|egg|sea|snail|nut)\s+\|", re.IGNORECASE),
    "amazon": re.compile(
        r"\b(?:river|jungle|basin|rain\s?forest)\s+\||\|\s+(?:river|jungle|basin|rain\s?forest)\b", re.IGNORECASE
    ),
}
_PLACES = frozenset("in near around outside".split())
_BEFORE_NAMES = frozenset(
    "at from with to pay paid paying send sent sending give gave given transfer transferred wired lent".split()
)
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_INSIDE_A_NAME = " .&-"
_LONGEST_NAME = 4  # words


def is_a_thing(text: str, span: Span) -> bool:
    """Whether the shop's name that stands there is an everyday word: "below my spending target"."""
    said = _THINGS.get(text[span.start : span.end].casefold())
    return said is not None and said.search(f"{text[: span.start]}|{text[span.end :]}") is not None


def is_a_place(words: Sequence[Word], position: int) -> bool:
    """Whether the name at that position is where something is: "in Alice Springs"."""
    return _before(words, position) in _PLACES


def longer_name(text: str, words: Sequence[Word], position: int, ends: Callable[[Word], bool]) -> Span | None:
    """Where another name stands that begins with the first name at that position; None when the name ends there.

    "Alice Cooper", "Emma's Bakery", and without capitals "paid alice cooper" and "at emma's bakery". `ends` tells
    whether a word belongs to no name.
    """
    first = last = words[position]
    is_written = text[first.span.start].isupper() and not text.isupper()
    if not is_written and not _must_be_a_name(text, words, position):
        return None
    for word in words[position + 1 : position + _LONGEST_NAME]:
        apart = text[last.span.end : word.span.start].strip(_INSIDE_A_NAME)
        said = text[word.span.start : word.span.end]
        is_a_name = said[0].isupper() if is_written else not said.casefold().endswith("ly")
        if apart or ends(word) or not may_be_a_surname(said) or not is_a_name:
            break
        last = word
    return None if last is first else Span(first.span.start, last.span.end)


def _must_be_a_name(text: str, words: Sequence[Word], position: int) -> bool:
    span = words[position].span
    before = _before(words, position)
    return before == "at" if _POSSESSIVE.search(text[span.start : span.end]) else before in _BEFORE_NAMES


def _before(words: Sequence[Word], position: int) -> str:
    return words[position - 1].plain if position else ""
