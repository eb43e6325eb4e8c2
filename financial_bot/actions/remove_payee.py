"""Removing a payee."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from financial_bot.bank import Bank, PayeeInUse, UnknownPayee
from financial_bot.words import written_list
from handoff.plain_text import as_plain_text
from handoff.sdk_adapter.fields import Field, Unclear, ask_again
from handoff.sdk_adapter.forms import SkillForm
from handoff.sdk_adapter.skill_ends import SkillEnd
from handoff.sdk_adapter.turn import Turn

from .access import at_bank
from .payee_field import PayeeField, payee_buttons
from .skills import LEAVING, QUESTIONS, REMOVE_PAYEE, SKILLS


class RemovePayeeForm(SkillForm):
    """Who."""

    skill = REMOVE_PAYEE
    skills = SKILLS
    interruptions = QUESTIONS
    leaving_intents = LEAVING
    read_backs = frozenset({"utter_old_payee_read_back"})

    def fields(self) -> Sequence[Field]:
        """Only one."""
        return (PayeeField("old_payee", takes_orders=True),)

    async def hindrance(self, turn: Turn) -> Unclear | None:
        """There are no payees."""
        payees = await at_bank(turn.conversation, lambda bank: bank.payees(turn.conversation))
        return None if payees else Unclear("utter_no_payees")


class AskPayee(Action):
    """Asks who, with the payees to choose from."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_ask_old_payee"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks the bank for them; BankUnavailable ends the turn."""
        customer = tracker.sender_id
        payees = await at_bank(customer, lambda bank: bank.payees(customer))
        dispatcher.utter_message(response="utter_ask_old_payee", buttons=payee_buttons(payees))
        return []


class ReadBack(Action):
    """Names the payee, and asks for the yes."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_ask_old_payee_confirmed"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks for another one when the payee is gone."""
        customer, wanted = tracker.sender_id, tracker.get_slot("old_payee")
        payees = await at_bank(customer, lambda bank: bank.payees(customer))
        name = next((payee.name for payee in payees if payee.id == wanted), None)
        if name is None:
            return ask_again(dispatcher, "old_payee", "utter_old_payee_gone")
        dispatcher.utter_message(response="utter_old_payee_read_back", name=as_plain_text(name))
        return []


class RemovePayee(SkillEnd):
    """Removes the payee, or says why not."""

    skill = REMOVE_PAYEE
    skills = SKILLS
    cancelled = "utter_old_payee_cancelled"

    def name(self) -> str:
        """Name in the domain."""
        return "action_remove_payee"

    async def carry_out(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Sequence[str]:
        """BankUnavailable ends the turn."""
        customer, payee_id = tracker.sender_id, int(tracker.get_slot("old_payee"))
        response, details = await at_bank(customer, lambda bank: _remove(bank, customer, payee_id))
        dispatcher.utter_message(response=response, **details)
        return ()


def _remove(bank: Bank, customer: str, payee_id: int) -> tuple[str, dict[str, str]]:
    """The response to give and what fills it."""
    try:
        payee = bank.remove_payee(customer, payee_id)
    except UnknownPayee:
        return "utter_payee_gone", {}
    except PayeeInUse as error:
        references = written_list([order.reference for order in error.scheduled])
        return "utter_old_payee_in_use", {"references": references}
    return "utter_old_payee_removed", {"name": as_plain_text(payee.name)}
