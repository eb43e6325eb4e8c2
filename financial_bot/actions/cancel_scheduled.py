"""Calling off a scheduled payment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from financial_bot.bank import AlreadySettled, Bank, Scheduled, UnknownOrder
from financial_bot.words import written_day, written_money
from handoff.plain_text import as_plain_text
from handoff.sdk_adapter.fields import Field, Unclear, ask_again
from handoff.sdk_adapter.forms import SkillForm
from handoff.sdk_adapter.skill_ends import SkillEnd
from handoff.sdk_adapter.turn import Turn

from .access import at_bank
from .order_field import OrderField, order_buttons
from .skills import CANCEL_SCHEDULED, QUESTIONS, SKILLS


class CancelScheduledForm(SkillForm):
    """Which one."""

    skill = CANCEL_SCHEDULED
    skills = SKILLS
    interruptions = QUESTIONS
    read_backs = frozenset({"utter_order_read_back"})

    def fields(self) -> Sequence[Field]:
        """Only one."""
        return (OrderField("order_to_cancel"),)

    async def hindrance(self, turn: Turn) -> Unclear | None:
        """Nothing is scheduled."""
        orders = await at_bank(turn.conversation, lambda bank: bank.scheduled(turn.conversation))
        return None if orders else Unclear("utter_nothing_to_call_off")


class AskOrder(Action):
    """Asks which one, with all to choose from."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_ask_order_to_cancel"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks the bank for them; BankUnavailable ends the turn."""
        customer = tracker.sender_id
        orders = await at_bank(customer, lambda bank: bank.scheduled(customer))
        dispatcher.utter_message(response="utter_ask_order_to_cancel", buttons=order_buttons(orders))
        return []


class ReadBack(Action):
    """Shows what would not happen any more, and asks for the yes."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_ask_order_confirmed"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks for another one when it is not scheduled any more."""
        customer, wanted = tracker.sender_id, tracker.get_slot("order_to_cancel")
        orders = await at_bank(customer, lambda bank: bank.scheduled(customer))
        order = next((order for order in orders if order.reference == wanted), None)
        if order is None:
            return ask_again(dispatcher, "order_to_cancel", "utter_order_gone")
        dispatcher.utter_message(response="utter_order_read_back", **_details(order))
        return []


class CancelScheduled(SkillEnd):
    """Calls the payment off, or says why not."""

    skill = CANCEL_SCHEDULED
    skills = SKILLS
    cancelled = "utter_order_kept"
    not_asked_for = "utter_order_not_called_off"

    def name(self) -> str:
        """Name in the domain."""
        return "action_cancel_scheduled"

    async def carry_out(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Sequence[str]:
        """BankUnavailable ends the turn."""
        customer, reference = tracker.sender_id, str(tracker.get_slot("order_to_cancel"))
        response, details = await at_bank(customer, lambda bank: _call_off(bank, customer, reference))
        dispatcher.utter_message(response=response, **details)
        return ()


def _call_off(bank: Bank, customer: str, reference: str) -> tuple[str, dict[str, str]]:
    """The response to give and what fills it."""
    try:
        return "utter_order_called_off", _details(bank.cancel_scheduled(customer, reference))
    except AlreadySettled as error:
        return f"utter_order_{error.state}", {"reference": reference}
    except UnknownOrder:
        return "utter_order_unknown", {}


def _details(order: Scheduled) -> dict[str, str]:
    return {
        "amount": written_money(order.amount),
        "recipient": as_plain_text(order.recipient),
        "day": written_day(order.on),
        "reference": order.reference,
    }
