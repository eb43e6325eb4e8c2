"""The rows of Rasa's table of events (rasa 3.6.21, core/tracker_store.py), read and written in the order of their ids.

Times do not tell the order: a clock that steps back would hide what came after that.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import Event, SessionStarted
from sqlalchemy.engine import Connection, Engine

from storage import writing

_events = SQLTrackerStore.SQLEvent.__table__
_of_conversation = _events.c.sender_id == sa.bindparam("conversation")

# Made once: putting a statement together takes longer than what the database does with it.
_ROWS = (
    sa.select(_events.c.id, _events.c.type_name, _events.c.timestamp, _events.c.data)
    .where(sa.and_(_of_conversation, _events.c.id > sa.bindparam("behind")))
    .order_by(_events.c.id)
)
_LAST_ROW = (
    sa.select(_events.c.id, _events.c.timestamp)
    .where(_of_conversation)
    .order_by(_events.c.sender_id.desc(), _events.c.id.desc())
    .limit(1)
)
_ADD = sa.insert(_events)


@dataclass(frozen=True)
class Position:
    """Where a conversation has come to: the id and the time of its last row. SQLite may give an id a second time when
    rows were deleted, hence the time."""

    row: int
    time: float


def index_events(engine: Engine) -> None:
    """Makes a conversation's last rows quick to find on PostgreSQL; SQLite's index has the row's id anyway."""
    if engine.dialect.name != "postgresql":
        return
    with writing(engine) as connection:
        connection.execute(sa.text("SET LOCAL statement_timeout = 0"))  # the table may be large when this is new
        connection.execute(sa.text("CREATE INDEX IF NOT EXISTS handoff_events_by_row ON events (sender_id, id)"))


def rows_after(connection: Connection, conversation: str, row: int) -> list[Any]:
    """The rows (id, type_name, timestamp, data) of a conversation behind the one with that id, 0 for all."""
    return list(connection.execute(_ROWS, {"conversation": conversation, "behind": row}).all())


def of_last_session(rows: list[Any]) -> list[Any]:
    """The rows from the beginning of the last session on; all of them if none began among them."""
    starts = [place for place, row in enumerate(rows) if row.type_name == SessionStarted.type_name]
    return rows[starts[-1] :] if starts else rows


def last_position(connection: Connection, conversation: str) -> Position | None:
    """Where the conversation has come to; None when there is nothing of it."""
    row = connection.execute(_LAST_ROW, {"conversation": conversation}).first()
    return None if row is None else Position(*row)


def add_events(connection: Connection, conversation: str, events: Iterable[Event]) -> None:
    """Adds events to a conversation, with the columns that Rasa fills for whoever analyses the table."""
    rows = [_row(conversation, event.as_dict()) for event in events]
    if rows:
        connection.execute(_ADD, rows)


def _row(conversation: str, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "sender_id": conversation,
        "type_name": data["event"],
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }
