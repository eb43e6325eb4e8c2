"""The port to a ticket system, for ServiceNow."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from helpdesk_bot.desk.errors import IncidentClosed, TicketSystemUnavailable, UnknownIncident
from helpdesk_bot.desk.incident import Comment, Draft, Incident, Priority
from storage import utc_now

from .address import instance_name
from .answers import MAY_STILL_HAPPEN, NoSuchRecord, NotAllowed
from .client import Client
from .deadline import Deadline
from .journal import harmless, has_mark, marked
from .oddities import find_oddities
from .query import Condition, QueryRefused, encode
from .records import (
    INCIDENT_FIELDS,
    is_closed,
    read_incident,
    read_priority,
    write_closing,
    write_comment,
    write_draft,
    write_priority,
)
from .rows import Row, display, value
from .table import PAGE, Tables

logger = logging.getLogger(__name__)

OPERATION_SECONDS = 5.5
# An operation, then the time in which a write of it may still happen, and some to spare.
LEASE = MAY_STILL_HAPPEN + timedelta(seconds=15)
CLOSE_CODE = "Closed/Resolved by Caller"
_USER_FIELDS = ("sys_id", "email", "active")
_MOST_USERS = 10
_LONGEST_NAME = 255


class ServiceNow:
    """Incidents of the instance at `url` (from `instance_url`), as the account `user` may see and write them.

    `close_code` is what a closed incident gets as its resolution code. `ca_bundle` is a file (PEM) or a folder with the
    authorities whose certificates count; None for those that `requests` brings. Each method takes `operation_seconds`
    at most, for all of its requests together. Instants are the instance's own: `at` is not used. Implements
    `port.TicketSystem`; safe to share between threads.
    """

    def __init__(
        self,
        url: str,
        user: str,
        password: str,
        *,
        close_code: str = CLOSE_CODE,
        ca_bundle: str | None = None,
        operation_seconds: float = OPERATION_SECONDS,
    ) -> None:
        self._name = f"servicenow:{instance_name(url)}"[:_LONGEST_NAME]
        self._client = Client(url, user, password, ca_bundle)
        self._tables = Tables(self._client)
        self._close_code = close_code
        self._seconds = operation_seconds
        self._told: set[str] = set()

    @property
    def name(self) -> str:
        """See `port.TicketSystem`."""
        return self._name

    @property
    def lease(self) -> timedelta:
        """See `port.TicketSystem`."""
        return LEASE

    def open(self, draft: Draft, correlation_id: str, at: datetime) -> Incident:
        """See `port.TicketSystem`. It is for the one active user with this address, else for the address itself."""
        deadline = Deadline.within(self._seconds)
        first = self._select(Condition("correlation_id", "=", correlation_id), deadline)
        if first:
            return self._incident(first[0])
        caller = self._caller(draft.email, deadline)
        row = self._tables.insert("incident", write_draft(draft, correlation_id, caller), INCIDENT_FIELDS, deadline)
        if value(row, "correlation_id") != correlation_id:
            self._tell_once("ServiceNow does not keep correlation_id: incidents may be opened twice", logging.ERROR)
        return self._incident(row)

    def find(self, numbers: Collection[str]) -> tuple[Incident, ...]:
        """See `port.TicketSystem`."""
        deadline = Deadline.within(self._seconds)
        wanted = sorted(set(numbers))
        pages = [wanted[start : start + PAGE] for start in range(0, len(wanted), PAGE)]
        rows = [row for page in pages for row in self._select(Condition("number", "IN", page), deadline)]
        incidents = [self._incident(row) for row in rows]
        return tuple(sorted(incidents, key=lambda incident: (incident.created_at, incident.number), reverse=True))

    def comment(self, number: str, text: str, correlation_id: str, at: datetime) -> Incident:
        """See `port.TicketSystem`. A comment is known by the mark at its end, see `journal`."""
        deadline = Deadline.within(self._seconds)
        row = self._row(number, deadline)
        if has_mark(display(row, "comments"), correlation_id):
            return self._incident(row)
        if is_closed(row):
            raise IncidentClosed(number)
        written = self._update(number, row, write_comment(marked(text, correlation_id)), deadline)
        incident = self._incident(written)
        if has_mark(display(written, "comments"), correlation_id):
            return incident
        # An answer may show the journal as it was before.
        return replace(incident, comments=(Comment(harmless(text), incident.updated_at, True), *incident.comments))

    def close(self, number: str, note: str, at: datetime) -> Incident:
        """See `port.TicketSystem`."""
        deadline = Deadline.within(self._seconds)
        row = self._row(number, deadline)
        if is_closed(row):
            return self._incident(row)
        return self._incident(self._update(number, row, write_closing(note, self._close_code), deadline))

    def change_priority(self, number: str, priority: Priority, at: datetime) -> Incident:
        """See `port.TicketSystem`. What counts as this priority already stays as the staff set it."""
        deadline = Deadline.within(self._seconds)
        row = self._row(number, deadline)
        if is_closed(row):
            raise IncidentClosed(number)
        if read_priority(row) is priority:
            return self._incident(row)
        return self._incident(self._update(number, row, write_priority(priority), deadline))

    def erase(self, numbers: Collection[str]) -> tuple[str, ...]:
        """All stay: they belong to the company's own system and its rules of retention."""
        return tuple(numbers)

    def dispose(self) -> None:
        """See `port.TicketSystem`."""
        self._client.close()

    def _row(self, number: str, deadline: Deadline) -> Row:
        rows = self._select(Condition("number", "=", number), deadline)
        if not rows:
            raise UnknownIncident(number)
        return rows[0]

    def _update(self, number: str, row: Row, values: dict[str, str], deadline: Deadline) -> Row:
        if not value(row, "sys_id"):
            raise TicketSystemUnavailable("GET incident: a row without a sys_id; check the roles of SNOW_USER")
        try:
            return self._tables.update("incident", value(row, "sys_id"), values, INCIDENT_FIELDS, deadline)
        except NoSuchRecord as exc:
            raise UnknownIncident(number) from exc

    def _select(self, condition: Condition, deadline: Deadline) -> Sequence[Row]:
        """Incidents, oldest first. An instance that ignores a condition finds others, and perhaps not the right one."""
        try:
            query = encode(condition, oldest_first="sys_created_on")
        except QueryRefused:
            return ()  # no instance has such a number
        rows = self._tables.select("incident", query, INCIDENT_FIELDS, deadline)
        wanted = {condition.value} if isinstance(condition.value, str) else set(condition.value)
        if any(value(row, condition.field) not in wanted for row in rows):
            raise TicketSystemUnavailable(
                f"GET incident: rows with another {condition.field} than was asked for; check what SNOW_USER may read"
            )
        return rows

    def _caller(self, email: str, deadline: Deadline) -> str | None:
        """The sys_id of the one active user with this address; None when there is none, or more than one."""
        try:
            query = encode(Condition("email", "=", email), Condition("active", "=", "true"))
        except QueryRefused:
            return None
        try:
            rows = self._tables.first("sys_user", query, _USER_FIELDS, deadline, _MOST_USERS)
        except NotAllowed as exc:
            self._tell_once(f"No incident gets a caller, since SNOW_USER may not read users: {exc}")
            return None
        users = [row for row in rows if _is_user(row, email)]
        if len(users) == 1:
            return value(users[0], "sys_id")
        logger.warning(
            "ServiceNow has %s with the address of a new incident: it has no caller",
            "several active users" if users else "no active user",
        )
        return None

    def _incident(self, row: Row) -> Incident:
        for oddity in find_oddities(row):
            self._tell_once(oddity)
        return read_incident(row, utc_now())

    def _tell_once(self, sentence: str, level: int = logging.WARNING) -> None:
        if sentence not in self._told:
            self._told.add(sentence)
            logger.log(level, "%s", sentence)


def _is_user(row: Row, email: str) -> bool:
    found, active = value(row, "email"), value(row, "active")
    return found.casefold() == email.casefold() and active != "false" and bool(value(row, "sys_id"))
