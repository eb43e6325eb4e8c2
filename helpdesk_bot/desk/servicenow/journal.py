"""The comments of an incident, as ServiceNow shows them, and the marks by which ours are known. Pure.

A journal field shows all of its entries as one text, newest first:

    2024-06-12 14:00:00 - Ann Lee (Additional comments)
    It works again.

What the chat writes ends with a mark, which is made of the wish's correlation id: by it a wish that is delivered again
is recognised, and the customer's words are told from the staff's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from helpdesk_bot.desk.incident import Comment

_MARK_DIGITS = 12
_MARK = re.compile(rf"\[chat ([0-9a-f]{{{_MARK_DIGITS}}})\]", re.IGNORECASE)
_ENDING_MARK = re.compile(rf"\s*\[chat ([0-9a-f]{{{_MARK_DIGITS}}})\]\s*\Z")
# Text between these is shown to the staff as HTML.
_CODE = re.compile(r"\[(/?code)\]", re.IGNORECASE)
_HEADING = re.compile(
    r"^(\d[\d ./:-]{8,24}(?: ?[AP]M)?) - (.{0,200}) \(([^()\n]{1,80})\)$", re.MULTILINE | re.IGNORECASE
)


@dataclass(frozen=True)
class Entry:
    """One entry of a journal. `mark` is the correlation id's beginning where the chat wrote it, else None."""

    shown_at: str
    author: str
    text: str
    mark: str | None


def marked(text: str, correlation_id: str) -> str:
    """What to write for a customer: `harmless(text)` and the mark."""
    return f"{harmless(text)}\n\n{_mark(correlation_id)}"


def harmless(text: str) -> str:
    """`text` without what means something in a journal: marks, HTML, lines that look like an entry's heading."""
    without_marks = _MARK.sub(r"(chat \1)", _lines(text))
    without_code = _CODE.sub(r"(\1)", without_marks)
    return _HEADING.sub(r" \g<0>", without_code)


def read_journal(shown: str) -> tuple[Entry, ...]:
    """The entries in a journal's display value, in its order."""
    plain = _lines(shown)
    headings = list(_HEADING.finditer(plain))
    ends = [heading.start() for heading in headings[1:]] + [len(plain)]
    return tuple(_entry(heading, plain[heading.end() : end]) for heading, end in zip(headings, ends, strict=False))


def has_mark(shown: str, correlation_id: str) -> bool:
    """Whether this wish's comment is in a journal's display value, also where its entries cannot be told apart."""
    return _mark(correlation_id) in shown


def as_comments(
    entries: tuple[Entry, ...], read_instant: Callable[[str], datetime], customer: str
) -> tuple[Comment, ...]:
    """The entries as comments; the customer's are those of the chat and those of the author named `customer`."""
    return tuple(
        Comment(entry.text, read_instant(entry.shown_at), entry.mark is not None or _same(entry.author, customer))
        for entry in entries
    )


def _mark(correlation_id: str) -> str:
    return f"[chat {correlation_id[:_MARK_DIGITS]}]"


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _same(author: str, customer: str) -> bool:
    return bool(customer) and author.casefold() == customer.casefold()


def _entry(heading: re.Match[str], body: str) -> Entry:
    mark = _ENDING_MARK.search(body)
    text = body[: mark.start()] if mark else body
    return Entry(heading.group(1), heading.group(2), text.strip(), mark.group(1) if mark else None)
