"""Ticket systems for the contract suite: each with a staff that works in it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from helpdesk_bot.desk import Comment, IncidentState, LocalTicketSystem, TicketSystem
from storage import utc_now
from tests.support.servicenow.process import FakeInstance

DOCUMENT = Path(__file__).parents[2] / "docs" / "ticket-systems.md"

_STATE_CODES = {
    IncidentState.NEW: "1",
    IncidentState.IN_PROGRESS: "2",
    IncidentState.ON_HOLD: "3",
    IncidentState.RESOLVED: "6",
    IncidentState.CLOSED: "7",
}


class Staff(Protocol):
    """What the helpdesk's people do, on their side."""

    def reply(self, number: str, text: str) -> None:
        """Write a comment for the customer."""

    def move(self, number: str, state: IncidentState) -> None:
        """Give the incident another state."""

    def work_notes(self, number: str) -> str:
        """Read what customers do not see."""


class Subject(NamedTuple):
    """What the contract suite runs over."""

    tickets: TicketSystem
    staff: Staff


class LocalStaff:
    """Works in the desk's own database."""

    def __init__(self, tickets: LocalTicketSystem) -> None:
        self._tickets = tickets

    def reply(self, number: str, text: str) -> None:
        self._tickets.reply(number, text, utc_now())

    def move(self, number: str, state: IncidentState) -> None:
        self._tickets.change_state(number, state, utc_now())

    def work_notes(self, number: str) -> str:
        return "\n".join(note.text for note in self._tickets.work_notes(number))


class ServiceNowStaff:
    """Works in ServiceNow's own pages."""

    def __init__(self, instance: FakeInstance) -> None:
        self._instance = instance

    def reply(self, number: str, text: str) -> None:
        self._instance.change(number, comments=text)

    def move(self, number: str, state: IncidentState) -> None:
        closing = {"close_code": "Solved (Permanently)", "close_notes": "done"}
        self._instance.change(number, state=_STATE_CODES[state], **closing)

    def work_notes(self, number: str) -> str:
        row = next(row for row in self._instance.rows() if row["number"] == number)
        return "\n".join(note["text"] for note in row["work_notes"])


class ExampleStaff:
    """Works in the example of the docs."""

    def __init__(self, tickets: Any) -> None:
        self._tickets = tickets

    def reply(self, number: str, text: str) -> None:
        incident = self._tickets._incidents[number]
        comments = (Comment(text, utc_now(), False), *incident.comments)
        self._tickets._incidents[number] = replace(incident, comments=comments)

    def move(self, number: str, state: IncidentState) -> None:
        self._tickets._incidents[number] = replace(self._tickets._incidents[number], state=state)

    def work_notes(self, number: str) -> str:
        return "\n".join(self._tickets.work_notes[number])


def example_of_the_docs() -> Any:
    """The class in docs/ticket-systems.md, made."""
    code = re.search(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None
    names: dict[str, Any] = {}
    exec(compile(code.group(1), str(DOCUMENT), "exec"), names)  # our own page
    return names["TicketSystemInMemory"]()
