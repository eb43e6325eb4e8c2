"""Pointing to an incident without naming it: "the second one", "the older one", "it", "both". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

THING = r"(?:one|ticket|incident|issue|problem|case|request)s?"

_PLACES = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "fifth": 4, "5th": 4,
    "last": -1, "former": 0, "latter": -1,
}  # fmt: skip
_AGES = {
    "oldest": 0, "older": 0, "earliest": 0, "earlier": 0,
    "latest": -1, "newest": -1, "newer": -1, "most recent": -1, "later": -1,
}  # fmt: skip
_WORDS = "|".join((*_PLACES, *_AGES))
_PLACE = re.compile(
    rf"\b(?:the|my)\s+(?P<place>{_WORDS})"
    rf"(?:\s+(?:\w+\s+)?{THING}\b|\s*(?:please|pls|now|to\b.*|is\b.*|as\b.*|urgent|high|medium|low)?\W*$)"
    rf"|^\W*(?P<alone>{_WORDS})(?:\s+(?:one|ticket|incident))?(?:\s+please)?\W*$",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^\W*(?:(?:no|number|the|nr|no\.)\s*)*#?\s*(?P<digit>[1-9])\s*[.)]?(?:\s*please|[,;][^0-9]*)?\W*$", re.IGNORECASE
)
_OTHER = re.compile(rf"\b(?:the|my)\s+other(?:\s+{THING}\b|\W*$)", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:both|each|all|every)\s+(?:of\s+)?(?:(?:them|these|those)\b|(?:(?:the|my|our|these|those)\s+)?(?:\w+\s+)?"
    r"(?:tickets|incidents|cases|ones|requests|problems|issues)\b)"
    r"|\bevery\s+(?:open\s+)?(?:ticket|incident|one)\b"
    r"|^\W*(?:(?:please|just|close|make|change|set|them|take|i|mean|want|no|yes)\s+)*"
    r"(?:both|all|everything|them|the two|the three)(?:\s+(?:of them|please|urgent|high|medium|low))*\W*$",
    re.IGNORECASE,
)
_IT = re.compile(r"\b(?:it|this|that(?:\s+one)?|the\s+(?:ticket|incident|case)|(?:it|this|that)'s)\b", re.IGNORECASE)

Item = TypeVar("Item")


def at_place(text: str, as_shown: Sequence[Item], oldest_first: Sequence[Item]) -> tuple[Item, ...] | None:
    """The item at the place that the text names, () when there is none there; None when it names no place.

    "The second one" counts among those `as_shown`, "the older one" by age.
    """
    found = _PLACE.search(text)
    if found is None:
        return None
    word = (found["place"] or found["alone"]).casefold()
    items, index = (oldest_first, _AGES[word]) if word in _AGES else (as_shown, _PLACES[word])
    return (items[index],) if items and index < len(items) else ()


def bare_digit(text: str) -> int | None:
    """The digit when the text is nothing else: it may count what was shown, or be a number."""
    found = _BARE.match(text)
    return int(found["digit"]) if found else None


def means_the_other(text: str) -> bool:
    """Whether it is "the other one"."""
    return bool(_OTHER.search(text))


def means_several(text: str) -> bool:
    """Whether it is "both", or "all of my tickets"."""
    return bool(_SEVERAL.search(text))


def points_to_it(text: str) -> bool:
    """Whether "it", "this" or "the ticket" stands for the incident that was spoken of last."""
    return bool(_IT.search(text))
