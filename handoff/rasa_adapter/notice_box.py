"""Where a bot keeps its notices until they are shown, beside its conversations. Knows no Rasa."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from storage import Instant, create_tables, insert_if_absent, reading, utc_now, writing

_metadata = sa.MetaData()

notices = sa.Table(
    "handoff_notices",
    _metadata,
    sa.Column("number", sa.Integer, primary_key=True),  # the order in which they are shown
    sa.Column("id", sa.String(255), nullable=False, unique=True),
    sa.Column("conversation_id", sa.String(255), nullable=False),
    sa.Column("message", sa.JSON, nullable=False),
    sa.Column("kept_at", Instant, nullable=False),
    sa.Column("shown_at", Instant),
    sa.Index("handoff_notices_not_shown", "conversation_id", "shown_at"),
)

_NOT_SHOWN = (
    sa.select(notices.c.id, notices.c.message, notices.c.kept_at)
    .where(notices.c.conversation_id == sa.bindparam("conversation"), notices.c.shown_at.is_(None))
    .order_by(notices.c.number)
)


@dataclass(frozen=True)
class Notice:
    """One notice of one conversation: `message` is a response of the bot's with its placeholders filled, `at` when the
    bot got it, in UTC."""

    id: str
    message: dict[str, Any]
    at: datetime


class NoticeBox:
    """The notices of all conversations of one bot, beside its conversations.

    Conversations are named as `storage.storable_identifier` gives them. All methods raise StorageUnavailable.
    """

    def __init__(self, engine: Engine) -> None:
        """Creates the table when it is missing."""
        self._engine = engine
        create_tables(engine, _metadata)

    def keep(self, notice_id: str, conversation: str, message: dict[str, Any]) -> None:
        """Keeps a notice until it is shown. One that was kept before under this id stays as it is."""
        row = {"id": notice_id, "conversation_id": conversation, "message": message, "kept_at": utc_now()}
        with writing(self._engine) as connection:
            insert_if_absent(connection, notices, row)

    def not_shown(self, conversation: str) -> tuple[Notice, ...]:
        """What the user has not seen yet, oldest first."""
        with reading(self._engine) as connection:
            rows = connection.execute(_NOT_SHOWN, {"conversation": conversation}).all()
        return tuple(Notice(*row) for row in rows)

    def mark_shown(self, conversation: str, ids: Collection[str]) -> None:
        """The user has seen these; ids of other conversations, and unknown ones, are passed over."""
        with writing(self._engine) as connection:
            mark_shown(connection, conversation, ids)


def mark_shown(connection: Any, conversation: str, ids: Collection[str]) -> None:
    """The same within somebody else's transaction; `connection` is a connection or session of SQLAlchemy's."""
    if ids:
        these = sa.and_(notices.c.conversation_id == conversation, notices.c.id.in_(list(ids)))
        not_yet = sa.and_(these, notices.c.shown_at.is_(None))
        connection.execute(sa.update(notices).where(not_yet).values(shown_at=utc_now()))
