"""The helpdesk as its users see it: one object; what a customer wants is written down before it is asked for."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from types import TracebackType
from typing import Any

from sqlalchemy.engine import Engine

from storage import storable_identifier, utc_now

from . import access, erasure, notices, orphans, outbox, tries
from .addresses import same_address
from .database import desk_reading, desk_writing, open_database
from .delivery import content_of
from .erasure import Erased
from .errors import DeskError, NotProven, UnknownIncident
from .hourly import Hourly
from .incident import (
    Category,
    Incident,
    Kind,
    Known,
    Notice,
    Outcome,
    Priority,
    Waiting,
    clean_comment,
    clean_note,
    make_draft,
    number_among,
    read_incident_number,
    spellings_of,
)
from .local import LocalTicketSystem
from .outbox import Wish
from .port import TicketSystem
from .postman import Postman

Clock = Callable[[], datetime]

DELIVERIES_AT_ONCE = 100
FAILURES_AT_ONCE = 3
ROUND_SECONDS = 10.0


def _never() -> bool:
    return False


class Desk:
    """Incidents in a ticket system, each seen only by conversations that opened it or proved that they may see it.

    Safe to use from several threads and from several processes on one database. Every method raises DeskUnavailable
    when the desk's own database is locked for more than about three seconds, unreachable or broken.

    What a customer wants of the ticket system (`open_incident`, `comment`, `close_incident`, `change_priority`) is kept
    in an outbox first and delivered then. `key` names the wish, for example the id of the confirming message: the same
    key again does nothing twice and gives the same result. An Incident comes back when it has been delivered. A Waiting
    comes back when the ticket system could not take it now, or somebody else is just delivering it: then `deliver_due`
    does it later, and leaves a notice. A Known comes back for what was delivered before while the ticket system cannot
    say how it is now. What takes so long that the customer may have gone leaves a notice too. Numbers are taken as
    people write them ("inc 12").
    """

    def __init__(self, engine: Engine, tickets: TicketSystem, clock: Clock = utc_now) -> None:
        """`engine` leads to the desk's own database; `clock` returns the current instant with a time zone."""
        self._engine = engine
        self._tickets = tickets
        self._clock = clock
        self._postman = Postman(engine, tickets, clock)
        self._said = Hourly()

    @classmethod
    def open(cls, url: str, tickets: TicketSystem | None = None, clock: Clock = utc_now) -> Desk:
        """Open a desk whose own database is at `url`; the incidents are kept there too when `tickets` is None.

        Raises StorageUrlRefused for a bad url, StorageTooNew for a database that a newer version has changed.
        """
        engine = open_database(url)
        return cls(engine, tickets or LocalTicketSystem(engine), clock)

    def close(self) -> None:
        """Let go of all connections, also the ticket system's."""
        self._tickets.dispose()
        self._engine.dispose()

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def engine(self) -> Engine:
        """The way to the desk's own database, for tools and tests that look beneath."""
        return self._engine

    def open_incident(
        self,
        conversation_id: str,
        *,
        email: str,
        priority: Priority,
        category: Category,
        title: str,
        description: str,
        tried: tuple[str, ...] = (),
        key: str,
    ) -> Outcome:
        """Open an incident; the conversation may see it from then on. `tried` are the steps that did not help.

        Raises InvalidIncident, which names the field, and TicketSystemRefused.
        """
        began = time.monotonic()
        draft = make_draft(
            email=email, priority=priority, category=category, title=title, description=description, tried=tried
        )
        return self._submit(conversation_id, key, Wish("open", None, draft.title, content_of(draft)), began)

    def comment(self, conversation_id: str, number: str, text: str, key: str) -> Outcome:
        """Add a comment of the customer's.

        Raises InvalidIncident, UnknownIncident (also for somebody else's), IncidentClosed, TicketSystemRefused.
        """
        return self._submit_about(conversation_id, number, key, "comment", {"text": clean_comment(text)})

    def close_incident(self, conversation_id: str, number: str, note: str, key: str) -> Outcome:
        """Close an incident; a closed one stays as it is. `note` says why and may be empty.

        Raises InvalidIncident, UnknownIncident (also for somebody else's), TicketSystemRefused.
        """
        return self._submit_about(conversation_id, number, key, "close", {"note": clean_note(note)})

    def change_priority(self, conversation_id: str, number: str, priority: Priority, key: str) -> Outcome:
        """Give an incident another priority.

        Raises UnknownIncident (also for somebody else's), IncidentClosed, TicketSystemRefused.
        """
        return self._submit_about(conversation_id, number, key, "priority", {"priority": priority.value})

    def known(self, conversation_id: str) -> tuple[Known, ...]:
        """Return what the desk itself remembers of the incidents that the conversation may see, newest first.

        The ticket system is not asked, so it may be down, and what is remembered may be out of date (`seen_at`).
        """
        with desk_reading(self._engine) as connection:
            return access.known_to(connection, storable_identifier(conversation_id), self._tickets.name)

    def waiting(self, conversation_id: str) -> tuple[Waiting, ...]:
        """Return what the conversation wants and what has not been delivered yet, oldest first."""
        with desk_reading(self._engine) as connection:
            return outbox.waiting_of(connection, storable_identifier(conversation_id))

    def incidents(self, conversation_id: str) -> tuple[Incident, ...]:
        """Return all incidents that the conversation may see, newest first. Raises TicketSystemUnavailable."""
        with desk_reading(self._engine) as connection:
            numbers = access.numbers_of(connection, storable_identifier(conversation_id), self._tickets.name)
        return self._look_up(numbers) if numbers else ()

    def incident(self, conversation_id: str, number: str) -> Incident:
        """Return one incident. Raises UnknownIncident, also for somebody else's, and TicketSystemUnavailable."""
        canonical = read_incident_number(number)
        with desk_reading(self._engine) as connection:
            numbers = access.numbers_of(connection, storable_identifier(conversation_id), self._tickets.name)
        meant = number_among(canonical, numbers) if canonical is not None else None
        found = self._look_up((meant,)) if meant is not None else ()
        if not found:
            raise UnknownIncident(number)
        return found[0]

    def claim(self, conversation_id: str, number: str, email: str) -> Incident:
        """Let the conversation see an incident from now on: its number and its e-mail address together prove it.

        Raises NotProven when there is no such incident or when it has another address; nobody can tell which.
        Raises TooManyTries after five wrong tries of this conversation, or, over all conversations, ten for this number
        or ten for this address, in 24 hours, and after 200 of everybody's in an hour; then a right one is refused too.
        TicketSystemUnavailable costs no try.
        """
        conversation, canonical = storable_identifier(conversation_id), read_incident_number(number)
        # Nobody remembers how many zeros there were, so it is one try for all of them.
        spellings = spellings_of(canonical) if canonical is not None else ()
        with desk_writing(self._engine) as connection:
            this = tries.begin(connection, conversation, next(iter(spellings), None), email, self._clock(), self._said)
        try:
            found = self._tickets.find(spellings) if spellings else ()
        except DeskError:
            with desk_writing(self._engine) as connection:
                tries.give_back(connection, this)
            raise
        incident = next((each for each in found if _is_for(each, email)), None)
        if incident is None:
            raise NotProven(this.left)
        with desk_writing(self._engine) as connection:
            tries.give_back(connection, this)
            access.grant(connection, conversation, self._tickets.name, incident, self._clock(), opened=False)
        return incident

    def deliver_due(self, is_over: Callable[[], bool] = _never) -> int:
        """Deliver what waits and is due, oldest first, and leave a notice for each; return how many were settled.

        For a scheduler, every few seconds; several may call it at once. Some failures in a row end the round, since the
        ticket system is down then; what failed is due again later (`delivery.pause_after`). At most 100 are settled,
        and nothing is begun after 10 s, or when `is_over` says so. What was written down for another ticket system goes
        on waiting for that one, and is a warning in the log, once an hour.
        """
        self._postman.warn_of_other_systems()
        orphans.sweep(self._engine, self._clock(), self._tickets.lease)
        settled = failures = 0
        ends = time.monotonic() + ROUND_SECONDS
        while settled < DELIVERIES_AT_ONCE and failures < FAILURES_AT_ONCE:
            if is_over() or time.monotonic() > ends:
                break
            outcome = self._postman.deliver_next()
            if outcome is None:
                break
            settled, failures = (settled + 1, 0) if outcome else (settled, failures + 1)
        return settled

    def notices(self, limit: int = 100) -> tuple[Notice, ...]:
        """Return what customers, all of them, are still to be told, oldest first.

        A notice comes again until `notice_delivered` is called, so deliver it first.
        """
        with desk_reading(self._engine) as connection:
            return notices.undelivered(connection, limit)

    def notice_delivered(self, notice_id: int) -> None:
        """Never return this notice again. Calling it twice, or for a number that is none, does nothing."""
        with desk_writing(self._engine) as connection:
            notices.remove(connection, notice_id)

    def erase(self, conversation_id: str) -> Erased:
        """Delete all that is kept of a conversation, also the incidents that it opened and what waits for delivery.

        Incidents in the desk's own database are deleted whatever ticket system is used now. Incidents stay that the
        ticket system does not delete, that are in another one, or that somebody else opened: their numbers are
        returned. Nothing of the rest is left in the files of an SQLite database. Erasing again is safe, and necessary
        after TicketSystemUnavailable and DeskUnavailable, whose text names what stays when nothing else will.
        """
        conversation = storable_identifier(conversation_id)
        return erasure.erase(self._engine, self._tickets, conversation, self._clock())

    def _submit_about(
        self, conversation_id: str, number: str, key: str, kind: Kind, content: Mapping[str, Any]
    ) -> Outcome:
        began = time.monotonic()
        known = self._known(conversation_id, number)
        return self._submit(conversation_id, key, Wish(kind, known.number, known.title, content), began)

    def _submit(self, conversation_id: str, key: str, wish: Wish, began: float) -> Outcome:
        return self._postman.submit(storable_identifier(conversation_id), storable_identifier(key), wish, began)

    def _known(self, conversation_id: str, number: str) -> Known:
        canonical = read_incident_number(number)
        with desk_reading(self._engine) as connection:
            conversation, system = storable_identifier(conversation_id), self._tickets.name
            known = access.remembered(connection, conversation, system, canonical) if canonical else None
        if known is None:
            raise UnknownIncident(number)
        return known

    def _look_up(self, numbers: tuple[str, ...]) -> tuple[Incident, ...]:
        found = self._tickets.find(numbers)
        gone = set(numbers) - {incident.number for incident in found}
        with desk_writing(self._engine) as connection:
            access.refresh(connection, self._tickets.name, found, self._clock())
            access.note_missing(connection, self._tickets.name, gone, self._clock())
        return found


def _is_for(incident: Incident, email: str) -> bool:
    return incident.email is not None and same_address(incident.email, email)
