"""Whom money can be sent to."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from .access import at_bank
from .words import written_list


class ListPayees(Action):
    """Names the customer's payees."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_list_payees"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks the bank; BankUnavailable ends the turn."""
        customer = tracker.sender_id
        payees = await at_bank(customer, lambda bank: bank.payees(customer))
        dispatcher.utter_message(response="utter_payees", payees=written_list([payee.name for payee in payees]))
        return []
