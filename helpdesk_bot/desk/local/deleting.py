"""Deleting incidents from the local ticket system's tables."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from helpdesk_bot.desk.incident import format_incident_number
from helpdesk_bot.desk.schema import entries, incidents

from .reading import row_id_of


def delete_incidents(
    connection: Connection, numbers: Collection[str], correlation_ids: Collection[str] = ()
) -> tuple[str, ...]:
    """Delete the incidents with these numbers and those that these wishes opened, with all that was written about them.

    Returns the numbers of those that there were.
    """
    by_number = incidents.c.id.in_([row_id for row_id in map(row_id_of, numbers) if row_id is not None])
    these = by_number | incidents.c.correlation_id.in_(list(correlation_ids))
    # Locked, so that nobody adds a comment meanwhile.
    query = select(incidents.c.id).where(these).order_by(incidents.c.id).with_for_update()
    ids = connection.execute(query).scalars().all()
    if ids:
        connection.execute(delete(entries).where(entries.c.incident_id.in_(ids)))
        connection.execute(delete(incidents).where(incidents.c.id.in_(ids)))
    return tuple(format_incident_number(row_id) for row_id in ids)
