"""Which conversation may see which incidents, and what the desk remembers of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection

from storage import insert_if_absent

from .incident import Incident, IncidentState, Known, Priority, number_among
from .schema import access

# How long an incident has to be missing before it counts as gone: its ticket system may just not show it for a moment.
MISSING_FOR = timedelta(hours=1)


def grant(
    connection: Connection, conversation_id: str, system: str, incident: Incident, seen_at: datetime, *, opened: bool
) -> None:
    """Let a conversation see this incident of a ticket system; `opened`: because it has opened it."""
    row = {"conversation_id": conversation_id, "system": system, "number": incident.number, "opened": opened}
    insert_if_absent(connection, access, {**row, **_seen(incident, seen_at)})
    refresh(connection, system, (incident,), seen_at)


def refresh(connection: Connection, system: str, incidents: Collection[Incident], seen_at: datetime) -> None:
    """Remember how these incidents are now, for everybody who may see them; whatever is newer stays."""
    for incident in incidents:
        this = (access.c.system == system) & (access.c.number == incident.number)
        connection.execute(update(access).where(this).values(missing=False, missing_since=None))
        is_not_newer = access.c.updated_at <= incident.updated_at
        connection.execute(update(access).where(this & is_not_newer).values(**_seen(incident, seen_at)))


def note_missing(connection: Connection, system: str, numbers: Collection[str], now: datetime) -> None:
    """Remember that the ticket system does not find these incidents; after an hour they count as missing.

    They can come back: access stays.
    """
    these = (access.c.system == system) & access.c.number.in_(numbers)
    since = access.c.missing_since
    connection.execute(update(access).where(these & (since <= now - MISSING_FOR)).values(missing=True))
    # Later than now: the clock was put back.
    connection.execute(update(access).where(these & (since.is_(None) | (since > now))).values(missing_since=now))


def is_missing(connection: Connection, conversation_id: str, system: str, number: str) -> bool:
    """Whether the ticket system has not had this incident for a while, or the conversation may not see it any more."""
    row = next((row for row in _rows(connection, conversation_id, system) if row.number == number), None)
    return row is None or bool(row.missing)


def numbers_of(connection: Connection, conversation_id: str, system: str) -> tuple[str, ...]:
    """Return the numbers of all incidents of the ticket system that the conversation may see."""
    return tuple(row.number for row in _rows(connection, conversation_id, system))


def opened_by(connection: Connection, conversation_id: str, system: str) -> tuple[str, ...]:
    """Return the numbers of those that it has opened itself."""
    return tuple(row.number for row in _rows(connection, conversation_id, system) if row.opened)


def known_to(connection: Connection, conversation_id: str, system: str) -> tuple[Known, ...]:
    """Return what is remembered of the incidents that the conversation may see, newest first."""
    return tuple(_known(row) for row in _rows(connection, conversation_id, system) if not row.missing)


def remembered(connection: Connection, conversation_id: str, system: str, number: str) -> Known | None:
    """Return what is remembered of the incident that this number means, also when it is missing.

    None when the conversation may not see it.
    """
    rows = {row.number: row for row in _rows(connection, conversation_id, system)}
    meant = number_among(number, rows)
    return None if meant is None else _known(rows[meant])


def forget_numbers(connection: Connection, system: str, numbers: Collection[str]) -> None:
    """Forget these incidents for everybody."""
    connection.execute(delete(access).where((access.c.system == system) & access.c.number.in_(numbers)))


def forget_conversation(connection: Connection, conversation_id: str) -> tuple[str, ...]:
    """Forget all that this conversation may see, in every ticket system, and return the numbers."""
    query = select(access).where(access.c.conversation_id == conversation_id).with_for_update()
    rows = sorted(connection.execute(query), key=_by_number, reverse=True)
    for row in rows:  # and nothing that was added since they were read
        this = (access.c.system == row.system) & (access.c.number == row.number)
        connection.execute(delete(access).where(this & (access.c.conversation_id == conversation_id)))
    return tuple(dict.fromkeys(row.number for row in rows))


def _rows(connection: Connection, conversation_id: str, system: str) -> list[Any]:
    these = (access.c.conversation_id == conversation_id) & (access.c.system == system)
    rows = connection.execute(select(access).where(these)).all()
    return sorted(rows, key=_by_number, reverse=True)


def _by_number(row: Any) -> tuple[int, str]:
    # By number, since a clock can step back; a longer number is a later one.
    return len(row.number), row.number


def _known(row: Any) -> Known:
    return Known(row.number, row.title, IncidentState(row.state), Priority(row.priority), row.seen_at)


def _seen(incident: Incident, seen_at: datetime) -> dict[str, Any]:
    return {
        "missing": False,
        "title": incident.title,
        "state": incident.state.value,
        "priority": incident.priority.value,
        "category": incident.category.value,
        "created_at": incident.created_at,
        "updated_at": incident.updated_at,
        "seen_at": seen_at,
    }
