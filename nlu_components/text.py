"""What of a sentence says what it is about. Pure."""

from __future__ import annotations

import re
import unicodedata

ANY_ADDRESS = "name@example.com"

# The lengths are RFC 5321's; without them a long text without "@" would be searched in quadratic time.
_ADDRESS = re.compile(r"(?:\bmailto:)?[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}", re.IGNORECASE)
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"'})
_SPACE = re.compile(r"\s+")
_DIGIT = re.compile(r"\d")
_DRAWN_OUT = re.compile(r"([^\W\d])\1{2,}")
LONGEST = 600  # characters; a story's wish is in its beginning or was said before


def well_formed(text: str) -> str:
    """Without halves of characters (lone surrogates), which JSON may bring and no tokenizer or file takes."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def normalised(text: str) -> str:
    """One line, plain quotes, every e-mail address the same: which one it is does not matter to the meaning."""
    plain = unicodedata.normalize("NFKC", well_formed(text[:LONGEST])).translate(_QUOTES)
    return _SPACE.sub(" ", _ADDRESS.sub(ANY_ADDRESS, plain)).strip()


def spelling(text: str) -> str:
    """`normalised`, in lower case, all digits 0 and "sooooo" short: for counting words and pieces of words."""
    lower = normalised(text).casefold()
    return _DRAWN_OUT.sub(r"\1\1", _DIGIT.sub("0", lower))
