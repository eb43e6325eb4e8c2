"""Which payee is meant? Pure matching of names as people type them. In doubt: nobody, or all who could be meant."""

import re
import unicodedata
from collections.abc import Callable, Sequence

from .model import Payee

# Shorter names have too many neighbours: Bob and Rob, Ann and Jan.
_SHORTEST_WITH_TYPO = 4
_LONGEST_SAID = 200

# Letters that Unicode does not decompose into a base letter and a mark.
UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"})
APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'"})  # these are what is to be replaced
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


def find_payees(payees: Sequence[Payee], said: str) -> tuple[Payee, ...]:
    """Return the payees that `said`, an answer to "whom?", can mean: full name or first name, in any case.

    Exact matches win; without one, one typing error per word is forgiven in words of four letters and more, never in
    the first letter. "Alice Smith" does not find Alice Morgan.
    """
    words = _words(said) if len(said) <= _LONGEST_SAID else []
    if not words:
        return ()
    return _meant(payees, words, str.__eq__) or _meant(payees, words, _alike)


def payees_named_in(payees: Sequence[Payee], text: str) -> tuple[Payee, ...]:
    """Return the payees whose full or first name stands in a sentence, in order of appearance, each once.

    Only exact words count here. Where a full name stands, it alone counts, not others with the same first name.
    """
    words = _words(text)
    names = [(payee, _words(payee.name)) for payee in payees]
    found: dict[Payee, None] = {}
    for position in range(len(words)):
        full = [payee for payee, name in names if name and words[position : position + len(name)] == name]
        first = [payee for payee, name in names if name and words[position] == name[0]]
        found.update(dict.fromkeys(full or first))
    return tuple(found)


def alike(word: str, name: str, shortest: int = _SHORTEST_WITH_TYPO) -> bool:
    """Say whether two words are the same but for one typing error; in words of less than `shortest` letters none is
    forgiven, and never one in the first letter."""
    return _alike(_fold(word.casefold()), _fold(name.casefold()), shortest)


def _meant(payees: Sequence[Payee], words: list[str], same: Callable[[str, str], bool]) -> tuple[Payee, ...]:
    return tuple(payee for payee in payees if _is_name(words, _words(payee.name), same))


def _is_name(words: list[str], name: list[str], same: Callable[[str, str], bool]) -> bool:
    wanted = name if len(words) > 1 else name[:1]
    return len(words) == len(wanted) and all(same(word, part) for word, part in zip(words, wanted, strict=True))


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFC", text).translate(APOSTROPHES).casefold()
    return [_fold(word.removesuffix("'s")) for word in _WORD.findall(plain)]


def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).translate(UNDECOMPOSED)


def _alike(word: str, name: str, shortest: int = _SHORTEST_WITH_TYPO) -> bool:
    if word == name:
        return True
    if min(len(word), len(name)) < shortest or word[0] != name[0]:
        return False
    return _one_error_apart(word, name)


def _one_error_apart(word: str, name: str) -> bool:
    """Say whether one letter was left out, added, replaced, or swapped with its neighbour."""
    if abs(len(word) - len(name)) > 1:
        return False
    start = 0
    while start < min(len(word), len(name)) and word[start] == name[start]:
        start += 1
    rest, name_rest = word[start:], name[start:]
    replaced = rest[1:] == name_rest[1:]
    added = rest[1:] == name_rest
    left_out = rest == name_rest[1:]
    swapped = rest[:2] == name_rest[:2][::-1] and rest[2:] == name_rest[2:]
    return replaced or added or left_out or swapped
