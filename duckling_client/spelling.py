"""Weekdays, months and "tomorrow" with one typing error, in a spelling that Duckling reads and of the same length."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Shorter months have too many neighbours: march, match and Marco.
_MONTHS = ("january", "february", "august", "september", "october", "november", "december")
_OTHERWISE = dict.fromkeys(("wensday", "wenesday", "wendsay"), "wednesday")
_ALSO_SPELLED = {"tomorrow": "tmrw"}
# One letter away from a day, and something else.
_NO_DAYS = frozenset("frida sundry sundae funday sunda augusta auguste augusto".split())

_WORD = re.compile(r"(?<![^\W_])[a-z]{5,}(?![^\W_])", re.I)
_NUMBER_BEFORE = re.compile(r"\d(?:st|nd|rd|th)?[\s,]+(?:of\s+)?$", re.I)
_NUMBER_AFTER = re.compile(r"[\s,]+(?:the\s+)?\d", re.I)


@dataclass(frozen=True)
class Respelling:
    """The characters from `start` to `end` of a text are a misspelt `word`, here in a form no longer than they are."""

    start: int
    end: int
    word: str


def respellings(text: str) -> list[Respelling]:
    """The words that are one error away from a weekday, from "tomorrow", or from a month beside a number."""
    found = []
    for said in _WORD.finditer(text):
        meant = _meant(said[0].lower(), beside_a_number=_is_beside_a_number(text, said))
        if meant is not None:
            found.append(Respelling(said.start(), said.end(), _ALSO_SPELLED.get(meant, meant[:3])))
    return found


def respelled(text: str) -> str:
    """The text with its misspelt days and months in Duckling's short spelling, filled up with spaces."""
    for found in respellings(text):
        text = text[: found.start] + found.word.ljust(found.end - found.start) + text[found.end :]
    return text


def _is_beside_a_number(text: str, said: re.Match[str]) -> bool:
    return bool(_NUMBER_BEFORE.search(text[: said.start()]) or _NUMBER_AFTER.match(text[said.end() :]))


def _meant(said: str, *, beside_a_number: bool) -> str | None:
    known = (*_WEEKDAYS, "tomorrow", *(_MONTHS if beside_a_number else ()))
    if said in _NO_DAYS or said.removesuffix("s") in {*_WEEKDAYS, *_MONTHS, "tomorrow"}:
        return None
    return _OTHERWISE.get(said) or next((word for word in known if _one_error_apart(said, word)), None)


def _one_error_apart(said: str, meant: str) -> bool:
    """Whether one letter was left out, added, replaced or swapped with the next; the first letter has to be right."""
    if said[0] != meant[0] or abs(len(said) - len(meant)) > 1:
        return False
    length = min(len(said), len(meant))
    start = next((at for at in range(length) if said[at] != meant[at]), length)
    rest, other = said[start:], meant[start:]
    swapped = rest[:2] == other[:2][::-1] and rest[2:] == other[2:]
    return swapped or rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]
