"""A wish that a closed incident be open again: which this desk does not do, so it says what it can do instead."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from handoff.plain_text import as_plain_text
from handoff.sdk_adapter.turn import Turn, read_turn
from helpdesk_bot.desk import Incident, IncidentState, Known

from .access import at_desk
from .incident_lookup import latest
from .incident_reading import NotYours, Sight, incidents_meant
from .incident_slots import last_in, shown_in, spoke_of

_RESPONSES = {IncidentState.CLOSED: "utter_reopen_closed", IncidentState.RESOLVED: "utter_reopen_resolved"}


class ReopenIncident(Action):
    """Says that a closed incident stays closed and offers a new one, or that the incident is open."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_reopen_incident"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """DeskUnavailable ends the turn."""
        return await answer_reopening(dispatcher, read_turn(tracker))


async def answer_reopening(dispatcher: CollectingDispatcher, turn: Turn) -> list[EventType]:
    """Answers a wish to reopen. Raises DeskUnavailable."""
    known = await at_desk(lambda desk: desk.known(turn.conversation))
    meant = _meant(turn, known)
    if meant is None:
        dispatcher.utter_message(response="utter_reopen_none")
        return []
    incident = await at_desk(lambda desk: latest(desk, turn.conversation, meant))
    _say(dispatcher, incident)
    return spoke_of(incident.number)


def _meant(turn: Turn, known: tuple[Known, ...]) -> Known | None:
    """The incident that the message means, else the one that was spoken of last, else the newest that is not open."""
    text = "" if turn.is_payload else turn.text
    over = tuple(each for each in known if not each.is_open)
    sight = Sight(known, over, shown_in(turn.slots), last_in(turn.slots))
    meant = incidents_meant(text, text, sight)
    if isinstance(meant, NotYours) or meant == ():
        return None
    found = meant or (sight.numbered(sight.last) if sight.last else ()) or over or known
    return found[0] if found else None


def _say(dispatcher: CollectingDispatcher, incident: Incident | Known) -> None:
    dispatcher.utter_message(
        response=_RESPONSES.get(incident.state, "utter_reopen_open"),
        number=incident.number,
        title=as_plain_text(incident.title),
        state=incident.state.value,
    )
