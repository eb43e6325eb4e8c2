"""What transfers cost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from financial_bot.bank import Bank, Charges
from financial_bot.words import written_day, written_money
from handoff.sdk_adapter.turn import Turn

from .access import at_bank
from .kind_reading import FEES, read_kind
from .mentions import mentions_of, without_names
from .search_transactions import answer_search, turn_after_a_search

_MONTHS_AND_LESS = frozenset({"month", "week", "day"})
_PAID = re.compile(
    r"\b(?:paid|(?:did|have) (?:i|we|you)(?: ever| already)? (?:pay|spend|spent|charge|charged)|you charged)\b",
    re.IGNORECASE,
)


class TransferCharges(Action):
    """Says how many transfers are still free, until when, and what the next one costs."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_transfer_charges"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks the bank; BankUnavailable ends the turn."""
        turn = turn_after_a_search(tracker)
        kind = read_kind(turn.text)
        if kind is not None and kind.name == FEES and _PAID.search(turn.text):
            return await answer_search(dispatcher, turn, earnings=False)
        today, charges = await at_bank(turn.conversation, lambda bank: (bank.today(), _charges(bank, turn)))
        dispatcher.utter_message(response=response_for(charges, today), **_details(charges))
        return []


def _charges(bank: Bank, turn: Turn) -> Charges:
    """What is charged in the month that the message names, else now."""
    payees = bank.payees(turn.conversation)
    days = (_day(mention.value) for mention in without_names(mentions_of(turn), payees) if mention.dim == "time")
    months = {day.replace(day=1): day for day in days if day is not None}
    return bank.charges(turn.conversation, next(iter(months.values())) if len(months) == 1 else None)


def _day(time: Mapping[str, Any]) -> date | None:
    """A day in the month that Duckling found; looking ahead suits here, "in december" is the one to come."""
    if time.get("grain") not in _MONTHS_AND_LESS:
        return None
    try:
        return date.fromisoformat(str(time.get("value"))[:10])
    except ValueError:
        return None


def response_for(charges: Charges, today: date) -> str:
    """The response that fits to the month and to how many free transfers are left."""
    if today < charges.cycle_start:
        return "utter_transfer_charges_later"
    if today >= charges.cycle_end:
        return "utter_transfer_charges_earlier"
    if charges.free_left <= 0:
        return "utter_transfer_charges_none_free"
    if charges.free_left == 1:
        return "utter_transfer_charges_one_free"
    if charges.free_left >= charges.free_per_cycle:
        return "utter_transfer_charges_all_free"
    return "utter_transfer_charges_some_free"


def _details(charges: Charges) -> dict[str, str]:
    return {
        "month": f"{charges.cycle_start:%B %Y}",
        "left": str(charges.free_left),
        "free": str(charges.free_per_cycle),
        "fee": written_money(charges.fee),
        "last_day": written_day(charges.cycle_end - timedelta(days=1)),
        "next_cycle": written_day(charges.cycle_end),
    }
