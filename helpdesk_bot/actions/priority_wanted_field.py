"""The priority that an incident shall have, as a field of a form."""

from __future__ import annotations

from typing import Any

from handoff.sdk_adapter.fields import Needless, Reading, Understood
from handoff.sdk_adapter.turn import Turn
from helpdesk_bot.desk import Desk, Priority, read_priority

from .access import at_desk
from .incident_lookup import latest, remembered
from .incident_number_field import IncidentNumberField
from .incident_reading import without_title
from .skills import CHANGE_PRIORITY

INCIDENT = IncidentNumberField(
    "priority_incident", "priority", closed="utter_priority_incident_closed", nothing_open="utter_priority_no_incident"
)


class PriorityWantedField:
    """Low, medium or high, in the words that people use; needless when the incident has it already."""

    slot = "priority_wanted"
    unclear = "utter_priority_wanted_unclear"
    called = ("priority", "urgency")
    takes_anything = False

    async def read(self, turn: Turn) -> Reading:
        """Understood is "low", "medium" or "high". Raises DeskUnavailable."""
        number = await self._incident(turn)
        said = await self._said(turn, number)
        wanted = said or self._before(turn)
        if wanted is not None and number is not None and await _has_it(turn.conversation, number, wanted):
            return Needless("utter_priority_same", {"number": number, "priority": wanted.value})
        return Understood(said.value) if said else None

    def holds(self, value: Any) -> bool:
        """Low, medium or high."""
        return isinstance(value, str) and value in {priority.value for priority in Priority}

    async def _said(self, turn: Turn, number: str | None) -> Priority | None:
        """Words of urgency in the title of the incident that is meant say nothing about what is wanted."""
        if turn.is_payload or turn.asked not in (None, INCIDENT.slot, self.slot, CHANGE_PRIORITY.confirmation):
            return None
        if number is None or turn.asked == self.slot:
            return read_priority(turn.text)
        incident = await at_desk(lambda desk: remembered(desk, turn.conversation, number))
        return read_priority(turn.text if incident is None else without_title(turn.text, incident.title))

    def _before(self, turn: Turn) -> Priority | None:
        value = turn.slots.get(self.slot)
        return Priority(value) if turn.asked is not None and self.holds(value) else None

    async def _incident(self, turn: Turn) -> str | None:
        """The number in this message, else the one from before."""
        reading = await INCIDENT.read(turn)
        if isinstance(reading, Understood):
            return str(reading.value)
        before = turn.slots.get(INCIDENT.slot)
        return before if reading is None and turn.asked is not None and isinstance(before, str) else None


async def _has_it(conversation: str, number: str, wanted: Priority) -> bool:
    """Whether nothing would change; what is remembered is not enough to say so."""

    def compare(desk: Desk) -> bool:
        known = remembered(desk, conversation, number)
        return known is not None and known.priority is wanted and latest(desk, conversation, known).priority is wanted

    return await at_desk(compare)
