"""Incidents that may still be opened for a conversation that is erased: its wish was on its way, or got no answer."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection, Engine

from storage import insert_if_absent

from .database import desk_reading, desk_writing, wipe_deleted
from .local import LOCAL, delete_incidents
from .outbox import Entry
from .schema import orphans

logger = logging.getLogger(__name__)


def expect(connection: Connection, entry: Entry, now: datetime) -> None:
    """Remember that this entry, which is deleted, may open an incident until its holder's time is over."""
    row = {"correlation_id": entry.correlation_id, "system": entry.system, "until": entry.held_until or now}
    insert_if_absent(connection, orphans, row)


def forget(connection: Connection, correlation_id: str) -> None:
    """It has come, and somebody has seen to it."""
    connection.execute(delete(orphans).where(orphans.c.correlation_id == correlation_id))


def sweep(engine: Engine, now: datetime, lease: timedelta) -> None:
    """Delete what came here after all, when nothing can come any more. What may be in a ticket system elsewhere is a
    line in the log, since there nobody knows its number."""
    # Later than now + lease: the clock was put back.
    over = (orphans.c.until <= now) | (orphans.c.until > now + lease)
    with desk_reading(engine) as connection:
        if connection.execute(select(orphans.c.until).where(over)).first() is None:
            return
    with desk_writing(engine) as connection:
        rows = connection.execute(select(orphans).where(over).with_for_update()).all()
        wishes = [row.correlation_id for row in rows]
        delete_incidents(connection, (), wishes)
        connection.execute(delete(orphans).where(orphans.c.correlation_id.in_(wishes)))
    for row in rows:
        if row.system != LOCAL:
            logger.warning(
                "an erased conversation may have left an incident in %s: look for correlation id %s",
                row.system,
                row.correlation_id,
            )
    wipe_deleted(engine)
