"""Money that people call by its kind and not by a name: fees, interest, a salary. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .name_reading import Span

FEES, INTEREST, SALARY = "fees", "interest", "salary"

_KINDS = {
    FEES: r"\b(?:transfer\s+)?fees?\b|\btransfer\s+charges?\b|\byou(?:\s+have)?\s+charged?\s+me\b",
    INTEREST: r"\binterests?\b(?!\s+rates?\b)",
    SALARY: r"\b(?:salary|salaries|wages?|pay\s?che(?:ck|que)s?|pay\s?slips?|pay\s?day|take-?home|employer)\b",
}


@dataclass(frozen=True)
class Kind:
    """`name` is FEES, INTEREST or SALARY; `span` is where the text says it."""

    name: str
    span: Span


def read_kind(text: str) -> Kind | None:
    """The kind of money that the text is about, the first if several, None if it names none."""
    for name, pattern in _KINDS.items():
        if found := re.search(pattern, text, re.IGNORECASE):
            return Kind(name, Span(*found.span()))
    return None
