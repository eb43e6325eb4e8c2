"""Reading the local ticket system's tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from helpdesk_bot.desk.errors import UnknownIncident
from helpdesk_bot.desk.incident import Category, Comment, Incident, IncidentState, Priority, format_incident_number
from helpdesk_bot.desk.schema import entries, incidents

_PREFIX = "INC"
_MOST_DIGITS = 18  # of what the column can hold


def row_id_of(number: str) -> int | None:
    """Return the id of the row with this canonical number; None for what is no such number."""
    digits = number[len(_PREFIX) :]
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS):
        return None
    return int(digits) if format_incident_number(int(digits)) == number else None


def incidents_with(connection: Connection, condition: Any) -> tuple[Incident, ...]:
    """Return the incidents that fulfil an SQL condition, newest first."""
    # By id and not by time: a clock can step back.
    rows = connection.execute(select(incidents).where(condition).order_by(incidents.c.id.desc())).all()
    comments = comments_of(connection, [row.id for row in rows], "comment")
    return tuple(_incident(row, comments.get(row.id, ())) for row in rows)


def comments_of(connection: Connection, ids: Collection[int], kind: str) -> Mapping[int, tuple[Comment, ...]]:
    """Return what was written about each of these incidents, newest first. `kind`: "comment" or "work_note"."""
    found: defaultdict[int, tuple[Comment, ...]] = defaultdict(tuple)
    query = select(entries).where(entries.c.incident_id.in_(ids), entries.c.kind == kind).order_by(entries.c.id.desc())
    for row in connection.execute(query):
        found[row.incident_id] += (Comment(row.text, row.at, row.by_customer),)
    return found


def locked_row(connection: Connection, number: str) -> Any:
    """Return the incident's row, which nobody else changes before this transaction ends. Raises UnknownIncident."""
    row_id = row_id_of(number)
    query = select(incidents).where(incidents.c.id == row_id).with_for_update()
    row = None if row_id is None else connection.execute(query).one_or_none()
    if row is None:
        raise UnknownIncident(number)
    return row


def entry_exists(connection: Connection, correlation_id: str) -> bool:
    """Whether this wish has written something already."""
    query = select(entries.c.id).where(entries.c.correlation_id == correlation_id)
    return connection.execute(query).first() is not None


def _incident(row: Any, comments: tuple[Comment, ...]) -> Incident:
    return Incident(
        number=format_incident_number(row.id),
        email=row.email,
        priority=Priority(row.priority),
        category=Category(row.category),
        title=row.title,
        description=row.description,
        state=IncidentState(row.state),
        created_at=row.created_at,
        updated_at=row.updated_at,
        comments=comments,
    )
