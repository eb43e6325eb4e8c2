"""What the forms that change an incident ask: which one, and the yes to what is shown of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT

from handoff.plain_text import as_plain_text
from handoff.sdk_adapter.fields import Needless, ask_again
from handoff.sdk_adapter.forms import IMPOSSIBLE
from handoff.sdk_adapter.skills import FormSkill
from helpdesk_bot.desk import Incident, IncidentState, Known

from .access import at_desk
from .incident_lookup import as_it_is
from .incident_number_field import IncidentNumberField, choices_of, incident_buttons
from .incident_slots import offered

SHOWN_SLOT = "incident_read_back"  # what the last read-back showed: only that may be done


class AskIncident(Action, ABC):
    """Asks which incident, with those to choose from."""

    @property
    @abstractmethod
    def incident(self) -> IncidentNumberField:
        """The form's field."""

    def name(self) -> str:
        """Name in the domain."""
        return f"action_ask_{self.incident.slot}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """DeskUnavailable ends the turn."""
        known = await at_desk(lambda desk: desk.known(tracker.sender_id))
        buttons = incident_buttons(choices_of(known))
        dispatcher.utter_message(response=f"utter_ask_{self.incident.slot}", buttons=buttons)
        return offered(dispatcher)


class ReadBack(Action, ABC):
    """Shows the incident as it is now and what would become of it, and asks for the yes."""

    skill: FormSkill
    response: str

    @property
    @abstractmethod
    def incident(self) -> IncidentNumberField:
        """The form's field."""

    def name(self) -> str:
        """Name in the domain."""
        return f"action_ask_{self.skill.confirmation}"

    def shown(self, incident: Incident | Known, slots: Mapping[str, Any]) -> dict[str, str]:
        """What fills the response."""
        return {"number": incident.number, "title": as_plain_text(incident.title)}

    def needless(self, incident: Incident | Known, slots: Mapping[str, Any]) -> Needless | None:
        """Why there is nothing to do with the incident, if so."""
        is_closed = incident.state is IncidentState.CLOSED
        return Needless(self.incident.closed, {"number": incident.number}) if is_closed else None

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks for another incident when this conversation may not see that one any more, and ends the form when there
        is nothing to do. DeskUnavailable ends the turn."""
        incident = await self._now(tracker)
        if incident is None:
            return ask_again(dispatcher, self.incident.slot, "utter_incident_gone")
        reason = self.needless(incident, tracker.slots)
        if reason is not None:
            reason.say(dispatcher)
            return [SlotSet(self.skill.confirmation, IMPOSSIBLE), SlotSet(REQUESTED_SLOT, None)]
        shown = self.shown(incident, tracker.slots)
        dispatcher.utter_message(response=self.response, **shown)
        return [SlotSet(SHOWN_SLOT, shown)]

    async def is_outdated(self, tracker: Tracker) -> bool:
        """Whether the yes was said to something else than what would be shown now. What the desk refuses anyway, one
        that is closed or gone, is not outdated. Raises DeskUnavailable."""
        incident = await self._now(tracker)
        if incident is None or incident.state is IncidentState.CLOSED:
            return False
        return bool(self.shown(incident, tracker.slots) != tracker.get_slot(SHOWN_SLOT))

    async def _now(self, tracker: Tracker) -> Incident | Known | None:
        return await as_it_is(tracker.sender_id, str(tracker.get_slot(self.incident.slot)))
