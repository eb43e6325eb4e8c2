"""Names of payees as customers write them: judged, tidied, and folded to tell whether two are the same. Pure."""

import unicodedata

from .errors import InvalidName
from .matching import APOSTROPHES, UNDECOMPOSED

MAXIMUM_LENGTH = 100

# Control, invisible, unassigned, private and half characters, and separators of lines: nothing that a name consists of.
_UNREADABLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})


def tidied(name: str) -> str:
    """Return the name in composed form (NFC) with single spaces between its words; raise InvalidName."""
    stripped = name.strip()
    if not stripped:
        raise InvalidName("empty")
    # A composed name is never longer than half of what it is composed from, and nobody need read pages to see that.
    if len(stripped) > 10 * MAXIMUM_LENGTH:
        raise InvalidName("too_long")
    composed = unicodedata.normalize("NFC", stripped)
    if any(unicodedata.category(letter) in _UNREADABLE for letter in composed):
        raise InvalidName("unreadable")
    tidy = " ".join(composed.split())
    if len(tidy) > MAXIMUM_LENGTH:
        raise InvalidName("too_long")
    if not any(letter.isalpha() for letter in tidy):
        raise InvalidName("no_letters")
    return tidy


def folded(name: str) -> str:
    """Return what two names have in common that differ only in case, accents, apostrophes or spaces."""
    plain = unicodedata.normalize("NFKD", name.translate(APOSTROPHES).casefold())
    letters = "".join(letter for letter in plain if not _is_accent(letter) and not letter.isspace())
    return letters.translate(UNDECOMPOSED)


def _is_accent(letter: str) -> bool:
    # Only these: in other scripts a combining mark makes another letter.
    return "\u0300" <= letter <= "\u036f"
