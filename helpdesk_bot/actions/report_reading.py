"""What the first message tells about the problem, without all that it says beside it. Pure.

"Hi, can you open a ticket: the projector in room 4 is dead, I'm user@example.com. Thanks" tells that the projector in
room 4 is dead. Words are only taken off; what stays is as it was written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .report_words import (
    ADDRESS_AT_THE_END,
    ADDRESS_IN_FRONT,
    AT_THE_END,
    EDGES,
    IN_FRONT,
    INTRODUCED_ADDRESS,
    ORPHANED,
    OWNED_ADDRESS,
    SAY_NOTHING,
)

TITLE_WIDTH = 60

_ENOUGH_WORDS = 2
# What is taken off stands within so many characters of either end; the patterns need not look at megabytes.
_END_WIDTH = 200
_MOST_ROUNDS = 30
_PAYLOAD = re.compile(r"/\w+(?:\{.*\})?", re.DOTALL)
_INSIDE_A_WORD = re.compile(r"[.–—-]\S")  # the dot of "ann.berg@example.com" ends no sentence
_ENDS_A_SENTENCE = re.compile(r"(?<=[.!?])\s|\n")


@dataclass(frozen=True)
class Report:
    """The problem in the customer's words, and a title made of them; both None when the text tells of no problem.

    `title` is one line of at most 60 characters. `description` is as long as the text lets it be.
    """

    description: str | None
    title: str | None


_NOTHING = Report(None, None)


def read_report(text: str) -> Report:
    """What the text tells about the problem. One word, or nothing but the wish for a ticket, tells nothing.

    Taken off are greetings, politeness, urgency and the wish for a ticket at both ends, and the customer's own address.
    """
    said = text.strip(EDGES)
    if _PAYLOAD.fullmatch(said):
        return _NOTHING
    said = _without_addresses(said)
    for _ in range(_MOST_ROUNDS):
        before = said
        said = _without_front(_without_front(_without_end(said, AT_THE_END), IN_FRONT), ADDRESS_IN_FRONT)
        if said == before:
            break
    telling = set(re.findall(r"\w+", said.casefold())) - SAY_NOTHING
    return Report(said, _title(said)) if len(telling) >= _ENOUGH_WORDS else _NOTHING


def own_addresses(text: str) -> tuple[str, ...]:
    """What `text` says about the e-mail address of whoever writes it: "I'm ann@example.com", or one that stands alone
    at either end, and not "I can't write to bob@example.com"."""
    patterns = (INTRODUCED_ADDRESS, OWNED_ADDRESS, ADDRESS_IN_FRONT, ADDRESS_AT_THE_END)
    ends = text[:_END_WIDTH], text[-_END_WIDTH:]
    said = (found.group() for pattern in patterns for part in ends for found in pattern.finditer(part))
    return tuple(dict.fromkeys(words for words in said if not _INSIDE_A_WORD.match(words)))


def _without_addresses(said: str) -> str:
    left = _without_end(INTRODUCED_ADDRESS.sub("", said), ADDRESS_AT_THE_END)
    return said if left == said else ORPHANED.sub("", left).strip(EDGES)


def _without_front(said: str, pattern: re.Pattern[str]) -> str:
    found = pattern.match(said[:_END_WIDTH])
    return said[found.end() :].strip(EDGES) if found else said


def _without_end(said: str, pattern: re.Pattern[str]) -> str:
    start = max(0, len(said) - _END_WIDTH)
    found = pattern.search(said[start:])
    if not found:
        return said
    ending = "." if found.group().startswith(".") else ""  # the sentence before it keeps its full stop
    return (said[: start + found.start()] + ending).strip(EDGES)


def _title(description: str) -> str:
    """The first sentence, shortened at a word, with a capital."""
    sentence = " ".join(_ENDS_A_SENTENCE.split(description, maxsplit=1)[0].split()).rstrip(".,;:!") or description[:1]
    if len(sentence) > TITLE_WIDTH:
        cut = sentence[:TITLE_WIDTH]
        cut = cut[: cut.rindex(" ")] if " " in cut else cut[:-1]
        sentence = cut.rstrip(" ,;:.!") + "…"
    capital = sentence[0].upper()
    return (capital if len(capital) == 1 else sentence[0]) + sentence[1:]  # the capital of "ß" would be two letters
