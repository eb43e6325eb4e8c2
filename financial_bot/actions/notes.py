"""The note that goes with a payment: what it says is neither payee, amount nor day. Pure."""

from __future__ import annotations

import re

_NOTE = re.compile(
    r"""\b(?:
      with\ +(?:(?:a|the|this|my)\ +)?(?:(?:short|little|nice)\ +)?(?:note|message|memo|reference|comment)\b
    | (?:note|message|reference|comment|subject)\ *:
    | memo\b
    | (?<!just\ )(?<!am\ )(?<!'m\ )(?<!’m\ )(?<!was\ )(?<!keep\ )(?<!been\ )saying\b
    ).*""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


def without_note(text: str) -> str:
    """The text with everything from the words that begin a note ("memo", "with a note", "saying") replaced by spaces.

    The length stays the same, so that places in the text stay what they were.
    """
    return _NOTE.sub(lambda note: " " * len(note[0]), text)
