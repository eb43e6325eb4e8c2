"""Deleting all that the desk keeps of a conversation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection, Engine

from . import access, notices, orphans, outbox, tries
from .database import desk_reading, desk_writing, wipe_deleted
from .errors import DeskUnavailable
from .local import LOCAL, delete_incidents
from .port import TicketSystem


@dataclass(frozen=True)
class Erased:
    """What came of erasing: whether there was anything, and the numbers of incidents that stay in ticket systems."""

    anything: bool
    stay: tuple[str, ...]


def erase(engine: Engine, tickets: TicketSystem, conversation: str, now: datetime) -> Erased:
    """Delete it. Safe to be called again, and necessary after an error.

    Raises TicketSystemUnavailable, and DeskUnavailable: when all is deleted but for traces in the files, its text
    names the incidents that stay.
    """
    with desk_writing(engine) as connection:
        # First of all, so that nothing is delivered any more. What is on its way right now is erased by its postman, or
        # as an orphan.
        anything = _forget_what_is_here(connection, conversation, now)
    with desk_reading(engine) as connection:
        opened = access.opened_by(connection, conversation, tickets.name)
    stay = set(tickets.erase(opened)) if opened else set()
    gone = [number for number in opened if number not in stay]
    with desk_writing(engine) as connection:
        # Again, since a turn may have gone on meanwhile.
        anything |= _forget_what_is_here(connection, conversation, now)
        _forget_titles(connection, tickets.name, gone)
        access.forget_numbers(connection, tickets.name, gone)
        left = access.forget_conversation(connection, conversation)
    found = Erased(anything or bool(opened or left), left)
    try:
        wipe_deleted(engine)
    except DeskUnavailable as error:
        if not left:
            raise
        raise DeskUnavailable(f"{error}; in the ticket system stay: {', '.join(left)}") from error
    return found


def _forget_what_is_here(connection: Connection, conversation: str, now: datetime) -> bool:
    """All but the access to incidents elsewhere, whatever ticket system is used now; whether there was anything."""
    entries = outbox.take_out(connection, conversation)
    wishes = [entry for entry in entries if entry.kind == "open"]
    for entry in wishes:
        if entry.state == "waiting" and entry.attempts:
            orphans.expect(connection, entry, now)
    opened = access.opened_by(connection, conversation, LOCAL)
    gone = delete_incidents(connection, opened, [entry.correlation_id for entry in wishes])
    _forget_titles(connection, LOCAL, gone)
    access.forget_numbers(connection, LOCAL, gone)
    told = notices.forget_conversation(connection, conversation)
    tried = tries.forget_conversation(connection, conversation)
    return bool(entries or gone or told or tried)


def _forget_titles(connection: Connection, system: str, numbers: Collection[str]) -> None:
    outbox.forget_titles(connection, system, numbers)
    notices.forget_titles(connection, system, numbers)
