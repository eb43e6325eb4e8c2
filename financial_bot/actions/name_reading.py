"""Finding known names in a sentence, as people type them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from financial_bot.bank.matching import alike
from financial_bot.bank.names import folded

# Shorter words have too many neighbours: Bob and Rob, iron and icon.
SHORTEST_WITH_TYPO = 5
LONGEST_READ = 500  # characters

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_BETWEEN = re.compile(r"[\s.&-]*")

Named = TypeVar("Named")


@dataclass(frozen=True)
class Span:
    """Where something stands in a text, in characters; `end` is exclusive."""

    start: int
    end: int


@dataclass(frozen=True)
class Word:
    """One word of a text: `plain` is without case, accents and a possessive."""

    plain: str
    span: Span


def words_of(text: str) -> tuple[Word, ...]:
    """The words of the first 500 characters."""
    found = _WORD.finditer(text[:LONGEST_READ])
    return tuple(Word(_plain(word.group()), Span(word.start(), word.end())) for word in found)


def names_in(text: str, called: Mapping[str, Named], *, typos: bool = True) -> list[tuple[Named, Span]]:
    """What is `called` by the names that stand in `text`, in their order; at each place the longest name counts.

    Upper and lower case and accents make no difference. With `typos`, one error is forgiven in each word of five
    letters and more (four where the name has several words), never in its first letter; an exact name goes first.
    """
    words = words_of(text)
    names = [(tuple(word.plain for word in words_of(name)), thing) for name, thing in called.items()]
    names = sorted((name for name in names if name[0]), key=lambda name: -len(name[0]))
    return list(_found(text, words, names, typos))


def _found(
    text: str, words: Sequence[Word], names: Sequence[tuple[tuple[str, ...], Named]], typos: bool
) -> Iterator[tuple[Named, Span]]:
    position = 0
    while position < len(words):
        match = _name_at(text, words[position:], names, typos)
        if match is None:
            position += 1
            continue
        thing, length = match
        yield thing, Span(words[position].span.start, words[position + length - 1].span.end)
        position += length


def _name_at(
    text: str, words: Sequence[Word], names: Sequence[tuple[tuple[str, ...], Named]], typos: bool
) -> tuple[Named, int] | None:
    for forgiving in (False, True) if typos else (False,):
        for name, thing in names:
            if _stands(text, words[: len(name)], name, forgiving):
                return thing, len(name)
    return None


def _stands(text: str, words: Sequence[Word], name: Sequence[str], forgiving: bool) -> bool:
    if len(words) < len(name) or not _adjacent(text, words):
        return False
    shortest = SHORTEST_WITH_TYPO if len(name) == 1 else SHORTEST_WITH_TYPO - 1
    pairs = zip(words, name, strict=True)
    return all(word.plain == part or (forgiving and alike(word.plain, part, shortest)) for word, part in pairs)


def _adjacent(text: str, words: Sequence[Word]) -> bool:
    return all(_BETWEEN.fullmatch(text[one.span.end : other.span.start]) for one, other in pairwise(words))


def _plain(word: str) -> str:
    return folded(word).removesuffix("'s")
