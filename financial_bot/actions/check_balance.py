"""How much there is."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from .access import at_bank
from .words import written_money


class CheckBalance(Action):
    """Says the balance of the customer's account."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_check_balance"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks the bank; BankUnavailable ends the turn."""
        customer = tracker.sender_id
        balance = await at_bank(customer, lambda bank: bank.balance(customer))
        dispatcher.utter_message(response="utter_balance", balance=written_money(balance))
        return []
