"""Whom money can be sent to."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from financial_bot.words import written_list
from handoff.plain_text import as_plain_text

from .access import at_bank


class ListPayees(Action):
    """Names the customer's payees."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_list_payees"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks the bank; BankUnavailable ends the turn."""
        customer = tracker.sender_id
        payees = await at_bank(customer, lambda bank: bank.payees(customer))
        names = written_list([as_plain_text(payee.name) for payee in payees])
        dispatcher.utter_message(response="utter_payees" if payees else "utter_no_payees", payees=names)
        return []
