"""A ticket system that can be switched off, for tests of what the desk does then; and the wishes of a customer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from datetime import datetime, timezone
from typing import TypeVar

from helpdesk_bot.desk import Category, Desk, Draft, Incident, LocalTicketSystem, Outcome, Priority, UnknownIncident

# A Wednesday.
NOW = datetime(2024, 6, 12, 14, 0, tzinfo=timezone.utc)

Result = TypeVar("Result")


class Clock:
    """A clock that stands still until a test sets `now`."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class SwitchedTickets:
    """The local ticket system behind a switch.

    `refuses` is raised instead of doing what is asked, `loses` after doing it, as when an answer is lost on its way.
    With `holds_up` a call tells `arrived` and waits for `go_on` before it does anything. `asked` names all calls.
    While it is `blind` it has no incident, like ServiceNow for an account that has lost a role.
    `name` is the local one's; with another one it stands for a ticket system elsewhere.
    """

    def __init__(self, inner: LocalTicketSystem, name: str = LocalTicketSystem.name) -> None:
        self.inner = inner
        self.name = name
        self.lease = inner.lease
        self.refuses: Exception | None = None
        self.loses: Exception | None = None
        self.holds_up = False
        self.blind = False
        self.arrived = threading.Event()
        self.go_on = threading.Event()
        self.asked: list[str] = []

    def open(self, draft: Draft, correlation_id: str, at: datetime) -> Incident:
        return self._do("open", lambda: self.inner.open(draft, correlation_id, at))

    def find(self, numbers: Collection[str]) -> tuple[Incident, ...]:
        return self._do("find", lambda: () if self.blind else self.inner.find(numbers))

    def comment(self, number: str, text: str, correlation_id: str, at: datetime) -> Incident:
        return self._do("comment", lambda: self.inner.comment(number, text, correlation_id, at))

    def close(self, number: str, note: str, at: datetime) -> Incident:
        return self._do("close", lambda: self.inner.close(number, note, at))

    def change_priority(self, number: str, priority: Priority, at: datetime) -> Incident:
        return self._do("change_priority", lambda: self.inner.change_priority(number, priority, at))

    def erase(self, numbers: Collection[str]) -> tuple[str, ...]:
        return self._do("erase", lambda: self.inner.erase(numbers))

    def dispose(self) -> None:
        self.inner.dispose()

    def _do(self, name: str, work: Callable[[], Result]) -> Result:
        self.asked.append(name)
        if self.holds_up:
            self.arrived.set()
            assert self.go_on.wait(30)
        if self.blind and name in ("comment", "close", "change_priority"):
            raise UnknownIncident
        if self.refuses is not None:
            raise self.refuses
        result = work()
        if self.loses is not None:
            raise self.loses
        return result


def open_one(
    desk: Desk,
    conversation: str = "ann",
    key: str = "key",
    title: str = "No mail",
    description: str = "Outlook shows nothing\nsince Monday.",
    tried: tuple[str, ...] = (),
) -> Outcome:
    """Ann opens an incident."""
    return desk.open_incident(
        conversation,
        email="ann@example.com",
        priority=Priority.HIGH,
        category=Category.EMAIL,
        title=title,
        description=description,
        tried=tried,
        key=key,
    )


def opened(desk: Desk, conversation: str = "ann", key: str = "key", title: str = "No mail") -> Incident:
    """Ann opens an incident, and it is delivered at once."""
    incident = open_one(desk, conversation, key, title)
    assert isinstance(incident, Incident)
    return incident
