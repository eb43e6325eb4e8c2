"""The database of a bot's conversations: where it is, and deleting one of them from it. Knows no Rasa.

Rasa's tracker store has the table `events` there (rasa 3.6.21, core/tracker_store.py). Notices, the answers by message
id and the snapshots of long conversations have tables of their own.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml
from sqlalchemy.engine import Connection, Engine

from handoff.errors import ConfigError
from handoff.rasa_adapter.answered import answers
from handoff.rasa_adapter.notice_box import notices
from handoff.rasa_adapter.snapshot_table import snapshots
from storage import erasing, storable_identifier

ENDPOINTS = Path("endpoints.yml")
URL_VARIABLE = "CONVERSATIONS_DATABASE_URL"
DEFAULT_FILE = Path("var") / "conversations.db"
DEFAULT_URL = f"sqlite:///{DEFAULT_FILE}"

_events = sa.Table("events", sa.MetaData(), sa.Column("sender_id", sa.String(255)))


@dataclass(frozen=True)
class Erased:
    """How many rows of a conversation were deleted."""

    events: int = 0
    notices: int = 0
    answers: int = 0
    snapshots: int = 0


def conversations_url(configured: str | None = None) -> str:
    """CONVERSATIONS_DATABASE_URL, else `configured`, else var/conversations.db in the bot's folder, where we are.

    `{host}` in a url becomes the name of that folder.
    """
    url = os.environ.get(URL_VARIABLE) or configured or DEFAULT_URL
    return url.replace("{host}", Path.cwd().name)


def configured_url(endpoints: Path = ENDPOINTS) -> str | None:
    """The url that endpoints.yml gives the tracker store; None when it gives none. Raises ConfigError."""
    try:
        content = yaml.safe_load(endpoints.read_text(encoding="utf-8")) or {}
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise ConfigError(f"{endpoints}: cannot be read: {error}") from error
    url: str | None = (content.get("tracker_store") or {}).get("url")
    return url


def hold_conversation(connection: Any, conversation_id: str) -> None:
    """Keep everybody else from saving or erasing this conversation until the transaction of `connection` ends.

    `connection` is a connection or session of SQLAlchemy's on a PostgreSQL database. SQLite has one writer at a time: a
    transaction that is begun for writing is enough there.
    """
    statement = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:conversation, 0))")
    connection.execute(statement, {"conversation": f"conversation/{conversation_id}"})


def erase_conversation(engine: Engine, conversation_id: str) -> Erased:
    """Delete all that is kept of a conversation; return how much that was. Raises StorageUnavailable; see `erasing`.

    A turn that is being answered meanwhile is saved before or not at all (`ConversationStore`).
    """
    name = storable_identifier(conversation_id)
    with erasing(engine) as connection:
        if connection.dialect.name == "postgresql":
            hold_conversation(connection, conversation_id)
        return Erased(
            events=_delete(connection, _events.c.sender_id, conversation_id),
            notices=_delete(connection, notices.c.conversation_id, name),
            answers=_delete(connection, answers.c.conversation_id, name),
            snapshots=_delete(connection, snapshots.c.conversation_id, name),
        )


def _delete(connection: Connection, column: Any, name: str) -> int:
    if not sa.inspect(connection).has_table(column.table.name):
        return 0
    return int(connection.execute(sa.delete(column.table).where(column == name)).rowcount)
