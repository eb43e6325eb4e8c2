"""Letting a conversation see an incident that was opened elsewhere: by its number and its e-mail address together."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from handoff.plain_text import as_plain_text
from handoff.sdk_adapter.fields import Field
from handoff.sdk_adapter.forms import SkillForm
from handoff.sdk_adapter.skill_ends import SkillEnd
from handoff.sdk_adapter.turn import read_turn, said_since_the_message
from helpdesk_bot.desk import Desk, Incident, NotProven, TicketSystemUnavailable, TooManyTries

from .access import at_desk
from .claim_fields import ClaimEmailField, ClaimNumberField
from .email_field import EMAIL_SLOT, remembered_email
from .incident_shown import show
from .incident_slots import spoke_of
from .skills import CLAIM_INCIDENT, QUESTIONS, SKILLS

logger = logging.getLogger(__name__)

GRANTED = "utter_claim_granted"
NOT_PROVEN, NOT_PROVEN_ONCE_MORE = "utter_claim_not_proven", "utter_claim_not_proven_once_more"
_ASKS_AGAIN = frozenset({NOT_PROVEN, NOT_PROVEN_ONCE_MORE})


class ClaimIncidentForm(SkillForm):
    """Number and e-mail address; nothing is read back, since looking changes nothing."""

    skill = CLAIM_INCIDENT
    skills = SKILLS
    interruptions = QUESTIONS
    read_backs = frozenset()
    carries = {"claim_email": EMAIL_SLOT}

    def fields(self) -> Sequence[Field]:
        """In the order in which they are asked."""
        return (ClaimNumberField(), ClaimEmailField())


class AskEmail(Action):
    """Asks for the address, or whether the one that is remembered is it."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_ask_claim_email"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Whoever was just wrong, or wants another one than the remembered, is asked plainly."""
        known = remembered_email(tracker.slots)
        refused = said_since_the_message(tracker) & _ASKS_AGAIN
        if known is not None and not refused and read_turn(tracker).last_response != "utter_ask_email_again":
            dispatcher.utter_message(response="utter_ask_email_again", email=as_plain_text(known))
        else:
            dispatcher.utter_message(response="utter_ask_claim_email", number=str(tracker.get_slot("claim_number")))
        return []


class ClaimIncident(SkillEnd):
    """Shows the incident when number and address belong together; says no more than that they do not, otherwise."""

    skill = CLAIM_INCIDENT
    skills = SKILLS
    cancelled = "utter_claim_cancelled"

    def name(self) -> str:
        """Name in the domain."""
        return "action_claim_incident"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Remembers the address that was right."""
        events = await super().run(dispatcher, tracker, domain)
        is_right = any(each.get("response") == GRANTED for each in dispatcher.messages)
        if not is_right:
            return events
        known = [SlotSet(EMAIL_SLOT, tracker.get_slot("claim_email")), *spoke_of(str(tracker.get_slot("claim_number")))]
        return [*known, *events]

    async def carry_out(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Sequence[str]:
        """Asks for the address again while there are tries left. DeskUnavailable ends the turn."""
        conversation = tracker.sender_id
        number, email = str(tracker.get_slot("claim_number")), str(tracker.get_slot("claim_email"))
        claimed = await at_desk(lambda desk: _claim(desk, conversation, number, email))
        if isinstance(claimed, Incident):
            dispatcher.utter_message(response=GRANTED)
            show(dispatcher, claimed)
            return ()
        response, details = claimed
        dispatcher.utter_message(response=response, **details)
        return ("claim_email", CLAIM_INCIDENT.confirmation) if response in _ASKS_AGAIN else ()


def _claim(desk: Desk, conversation: str, number: str, email: str) -> Incident | tuple[str, dict[str, str]]:
    """The incident, or the response to give and what fills it."""
    try:
        return desk.claim(conversation, number, email)
    except NotProven as error:
        if not error.tries_left:
            return "utter_claim_not_proven_last", {}
        return NOT_PROVEN if error.tries_left > 1 else NOT_PROVEN_ONCE_MORE, {"left": str(error.tries_left)}
    except TooManyTries as error:
        logger.warning("too many wrong tries: cause=%s", error)
        return "utter_claim_too_many", {}
    except TicketSystemUnavailable as error:
        logger.warning("incident not looked up: cause=%s", error)
        return "utter_claim_unavailable", {}
