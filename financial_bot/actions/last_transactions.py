"""The latest transactions, whatever they are."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from handoff.sdk_adapter.turn import Turn, read_turn

from .access import at_bank
from .mentions import mentions_of
from .search_words import written_lines

USUAL = 5
MOST = 20

_ONE = re.compile(r"\b(?:last|latest|most recent|newest)\s+(?:transaction|payment|purchase|booking)\b", re.IGNORECASE)


class LastTransactions(Action):
    """Lists the latest transactions of the account and all cards, newest first."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_last_transactions"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks the bank; BankUnavailable ends the turn."""
        customer, limit = tracker.sender_id, how_many(read_turn(tracker))
        lines = await at_bank(customer, lambda bank: bank.latest(customer, limit=limit))
        written = written_lines(lines, signed=True)
        if not lines:
            dispatcher.utter_message(response="utter_last_transactions_none")
        elif len(lines) == 1:
            dispatcher.utter_message(response="utter_last_transaction", lines=written)
        else:
            dispatcher.utter_message(response="utter_last_transactions", lines=written)
        return []


def how_many(turn: Turn) -> int:
    """How many transactions the message asks for: a plain number in it, 1 for "my last transaction", else 5."""
    numbers = [mention.value.get("value") for mention in mentions_of(turn) if mention.dim == "number"]
    wanted = numbers[0] if len(numbers) == 1 else None
    if isinstance(wanted, int | float) and wanted >= 1:
        return min(int(wanted), MOST)
    return 1 if _ONE.search(turn.text) else USUAL
