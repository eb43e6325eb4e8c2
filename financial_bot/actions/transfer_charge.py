"""What transfers cost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from financial_bot.bank import Charges
from financial_bot.words import written_day, written_money

from .access import at_bank


class TransferCharges(Action):
    """Says how many transfers are still free, until when, and what the next one costs."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_transfer_charges"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks the bank; BankUnavailable ends the turn."""
        customer = tracker.sender_id
        charges = await at_bank(customer, lambda bank: bank.charges(customer))
        dispatcher.utter_message(response=response_for(charges), **_details(charges))
        return []


def response_for(charges: Charges) -> str:
    """The response that fits to how many free transfers are left."""
    if charges.free_left <= 0:
        return "utter_transfer_charges_none_free"
    if charges.free_left == 1:
        return "utter_transfer_charges_one_free"
    if charges.free_left >= charges.free_per_cycle:
        return "utter_transfer_charges_all_free"
    return "utter_transfer_charges_some_free"


def _details(charges: Charges) -> dict[str, str]:
    return {
        "left": str(charges.free_left),
        "free": str(charges.free_per_cycle),
        "fee": written_money(charges.fee),
        "last_day": written_day(charges.cycle_end - timedelta(days=1)),
        "next_cycle": written_day(charges.cycle_end),
    }
