"""How the user's incidents are doing."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from handoff.plain_text import as_plain_text
from handoff.sdk_adapter.turn import read_turn
from helpdesk_bot.desk import Incident, UnknownIncident, read_incident_number

from .access import at_desk

MOST_SHOWN = 5


class IncidentStatus(Action):
    """One incident by its number, or the latest ones; only those that this conversation opened."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_incident_status"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks the incident store; DeskUnavailable ends the turn."""
        turn = read_turn(tracker)
        number = read_incident_number(turn.text)
        if number is None:
            incidents = await at_desk(lambda desk: desk.incidents_of(turn.conversation))
        else:
            try:
                incidents = (await at_desk(lambda desk: desk.incident(turn.conversation, number)),)
            except UnknownIncident:
                dispatcher.utter_message(response="utter_incident_unknown", number=number)
                return []
        if not incidents:
            dispatcher.utter_message(response="utter_no_incidents")
        for incident in incidents[:MOST_SHOWN]:
            _describe(dispatcher, incident)
        return []


def _describe(dispatcher: CollectingDispatcher, incident: Incident) -> None:
    dispatcher.utter_message(
        response="utter_incident_status",
        number=incident.number,
        title=as_plain_text(incident.title),
        state=incident.state.value,
        priority=incident.priority.value,
        opened=f"{incident.created_at:%d %B %Y, %H:%M} UTC",
    )
