"""Incidents in a database of our own: the local implementation of `port.TicketSystem`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.engine import Connection, Engine

from helpdesk_bot.desk.database import desk_reading, desk_writing, open_database
from helpdesk_bot.desk.errors import IncidentClosed
from helpdesk_bot.desk.incident import Comment, Draft, Incident, IncidentState, Priority, format_incident_number
from helpdesk_bot.desk.schema import entries, incidents
from storage import insert_if_absent

from .deleting import delete_incidents
from .reading import comments_of, entry_exists, incidents_with, locked_row, row_id_of

LOCAL = "local"

# Repeating what is being done here does no harm, so nobody has to wait for long.
LEASE = timedelta(seconds=10)


class LocalTicketSystem:
    """Keeps incidents in SQLite or PostgreSQL. Safe to use from several threads and processes.

    Every method raises DeskUnavailable. Besides what the port asks for, there is what the staff does: `reply`,
    `change_state`, `add_work_note`, `work_notes`.
    """

    name = LOCAL
    lease = LEASE

    def __init__(self, engine: Engine) -> None:
        """`engine` leads to a database with the desk's tables (`database.open_database`)."""
        self._engine = engine

    @classmethod
    def kept_at(cls, url: str) -> LocalTicketSystem:
        """Open the incidents in the database at `url`. Raises DeskUnavailable, StorageUrlRefused, StorageTooNew."""
        return cls(open_database(url))

    def open(self, draft: Draft, correlation_id: str, at: datetime) -> Incident:
        """Keep a new incident, or return the one that this correlation id made."""
        wish = incidents.c.correlation_id == correlation_id
        with desk_writing(self._engine) as connection:
            # Looked up first, since an insert that does nothing still uses up a number on PostgreSQL.
            if not incidents_with(connection, wish):
                _add(connection, draft, correlation_id, at)
            return incidents_with(connection, wish)[0]

    def find(self, numbers: Collection[str]) -> tuple[Incident, ...]:
        """Return the incidents with these numbers, newest first; unknown ones are left out."""
        ids = [row_id for row_id in map(row_id_of, numbers) if row_id is not None]
        with desk_reading(self._engine) as connection:
            return incidents_with(connection, incidents.c.id.in_(ids))

    def comment(self, number: str, text: str, correlation_id: str, at: datetime) -> Incident:
        """Add a customer's comment, once per correlation id. Raises UnknownIncident, IncidentClosed."""
        with desk_writing(self._engine) as connection:
            row = locked_row(connection, number)
            if not entry_exists(connection, correlation_id):
                _refuse_closed(row)
                _write(connection, row.id, "comment", text, at, by_customer=True, correlation_id=correlation_id)
                _change(connection, row, at)
            return _now(connection, row.id)

    def close(self, number: str, note: str, at: datetime) -> Incident:
        """Close the incident; a closed one stays as it is. Raises UnknownIncident."""
        with desk_writing(self._engine) as connection:
            row = locked_row(connection, number)
            if row.state != IncidentState.CLOSED.value:
                _change(connection, row, at, state=IncidentState.CLOSED.value, close_note=note)
            return _now(connection, row.id)

    def change_priority(self, number: str, priority: Priority, at: datetime) -> Incident:
        """Raises UnknownIncident, IncidentClosed."""
        with desk_writing(self._engine) as connection:
            row = locked_row(connection, number)
            _refuse_closed(row)
            if row.priority != priority.value:
                _change(connection, row, at, priority=priority.value)
            return _now(connection, row.id)

    def erase(self, numbers: Collection[str]) -> tuple[str, ...]:
        """Delete these incidents with all that was written about them; none stays. Numbers are not given again."""
        with desk_writing(self._engine) as connection:
            delete_incidents(connection, numbers)
        return ()

    def dispose(self) -> None:
        """Close all database connections."""
        self._engine.dispose()

    def reply(self, number: str, text: str, at: datetime) -> Incident:
        """The staff writes a comment for the customer to read. Raises UnknownIncident."""
        with desk_writing(self._engine) as connection:
            row = locked_row(connection, number)
            _write(connection, row.id, "comment", text, at)
            _change(connection, row, at)
            return _now(connection, row.id)

    def change_state(self, number: str, state: IncidentState, at: datetime) -> Incident:
        """The staff moves an incident on, or opens it again. Raises UnknownIncident."""
        with desk_writing(self._engine) as connection:
            row = locked_row(connection, number)
            _change(connection, row, at, state=state.value)
            return _now(connection, row.id)

    def add_work_note(self, number: str, text: str, at: datetime) -> None:
        """The staff writes something for itself. Raises UnknownIncident."""
        with desk_writing(self._engine) as connection:
            _write(connection, locked_row(connection, number).id, "work_note", text, at)

    def work_notes(self, number: str) -> tuple[Comment, ...]:
        """Return what the customer does not see, newest first; nothing for an unknown incident."""
        row_id = row_id_of(number)
        if row_id is None:
            return ()
        with desk_reading(self._engine) as connection:
            return comments_of(connection, [row_id], "work_note").get(row_id, ())


def _add(connection: Connection, draft: Draft, correlation_id: str, at: datetime) -> None:
    row = {
        "email": draft.email,
        "priority": draft.priority.value,
        "category": draft.category.value,
        "title": draft.title,
        "description": draft.description,
        "state": IncidentState.NEW.value,
        "correlation_id": correlation_id,
        "created_at": at,
        "updated_at": at,
    }
    if not insert_if_absent(connection, incidents, row) or not draft.tried:
        return
    opened = incidents_with(connection, incidents.c.correlation_id == correlation_id)[0]
    steps = "\n".join(f"- {step}" for step in draft.tried)
    _write(connection, row_id_of(opened.number), "work_note", f"Tried before, without success:\n{steps}", at)


def _write(
    connection: Connection,
    row_id: int | None,
    kind: str,
    text: str,
    at: datetime,
    *,
    by_customer: bool = False,
    correlation_id: str | None = None,
) -> None:
    values = {"incident_id": row_id, "kind": kind, "text": text, "at": at}
    connection.execute(insert(entries).values(**values, by_customer=by_customer, correlation_id=correlation_id))


def _change(connection: Connection, row: Any, at: datetime, **values: Any) -> None:
    # What had to wait for its delivery was wished for before what has happened since.
    values["updated_at"] = max(row.updated_at, at)
    connection.execute(update(incidents).where(incidents.c.id == row.id).values(**values))


def _now(connection: Connection, row_id: int) -> Incident:
    return incidents_with(connection, incidents.c.id == row_id)[0]


def _refuse_closed(row: Any) -> None:
    if row.state == IncidentState.CLOSED.value:
        raise IncidentClosed(format_incident_number(row.id))
