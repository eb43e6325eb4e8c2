"""What customers are still to be told of what had to wait: kept until the bot has it, then deleted."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection

from .incident import Notice
from .outbox import Entry
from .schema import notices

_LARGEST_ID = 2**63 - 1


def leave(
    connection: Connection, entry: Entry, system: str, number: str | None, now: datetime, *, delivered: bool
) -> None:
    """Write down what became of an entry of the outbox, in the transaction that settles it."""
    values = {"conversation_id": entry.conversation_id, "kind": entry.kind, "title": entry.title, "system": system}
    connection.execute(insert(notices).values(**values, number=number, delivered=delivered, created_at=now))


def undelivered(connection: Connection, limit: int) -> tuple[Notice, ...]:
    """Return the notices that are left, of all conversations, oldest first."""
    rows = connection.execute(select(notices).order_by(notices.c.id).limit(limit))
    return tuple(Notice(row.id, row.conversation_id, row.kind, row.number, row.title, row.delivered) for row in rows)


def remove(connection: Connection, notice_id: int) -> None:
    """Delete a notice. Does nothing when there is none with this id."""
    if 0 < notice_id <= _LARGEST_ID:
        connection.execute(delete(notices).where(notices.c.id == notice_id))


def forget_conversation(connection: Connection, conversation_id: str) -> bool:
    """Delete all notices for this conversation; return whether there were any."""
    return bool(connection.execute(delete(notices).where(notices.c.conversation_id == conversation_id)).rowcount)


def forget_titles(connection: Connection, system: str, numbers: Collection[str]) -> None:
    """Name these incidents by their numbers only, in the notices for whoever else may see them."""
    these = (notices.c.system == system) & notices.c.number.in_(numbers)
    connection.execute(update(notices).where(these).values(title=notices.c.number))
