"""Incidents as value objects, their numbers, and the rules for their texts. Pure."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Literal

from .addresses import EmailProblem, read_email
from .errors import InvalidIncident

TITLE_LIMIT = 160
DESCRIPTION_LIMIT = 4000
COMMENT_LIMIT = 4000

# "I opened a ticket 3 days ago" and "ticket 2 of 3" tell no number.
_COUNTS = (
    r"(?!\s*(?:%|(?:more\s+|whole\s+|full\s+)?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?"
    r"|times|people|persons|colleagues|users|of\s+[0-9]+)\b)|\s*[ap]\.?m\b)"
)
_NUMBER = re.compile(
    r"\b(?:inc|incident|ticket|(?<!in )(?<!use )(?<!edge )case|request|reference)[ _-]{0,2}"
    r"(?:(?:number|num|nr|no)\b\.?)?[ :#]{0,3}([0-9]+)\b" + _COUNTS,
    re.IGNORECASE,
)
# "I opened one by phone, number 44", "bump 42 up": in sentences about incidents only.
_ABOUT_INCIDENTS = re.compile(
    r"\b(?:tickets?|incidents?|inc|case|priority|prio|opened|reopen|re-open|close|bump|escalate)\b", re.IGNORECASE
)
_NUMBERED = re.compile(
    r"(?:^|[,;:.(]\s*|\b(?:is|was|the|got|has|have|with|under|it's|its|and)\s+)(?:number|nr\.?|no\.)\s?#?([0-9]+)\b"
    + _COUNTS
    + r"|\b(?:close|reopen|re-open|bump|escalate|raise|lower)\s+#?([0-9]{2,12})\b"
    r"(?=\s+(?:up|down|to|as|please|pls|now|again)\b|\s*(?:[,.;!?]|\Z))",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"#? ?([0-9]+)")
_NUMBER_DIGITS = 7
_MOST_DIGITS = 12


class Category(Enum):
    """What kind of thing does not work."""

    PASSWORD = "password"
    EMAIL = "email"
    NETWORK = "network"
    HARDWARE = "hardware"
    SOFTWARE = "software"
    OTHER = "other"


class Priority(Enum):
    """How much an incident presses."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class IncidentState(Enum):
    """Where an incident is in its life. The values are the words that people see."""

    NEW = "New"
    IN_PROGRESS = "In Progress"
    ON_HOLD = "On Hold"
    RESOLVED = "Resolved"
    CLOSED = "Closed"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self not in (IncidentState.RESOLVED, IncidentState.CLOSED)


@dataclass(frozen=True)
class Draft:
    """What an incident is opened with: cleaned and within the limits.

    `tried` are the steps that did not help; they are for the staff and not part of the description.
    """

    email: str
    priority: Priority
    category: Category
    title: str
    description: str
    tried: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comment:
    """What the customer or the staff wrote for each other to read; the instant is aware, in UTC."""

    text: str
    at: datetime
    by_customer: bool


@dataclass(frozen=True)
class Incident:
    """An incident as its customer may see it, so without work notes, which are the staff's own.

    `number` looks like INC0000012; the instants are aware, in UTC; `comments` are newest first. `email` is the address
    of the person whom it is for; None where the ticket system knows none.
    """

    number: str
    email: str | None
    priority: Priority
    category: Category
    title: str
    description: str
    state: IncidentState
    created_at: datetime
    updated_at: datetime
    comments: tuple[Comment, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state.is_open


@dataclass(frozen=True)
class Known:
    """What the desk itself remembers of an incident, as it was at `seen_at`."""

    number: str
    title: str
    state: IncidentState
    priority: Priority
    seen_at: datetime

    @property
    def is_open(self) -> bool:
        """Whether somebody still had to do something about it."""
        return self.state.is_open


Kind = Literal["open", "comment", "close", "priority"]


@dataclass(frozen=True)
class Waiting:
    """What a customer wants of the ticket system and what is still to be delivered.

    `number` is None for a new incident.
    """

    kind: Kind
    number: str | None
    title: str
    since: datetime


# What a wish comes to, see `Desk`.
Outcome = Incident | Known | Waiting


@dataclass(frozen=True)
class Notice:
    """What became of something that had to wait. `delivered` is False when the ticket system will never take it."""

    id: int
    conversation_id: str
    kind: Kind
    number: str | None
    title: str
    delivered: bool


def make_draft(
    *,
    email: str,
    priority: Priority,
    category: Category,
    title: str,
    description: str,
    tried: tuple[str, ...] = (),
) -> Draft:
    """Clean the texts and judge them; raise InvalidIncident, which names the field.

    A title is one line of 1 to 160 characters. A description may be empty and has at most 4000 characters. Control
    characters (but line breaks and tabs of a description), NUL and lone surrogates are removed.
    """
    address = read_email([email])
    if isinstance(address, EmailProblem):
        raise InvalidIncident("email", "missing" if address is EmailProblem.MISSING else "invalid")
    heading = " ".join(_clean(title).split())
    if not heading:
        raise InvalidIncident("title", "missing")
    if len(heading) > TITLE_LIMIT:
        raise InvalidIncident("title", "too_long")
    body = _clean(description).strip()
    if len(body) > DESCRIPTION_LIMIT:
        raise InvalidIncident("description", "too_long")
    steps = tuple(" ".join(_clean(step).split()) for step in tried)
    return Draft(address, priority, category, heading, body, steps)


def clean_comment(text: str) -> str:
    """Return the comment without control characters; raise InvalidIncident when nothing is left or it is too long."""
    body = clean_note(text)
    if not body:
        raise InvalidIncident("comment", "missing")
    return body


def clean_note(text: str) -> str:
    """Return the note without control characters; it may be empty. Raise InvalidIncident when it is too long."""
    body = _clean(text).strip()
    if len(body) > COMMENT_LIMIT:
        raise InvalidIncident("comment", "too_long")
    return body


def format_incident_number(count: int) -> str:
    """Return the canonical number of the `count`-th incident: INC0000012 for 12."""
    return f"INC{count:0{_NUMBER_DIGITS}d}"


def read_incident_number(text: str) -> str | None:
    """Read the one incident number in `text`: "INC0000012", "inc 12", "incident #12", or nothing but "12".

    A number that is written with more than seven digits keeps its zeros, since some ticket systems give such numbers;
    `number_among` tells which one is meant. None when there is none, or when there are several different ones.
    """
    plain = " ".join(text.split())
    alone = _BARE_NUMBER.fullmatch(plain)
    digits = [alone.group(1)] if alone else _NUMBER.findall(plain)
    if not digits and _ABOUT_INCIDENTS.search(plain):
        digits = [one or other for one, other in _NUMBERED.findall(plain)]
    counts = {int(digit.lstrip("0") or "0") for digit in digits if len(digit.lstrip("0")) <= _MOST_DIGITS} - {0}
    if len(counts) != 1:
        return None
    longest = max((len(digit) for digit in digits if len(digit) <= _MOST_DIGITS), default=0)
    return f"INC{counts.pop():0{max(longest, _NUMBER_DIGITS)}d}"


def spellings_of(number: str) -> tuple[str, ...]:
    """Return the numbers that `read_incident_number` returns for this one with more or fewer zeros, shortest first."""
    count = int(number.removeprefix("INC"))
    return tuple(f"INC{count:0{width}d}" for width in range(max(_NUMBER_DIGITS, len(str(count))), _MOST_DIGITS + 1))


def number_among(number: str, numbers: Collection[str]) -> str | None:
    """Return the one of `numbers` that `number` means: the same one, else the only one that differs in zeros alone."""
    if number in numbers:
        return number
    same = [each for each in numbers if _without_zeros(each) == _without_zeros(number)]
    return same[0] if len(same) == 1 else None


def _without_zeros(number: str) -> tuple[str, str]:
    prefix = number.rstrip("0123456789")
    return prefix, number[len(prefix) :].lstrip("0")


def _clean(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        character for character in lines if character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs"}
    )
