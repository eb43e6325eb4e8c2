"""What is going to be paid."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from financial_bot.bank import Scheduled
from financial_bot.words import written_day, written_money
from handoff.plain_text import as_plain_text

from .access import at_bank


class ListScheduled(Action):
    """Lists transfers and card payments that wait for their day."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_list_scheduled"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks the bank; BankUnavailable ends the turn."""
        customer = tracker.sender_id
        waiting = await at_bank(customer, lambda bank: bank.scheduled(customer))
        if waiting:
            orders = "\n".join(written_order(order) for order in waiting)
            fees = any(order.fee.minor for order in waiting)
            dispatcher.utter_message(response="utter_scheduled_with_fees" if fees else "utter_scheduled", orders=orders)
        else:
            dispatcher.utter_message(response="utter_scheduled_none")
        return []


def written_order(order: Scheduled) -> str:
    """One item of a Markdown list without words of its own: day, recipient, amount with its fee, reference."""
    fee = f" (+ {written_money(order.fee)})" if order.fee.minor else ""
    amount = f"**{written_money(order.amount)}**{fee}"
    return f"- {written_day(order.on)}: {as_plain_text(order.recipient)}, {amount}, {order.reference}"
