"""Where the snapshots of long conversations are, beside their events. Knows no Rasa."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from storage import create_tables, storable_identifier

_metadata = sa.MetaData()

snapshots = sa.Table(
    "handoff_snapshots",
    _metadata,
    sa.Column("conversation_id", sa.String(255), primary_key=True),
    sa.Column("covers", sa.Integer, nullable=False),
    sa.Column("opening", sa.JSON, nullable=False),
)

_FIND = sa.select(snapshots.c.covers, snapshots.c.opening).where(
    snapshots.c.conversation_id == sa.bindparam("conversation")
)


@dataclass(frozen=True)
class StoredSnapshot:
    """`opening` stands for all events of the conversation whose row has at most the id `covers`: event dicts of Rasa's
    that bring a blank tracker to where those had brought it."""

    covers: int
    opening: list[dict[str, Any]]


def create_snapshots(engine: Engine) -> None:
    """Creates the table when it is missing. Raises StorageUnavailable."""
    create_tables(engine, _metadata)


def find_snapshot(connection: Connection, conversation: str) -> StoredSnapshot | None:
    """The snapshot of a conversation; None when it has none."""
    row = connection.execute(_FIND, {"conversation": storable_identifier(conversation)}).first()
    return None if row is None else StoredSnapshot(*row)


def keep_snapshot(connection: Connection, conversation: str, snapshot: StoredSnapshot) -> None:
    """Puts it in place of the one before, within somebody else's transaction."""
    name = storable_identifier(conversation)
    connection.execute(sa.delete(snapshots).where(snapshots.c.conversation_id == name))
    row = {"conversation_id": name, "covers": snapshot.covers, "opening": snapshot.opening}
    connection.execute(sa.insert(snapshots).values(row))
