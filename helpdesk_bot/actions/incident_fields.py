"""How e-mail, priority and texts of an incident are found in what the user said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from handoff.answers import Answer, read_answer
from handoff.sdk_adapter.fields import Reading, Unclear, Understood
from handoff.sdk_adapter.turn import Turn
from helpdesk_bot.desk import EmailProblem, Priority, read_email, read_priority

from .skills import OPEN_INCIDENT

TITLES = {"password_reset": "Password problem", "problem_email": "E-mail problem"}

_EMAIL_RESPONSES = {EmailProblem.INVALID: "utter_email_invalid", EmailProblem.SEVERAL: "utter_email_several"}


class EmailField:
    """One valid e-mail address, anywhere in the message."""

    slot = "email"
    unclear = "utter_email_unclear"
    called = ("e-?mail", "address")
    takes_anything = False

    async def read(self, turn: Turn) -> Reading:
        """Understood is the normalised address."""
        if turn.is_payload or turn.asked in ("incident_description", "incident_title"):
            return None
        address = read_email(turn.text)
        if not isinstance(address, EmailProblem):
            return Understood(address)
        response = _EMAIL_RESPONSES.get(address)
        return Unclear(response) if response else None

    def holds(self, value: Any) -> bool:
        """An address as it is normalised."""
        return isinstance(value, str) and read_email(value) == value


class PriorityField:
    """Low, medium or high, in the words that people use; read when asked, in the first message, and as a correction."""

    slot = "incident_priority"
    unclear = "utter_incident_priority_unclear"
    called = ("priority", "urgency")
    takes_anything = False

    async def read(self, turn: Turn) -> Reading:
        """Understood is "low", "medium" or "high"."""
        if turn.is_payload or turn.asked not in (None, self.slot, OPEN_INCIDENT.confirmation):
            return None
        priority = read_priority(turn.text)
        return Understood(priority.value) if priority else None

    def holds(self, value: Any) -> bool:
        """Low, medium or high."""
        return isinstance(value, str) and value in {priority.value for priority in Priority}


@dataclass(frozen=True)
class TextField:
    """The user's own words, taken when they were asked for, up to `limit` characters."""

    slot: str
    limit: int
    called: tuple[str, ...]
    unclear: str = "utter_incident_text_unclear"
    takes_anything: bool = True

    async def read(self, turn: Turn) -> Reading:
        """Understood is the text as it was said."""
        if self.slot == "incident_title" and turn.asked is None and turn.intent in TITLES:
            return Understood(TITLES[turn.intent])
        if turn.is_payload or turn.asked != self.slot or read_answer(turn.text) is Answer.YES:
            return None
        if len(turn.text) > self.limit:
            return Unclear("utter_incident_text_too_long", {"limit": str(self.limit)})
        return Understood(turn.text)

    def holds(self, value: Any) -> bool:
        """A text that is not too long."""
        return isinstance(value, str) and len(value) <= self.limit
