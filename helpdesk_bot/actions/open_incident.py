"""Opening an incident: the form, its questions, its read-back, and the one call that opens it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from handoff.plain_text import as_plain_text
from handoff.sdk_adapter.fields import Field
from handoff.sdk_adapter.forms import SkillForm
from handoff.sdk_adapter.skill_ends import SkillEnd, key_of
from handoff.sdk_adapter.turn import Turn, read_turn
from helpdesk_bot.desk import (
    DESCRIPTION_LIMIT,
    TITLE_LIMIT,
    Category,
    Desk,
    Incident,
    InvalidIncident,
    Known,
    Priority,
    TicketSystemRefused,
    Waiting,
)

from .access import at_desk
from .email_field import ASKS_AGAIN, EMAIL_SLOT, EmailField, refuses_the_remembered, remembered_email
from .incident_fields import CategoryField, PriorityField
from .incident_slots import LAST_SLOT, OPENED_SLOT
from .incident_texts import TextField, is_a_correction, is_about_the_same
from .knowledge import is_dangerous, steps_of
from .skills import CATEGORIES, OPEN_INCIDENT, QUESTIONS, SKILLS
from .steps_field import OPEN_BUTTONS, SOLVED_BUTTONS, TRIED, ArticleField, StepsField, is_another_problem

ANOTHER_PROBLEM_SURE = 0.8

READ_BACKS = frozenset({"utter_incident_read_back", "utter_incident_read_back_tried"})
_ANOTHER_WANTED = READ_BACKS | {"utter_ask_incident_email"}  # whoever is asked after these had an address before


class OpenIncidentForm(SkillForm):
    """Help first; then e-mail, priority, description and title."""

    skill = OPEN_INCIDENT
    skills = SKILLS
    read_backs = READ_BACKS
    carries = {"incident_email": EMAIL_SLOT}
    interruptions = QUESTIONS
    lasting = frozenset({"incident_email", "incident_priority"})

    def fields(self) -> Sequence[Field]:
        """In the order in which they are asked."""
        description = TextField("incident_description", DESCRIPTION_LIMIT, ("description", "text"))
        title = TextField("incident_title", TITLE_LIMIT, ("title", "heading", "call it", "name it", "rename it"))
        return (CategoryField(), ArticleField(), StepsField(), EmailField(), PriorityField(), description, title)

    def cannot_take_beside(self, turn: Turn) -> str | None:
        """Another problem beside the one that is read back."""
        is_problem = turn.intent in CATEGORIES and turn.intent_confidence >= ANOTHER_PROBLEM_SURE
        is_another = is_problem and not is_about_the_same(turn) and not is_a_correction(turn.text)
        return "utter_one_incident_at_a_time" if is_another else None

    def begun_again(self, turn: Turn) -> str | None:
        """What the user means instead of the problem for which there were steps."""
        return "utter_incident_begun_again" if is_another_problem(turn) else None


class AskSteps(Action):
    """Offers what often helps, and asks whether it did."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_ask_incident_steps"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """The steps of the article that fits what the user said at first."""
        article = str(tracker.get_slot("incident_article"))
        response, choices = ("utter_danger", OPEN_BUTTONS) if is_dangerous(article) else ("utter_steps", SOLVED_BUTTONS)
        buttons = [dict(each) for each in choices]
        if tracker.get_slot("incident_steps_shown") == article:
            dispatcher.utter_message(response=f"{response}_again", buttons=buttons)
            return []
        listed = "\n".join(f"{number}. {step}" for number, step in enumerate(steps_of(article), start=1))
        dispatcher.utter_message(response=response, steps=listed, buttons=buttons)
        return [SlotSet("incident_steps_shown", article)]


class AskEmail(Action):
    """Asks for the address, or whether the one that is remembered is right."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_ask_incident_email"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Whoever wants another one than the remembered is asked plainly."""
        known, turn = remembered_email(tracker.slots), read_turn(tracker)
        is_wrong = refuses_the_remembered(turn) or turn.last_response in _ANOTHER_WANTED
        if known is None or is_wrong:
            dispatcher.utter_message(response="utter_ask_incident_email")
        else:
            dispatcher.utter_message(response=ASKS_AGAIN, email=as_plain_text(known))
        return []


class ReadBack(Action):
    """Shows the incident that is about to be opened, and asks for the yes."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_ask_incident_confirmed"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """All that goes into the incident."""
        tried = _tried(tracker.slots)
        dispatcher.utter_message(
            response="utter_incident_read_back_tried" if tried else "utter_incident_read_back",
            title=as_plain_text(str(tracker.get_slot("incident_title"))),
            category=tracker.get_slot("incident_category"),
            description=as_plain_text(str(tracker.get_slot("incident_description"))),
            priority=tracker.get_slot("incident_priority"),
            email=as_plain_text(str(tracker.get_slot("incident_email"))),
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

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Remembers the address for the next time, also when nothing was opened, and which incident was opened last."""
        address = tracker.get_slot("incident_email")
        events = await super().run(dispatcher, tracker, domain)
        opened = [each["number"] for each in dispatcher.messages if each.get("response") == "utter_incident_opened"]
        remembered = [SlotSet(EMAIL_SLOT, address)] if address else []
        numbers = [SlotSet(slot, number) for number in opened for slot in (LAST_SLOT, OPENED_SLOT)]
        return [*remembered, *numbers, *events]

    async def carry_out(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Sequence[str]:
        """DeskUnavailable ends the turn: the slots stay, and the same yes can be said again."""
        conversation, slots = tracker.sender_id, dict(tracker.slots)
        response, details = await at_desk(lambda desk: _outcome(desk, conversation, slots))
        dispatcher.utter_message(response=response, **details)
        return ()


def _outcome(desk: Desk, conversation: str, slots: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    try:
        opened = _open(desk, conversation, slots)
    except InvalidIncident as error:
        return "utter_incident_refused", {"field": error.field}
    except TicketSystemRefused:
        return "utter_incident_not_taken", {}
    title = {"title": as_plain_text(opened.title)}
    if isinstance(opened, Waiting):
        return "utter_incident_waiting", title
    return "utter_incident_opened", {"number": opened.number, **title}


def _open(desk: Desk, conversation: str, slots: Mapping[str, Any]) -> Incident | Known | Waiting:
    return desk.open_incident(
        conversation,
        email=str(slots["incident_email"]),
        priority=Priority(slots["incident_priority"]),
        category=Category(slots["incident_category"]),
        title=str(slots["incident_title"]),
        description=str(slots["incident_description"]),
        tried=_tried(slots),
        key=key_of(slots["incident_key"]),
    )


def _tried(slots: Mapping[str, Any]) -> tuple[str, ...]:
    return steps_of(str(slots["incident_article"])) if slots["incident_steps"] == TRIED else ()
