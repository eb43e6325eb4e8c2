"""Adding somebody to whom money can be sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from financial_bot.bank import InvalidName, PayeeExists
from handoff.plain_text import as_plain_text
from handoff.sdk_adapter.fields import Field
from handoff.sdk_adapter.forms import SkillForm
from handoff.sdk_adapter.skill_ends import SkillEnd

from .access import at_bank
from .name_field import NameField
from .skills import ADD_PAYEE, LEAVING, QUESTIONS, SKILLS


class AddPayeeForm(SkillForm):
    """The name."""

    skill = ADD_PAYEE
    skills = SKILLS
    interruptions = QUESTIONS
    leaving_intents = LEAVING
    read_backs = frozenset({"utter_new_payee_read_back"})

    def fields(self) -> Sequence[Field]:
        """Only one."""
        return (NameField("new_payee_name", ADD_PAYEE.confirmation),)


class ReadBack(Action):
    """Shows the name as it was understood, and asks for the yes."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_ask_new_payee_confirmed"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """The name."""
        name = as_plain_text(str(tracker.get_slot("new_payee_name")))
        dispatcher.utter_message(response="utter_new_payee_read_back", name=name)
        return []


class AddPayee(SkillEnd):
    """Adds the payee, or says why not."""

    skill = ADD_PAYEE
    skills = SKILLS
    cancelled = "utter_new_payee_cancelled"

    def name(self) -> str:
        """Name in the domain."""
        return "action_add_payee"

    async def carry_out(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Sequence[str]:
        """BankUnavailable ends the turn."""
        customer, name = tracker.sender_id, str(tracker.get_slot("new_payee_name"))
        try:
            payee = await at_bank(customer, lambda bank: bank.add_payee(customer, name))
            response, shown = "utter_new_payee_added", payee.name
        except PayeeExists as error:
            response, shown = "utter_new_payee_exists", error.payee.name
        except InvalidName:
            response, shown = "utter_new_payee_refused", name
        dispatcher.utter_message(response=response, name=as_plain_text(shown))
        return ()
