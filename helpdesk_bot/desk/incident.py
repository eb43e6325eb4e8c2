"""Incidents as value objects, their numbers, and the rules for their texts. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from .addresses import EmailProblem, read_email
from .errors import InvalidIncident

TITLE_LIMIT = 160
DESCRIPTION_LIMIT = 4000

_NUMBER = re.compile(
    r"\b(?:inc|incident|ticket)[ _-]{0,2}(?:(?:number|num|nr|no)\b\.?)?[ :#]{0,3}([0-9]+)\b",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"#? ?([0-9]+)")
_NUMBER_DIGITS = 7
_MOST_DIGITS = 12


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


@dataclass(frozen=True)
class Draft:
    """What an incident is opened with: cleaned and within the limits."""

    email: str
    priority: Priority
    title: str
    description: str


@dataclass(frozen=True)
class Incident:
    """An incident. `number` looks like INC0000012; the instants are aware, in UTC."""

    number: str
    email: str
    priority: Priority
    title: str
    description: str
    state: IncidentState
    created_at: datetime
    updated_at: datetime


def make_draft(*, email: str, priority: Priority, title: str, description: str) -> Draft:
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
    return Draft(address, priority, heading, body)


def format_incident_number(count: int) -> str:
    """Return the canonical number of the `count`-th incident: INC0000012 for 12."""
    return f"INC{count:0{_NUMBER_DIGITS}d}"


def read_incident_number(text: str) -> str | None:
    """Read the one incident number in `text`: "INC0000012", "inc 12", "incident #12", or nothing but "12".

    None when there is none, or when there are several different ones.
    """
    plain = " ".join(text.split())
    alone = _BARE_NUMBER.fullmatch(plain)
    digits = {alone.group(1)} if alone else set(_NUMBER.findall(plain))
    counts = {int(digit.lstrip("0") or "0") for digit in digits if len(digit.lstrip("0")) <= _MOST_DIGITS} - {0}
    return format_incident_number(counts.pop()) if len(counts) == 1 else None


def _clean(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        character for character in lines if character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs"}
    )
