"""What came in: salary, interest, refunds."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from .search_transactions import answer_search, turn_after_a_search


class CheckEarnings(Action):
    """Says what was earned: a search, and what can be said after a search can be said after this."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_check_earnings"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks the bank; BankUnavailable ends the turn."""
        return await answer_search(dispatcher, turn_after_a_search(tracker), earnings=True)
