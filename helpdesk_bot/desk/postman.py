"""Takes wishes from customers and brings them to the ticket system, now or later."""

from __future__ import annotations

import logging
import math
import time
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.engine import Engine

from . import access, notices, orphans, outbox
from .database import desk_reading, desk_writing
from .delivery import deliver, may_be_out_of_sight, pause_after
from .errors import (
    DeskError,
    DeskUnavailable,
    IncidentClosed,
    TicketSystemRefused,
    TicketSystemUnavailable,
    UnknownIncident,
)
from .hourly import Hourly
from .incident import Incident, Kind, Known, Outcome
from .local import LOCAL
from .outbox import Entry, Refusal, Wish
from .port import TicketSystem

logger = logging.getLogger(__name__)

# Whoever waited longer for our own database is not made to wait for the ticket system as well.
PATIENCE_SECONDS = 2.0
# What a closed incident does not take.
_TOO_LATE_WHEN_CLOSED: tuple[Kind, ...] = ("comment", "priority")
# The customer's side gives up after 10 s: what is settled later than this is told by a notice too.
IN_TIME_SECONDS = 6.0

_REFUSALS: dict[type[DeskError], Refusal] = {
    TicketSystemRefused: "refused",
    IncidentClosed: "closed",
    UnknownIncident: "unknown",
}
_ERRORS: dict[Refusal, type[DeskError]] = {refusal: error for error, refusal in _REFUSALS.items()}


class Postman:
    """Brings what is in the outbox to the ticket system."""

    def __init__(self, engine: Engine, tickets: TicketSystem, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._tickets = tickets
        self._clock = clock
        self._said = Hourly()

    def submit(self, conversation: str, key: str, wish: Wish, began: float) -> Outcome:
        """Write the wish down, try once to deliver it, and return what became of it or of the first with this key.

        `began` is when the customer began to wait, by time.monotonic. What was delivered before is Known while the
        ticket system does not say how it is now. Raises UnknownIncident, IncidentClosed, TicketSystemRefused.
        """
        entry, held = self._write_down(conversation, key, wish)
        if entry.state != "waiting":
            return self._repeat(entry)
        if not held or time.monotonic() - began > PATIENCE_SECONDS:
            return outbox.as_waiting(entry)
        return self._deliver(entry, began + IN_TIME_SECONDS) or outbox.as_waiting(entry)

    def deliver_next(self) -> bool | None:
        """Deliver the oldest entry that is due and leave a notice; None when nothing is due.

        False when the ticket system could not take it and it was put off.
        """
        began = time.monotonic()
        with desk_writing(self._engine) as connection:
            entry = outbox.hold_next(connection, self._tickets.name, self._clock(), self._tickets.lease)
        if entry is None:
            return None
        if time.monotonic() - began > PATIENCE_SECONDS:
            logger.warning("outbox entry %d is left for later: our own database is slow", entry.id)
            return False  # part of the time for which it is held has passed
        try:
            return self._deliver(entry) is not None
        except tuple(_REFUSALS):
            return True

    def warn_of_other_systems(self) -> None:
        """Log, once an hour, what waits for a ticket system that is not the one in use."""
        system = self._tickets.name
        with desk_reading(self._engine) as connection:
            others = outbox.waiting_for_others(connection, system)
        for other, count in others:
            if self._said.is_due(other, self._clock()):
                wishes = "1 wish waits" if count == 1 else f"{count} wishes wait"
                logger.warning("%s for %s, the desk uses %s; check SNOW_INSTANCE", wishes, other, system)

    def _write_down(self, conversation: str, key: str, wish: Wish) -> tuple[Entry, bool]:
        """The wish, or the first with this key, and whether it is held for us to deliver it. Raises IncidentClosed."""
        system = self._tickets.name
        with desk_writing(self._engine) as connection:
            now = self._clock()  # only now: it is held from then on
            may_be_late = wish.kind in _TOO_LATE_WHEN_CLOSED and outbox.find(connection, conversation, key) is None
            if may_be_late and outbox.is_being_closed(connection, system, wish.number):
                raise IncidentClosed(wish.number)  # now, and not after it was promised and the closing came first
            outbox.add(connection, conversation, key, system, wish, now)
            held = outbox.hold(connection, conversation, key, system, now, self._tickets.lease)
            if held is not None:
                return held, True
            # Before it is read: what is settled after that leaves the notice which we are about to promise.
            outbox.promise(connection, conversation, key)
            entry = outbox.find(connection, conversation, key)
        if entry is None:
            raise DeskUnavailable("the conversation is being erased")
        return entry, False

    def _deliver(self, entry: Entry, in_time: float = math.inf) -> Incident | None:
        """None when it was put off. Raises, after settling the entry, what the ticket system refuses it with.

        `in_time`: until when somebody waits for the outcome, by time.monotonic.
        """
        try:
            incident = deliver(self._tickets, entry)
        except TicketSystemUnavailable as error:
            self._put_off(entry, str(error), error.retry_after)
            return None
        except tuple(_REFUSALS) as error:
            if isinstance(error, UnknownIncident) and self._is_out_of_sight(entry):
                self._put_off(entry, f"the ticket system does not find {entry.number}", None)
                return None
            self._settle_refused(entry, error, in_time)
            raise
        except DeskError:
            raise  # our own database: the entry is free again when it has been held long enough
        except Exception as error:  # an adapter's mistake with one entry must not keep all others
            # Nobody knows how far it came.
            self._put_off(entry, _place_of(error), self._tickets.lease)
            return None
        self._settle_delivered(entry, incident, in_time)
        return incident

    def _is_out_of_sight(self, entry: Entry) -> bool:
        """Whether an incident that is not found may be found again; it is noted that it was not."""
        number, now = entry.number, self._clock()
        if number is None:
            return False
        with desk_writing(self._engine) as connection:
            access.note_missing(connection, entry.system, [number], now)
            is_gone = access.is_missing(connection, entry.conversation_id, entry.system, number)
        return not is_gone and may_be_out_of_sight(entry, now)

    def _put_off(self, entry: Entry, cause: str, retry_after: timedelta | None) -> None:
        logger.warning("outbox entry %d is kept for later: %s", entry.id, cause)
        with desk_writing(self._engine) as connection:
            outbox.postpone(connection, entry, self._clock() + pause_after(entry.attempts, retry_after))

    def _settle_delivered(self, entry: Entry, incident: Incident, in_time: float) -> None:
        system, now = entry.system, self._clock()
        with desk_writing(self._engine) as connection:
            settled = outbox.settle(connection, entry, incident.number, None)
            if settled is not None:
                if entry.kind == "open":
                    access.grant(connection, entry.conversation_id, system, incident, now, opened=True)
                else:
                    access.refresh(connection, system, (incident,), now)
                if settled.promised or time.monotonic() > in_time:
                    notices.leave(connection, settled, system, incident.number, now, delivered=True)
            erased = settled is None and not outbox.is_there(connection, entry)
        if erased:  # while it was on its way
            if entry.kind == "open":
                self._erase_orphan(entry, incident)
            raise UnknownIncident(incident.number)

    def _erase_orphan(self, entry: Entry, incident: Incident) -> None:
        logger.warning("%s was opened for a conversation that is erased: erasing it", incident.number)
        if self._tickets.erase([incident.number]):
            logger.warning("%s stays in %s", incident.number, self._tickets.name)
        if self._tickets.name != LOCAL:  # what was here is swept from the files later
            with desk_writing(self._engine) as connection:
                orphans.forget(connection, entry.correlation_id)

    def _settle_refused(self, entry: Entry, error: DeskError, in_time: float) -> None:
        refusal = next(_REFUSALS[kind] for kind in _REFUSALS if isinstance(error, kind))
        if refusal == "refused" or entry.promised:  # what is closed or unknown, and is said at once, troubles nobody
            logger.warning("outbox entry %d is refused: %s", entry.id, _cause_of(error))
        system = entry.system
        with desk_writing(self._engine) as connection:
            settled = outbox.settle(connection, entry, entry.number, refusal)
            if settled is not None and (settled.promised or time.monotonic() > in_time):
                notices.leave(connection, settled, system, entry.number, self._clock(), delivered=False)

    def _repeat(self, entry: Entry) -> Incident | Known:
        """What became of an entry that is settled: the same again."""
        if entry.refusal is not None:
            raise _ERRORS[entry.refusal](entry.number or "")
        number = entry.number or ""
        with desk_reading(self._engine) as connection:
            known = access.remembered(connection, entry.conversation_id, entry.system, number)
        if known is None or entry.system != self._tickets.name:
            raise UnknownIncident(number)
        try:
            return next(iter(self._tickets.find([number])), known)
        except TicketSystemUnavailable as error:
            logger.warning("outbox entry %d is told as it is remembered: %s", entry.id, error)
            return known


def _cause_of(error: DeskError) -> str:
    return f"{type(error).__name__}: {error}"


def _place_of(error: Exception) -> str:
    """The kind of error and where it was raised; its text may be the customer's."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {last.filename}:{last.lineno}"
