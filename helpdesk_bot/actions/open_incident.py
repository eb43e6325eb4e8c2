"""Opening an incident: the form, its read-back, and the one call that opens it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from handoff.plain_text import as_plain_text
from handoff.sdk_adapter.fields import Field
from handoff.sdk_adapter.forms import SkillForm
from handoff.sdk_adapter.skill_ends import SkillEnd
from helpdesk_bot.desk import DESCRIPTION_LIMIT, TITLE_LIMIT, InvalidIncident, Priority

from .access import at_desk
from .incident_fields import EmailField, PriorityField, TextField
from .skills import OPEN_INCIDENT, QUESTIONS, SKILLS


class OpenIncidentForm(SkillForm):
    """E-mail, priority, description and title."""

    skill = OPEN_INCIDENT
    skills = SKILLS
    read_backs = frozenset({"utter_incident_read_back"})
    interruptions = QUESTIONS

    def fields(self) -> Sequence[Field]:
        """In the order in which they are asked."""
        description = TextField("incident_description", DESCRIPTION_LIMIT, ("description", "text"))
        title = TextField("incident_title", TITLE_LIMIT, ("title", "name", "heading"))
        return (EmailField(), PriorityField(), description, title)


class ReadBack(Action):
    """Shows the incident that is about to be opened, and asks for the yes."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_ask_incident_confirmed"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """All that goes into the incident."""
        dispatcher.utter_message(
            response="utter_incident_read_back",
            title=as_plain_text(str(tracker.get_slot("incident_title"))),
            description=as_plain_text(str(tracker.get_slot("incident_description"))),
            priority=tracker.get_slot("incident_priority"),
            email=as_plain_text(str(tracker.get_slot("email"))),
        )
        return []


class OpenIncident(SkillEnd):
    """Opens the incident once, or says why not."""

    skill = OPEN_INCIDENT
    skills = SKILLS
    cancelled = "utter_incident_cancelled"

    def name(self) -> str:
        """Name in the domain."""
        return "action_open_incident"

    async def carry_out(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Sequence[str]:
        """DeskUnavailable ends the turn: the slots stay, and the same yes can be said again."""
        await _open(dispatcher, tracker)
        return ()


async def _open(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    try:
        incident = await at_desk(
            lambda desk: desk.open_incident(
                tracker.sender_id,
                email=str(tracker.get_slot("email")),
                priority=Priority(tracker.get_slot("incident_priority")),
                title=str(tracker.get_slot("incident_title")),
                description=str(tracker.get_slot("incident_description")),
                key=str(tracker.get_slot("incident_key")),
            )
        )
    except InvalidIncident as error:
        dispatcher.utter_message(response="utter_incident_refused", field=error.field)
        return
    dispatcher.utter_message(
        response="utter_incident_opened", number=incident.number, title=as_plain_text(incident.title)
    )
