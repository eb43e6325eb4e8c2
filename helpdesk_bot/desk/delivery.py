"""How a wish is written down for the outbox, how it is asked of a ticket system, and when it is asked again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from .errors import UnknownIncident
from .incident import Category, Draft, Incident, Priority
from .outbox import LONGEST_PAUSE, Entry
from .port import TicketSystem

PAUSES = (
    timedelta(seconds=5),
    timedelta(seconds=15),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
)
# An incident that is not found can be out of sight for a moment, for example when SNOW_USER loses a role.
OUT_OF_SIGHT = timedelta(hours=1)
_MOST_ATTEMPTS_TO_FIND = 10  # the pauses of an hour and more; the clock may have been put back


def content_of(draft: Draft) -> dict[str, Any]:
    """Return the draft as JSON can hold it."""
    return {**asdict(draft), "priority": draft.priority.value, "category": draft.category.value}


def deliver(tickets: TicketSystem, entry: Entry) -> Incident:
    """Ask the ticket system, the one that the entry is for, for what it wants. Raises what the port raises."""
    at = entry.created_at
    if entry.kind == "open":
        return tickets.open(_draft_of(entry.content), entry.correlation_id, at)
    if entry.number is None:
        raise UnknownIncident(entry.number)
    if entry.kind == "comment":
        return tickets.comment(entry.number, entry.content["text"], entry.correlation_id, at)
    if entry.kind == "close":
        return tickets.close(entry.number, entry.content["note"], at)
    return tickets.change_priority(entry.number, Priority(entry.content["priority"]), at)


def pause_after(attempts: int, retry_after: timedelta | None) -> timedelta:
    """Return how long to wait after so many attempts, at least as long as the ticket system asked for."""
    pause = PAUSES[min(attempts, len(PAUSES)) - 1]
    return pause if retry_after is None else max(pause, min(retry_after, LONGEST_PAUSE))


def may_be_out_of_sight(entry: Entry, now: datetime) -> bool:
    """Whether it is too early to say that the incident of this entry, which is not found, does not exist any more."""
    return now - entry.created_at < OUT_OF_SIGHT and entry.attempts <= _MOST_ATTEMPTS_TO_FIND


def _draft_of(content: Mapping[str, Any]) -> Draft:
    return Draft(
        email=content["email"],
        priority=Priority(content["priority"]),
        category=Category(content["category"]),
        title=content["title"],
        description=content["description"],
        tried=tuple(content["tried"]),
    )
