"""Incidents in a database of our own: the local implementation of `port.IncidentStore`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection, Engine

from storage import (
    StorageUnavailable,
    create_tables,
    insert_if_absent,
    open_engine,
    reading,
    storable_identifier,
    writing,
)

from .errors import DeskUnavailable
from .incident import Draft, Incident, IncidentState, Priority, format_incident_number
from .schema import incidents, metadata


class LocalIncidentStore:
    """Keeps incidents in SQLite or PostgreSQL. Safe to use from several threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> LocalIncidentStore:
        """Open the store at `url`, creating its table when missing. Raises DeskUnavailable, StorageUrlRefused."""
        with _translated():
            engine = open_engine(url)
            create_tables(engine, metadata)
        return cls(engine)

    def add(self, conversation_id: str, draft: Draft, key: str, at: datetime) -> Incident:
        """Keep a new incident, or return the one that this key made."""
        owner, name = storable_identifier(conversation_id), storable_identifier(key)
        first = (incidents.c.conversation_id == owner) & (incidents.c.key == name)
        row = {
            "conversation_id": owner,
            "key": name,
            "email": draft.email,
            "priority": draft.priority.value,
            "title": draft.title,
            "description": draft.description,
            "state": IncidentState.NEW.value,
            "created_at": at,
            "updated_at": at,
        }
        with _translated(), writing(self._engine) as connection:
            # Looked up first, since an insert that does nothing still uses up a number on PostgreSQL.
            if not _select(connection, first):
                insert_if_absent(connection, incidents, row)
            return _select(connection, first)[0]

    def of_conversation(self, conversation_id: str) -> tuple[Incident, ...]:
        """Return the conversation's incidents, newest first."""
        with _translated(), reading(self._engine) as connection:
            return _select(connection, incidents.c.conversation_id == storable_identifier(conversation_id))

    def find(self, conversation_id: str, number: str) -> Incident | None:
        """Return the incident with this number, or None when this conversation has no such incident."""
        return next((incident for incident in self.of_conversation(conversation_id) if incident.number == number), None)

    def close(self) -> None:
        """Close all database connections."""
        self._engine.dispose()


def _select(connection: Connection, condition: Any) -> tuple[Incident, ...]:
    # By id and not by time: a clock can step back.
    rows = connection.execute(select(incidents).where(condition).order_by(incidents.c.id.desc()))
    return tuple(_incident(row) for row in rows)


def _incident(row: Any) -> Incident:
    return Incident(
        number=format_incident_number(row.id),
        email=row.email,
        priority=Priority(row.priority),
        title=row.title,
        description=row.description,
        state=IncidentState(row.state),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except StorageUnavailable as exc:
        raise DeskUnavailable(str(exc)) from exc
