"""What the bot does with a message that no skill took."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from handoff.sdk_adapter import actions
from handoff.sdk_adapter.fields import Understood
from handoff.sdk_adapter.turn import Turn

from .amount_field import AmountField
from .payee_field import PayeeField
from .search_transactions import go_on_searching, turn_after_a_search
from .skills import TRANSFER
from .wishes import asks_to_pay

LONGEST_SHORT_ORDER = 6  # words


class AskToRephrase(actions.AskToRephrase):
    """Right after a search, "last month" or "amazon" go on from it; a payee and an amount begin a transfer; everything
    else is asked for in other words.

    The action server registers subclasses after their parents, so this one is what `action_ask_to_rephrase` runs.
    """

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Searches on, or asks; BankUnavailable ends the turn."""
        turn = turn_after_a_search(tracker)
        events = await go_on_searching(dispatcher, turn)
        if events is not None:
            return [*events, FollowupAction("action_listen")]
        if await _is_a_short_order(turn):
            return [FollowupAction(TRANSFER.form)]
        return await super().run(dispatcher, tracker, domain)


async def _is_a_short_order(turn: Turn) -> bool:
    """Whether the message is a payee and an amount, "$25 Emma", which is an answer where nothing was asked."""
    short = len(turn.text.split()) <= LONGEST_SHORT_ORDER
    if turn.is_payload or turn.asked is not None or not short or not asks_to_pay(turn.text):
        return False
    readings = [await field.read(turn) for field in (PayeeField("payee"), AmountField("amount", "confirmed"))]
    return all(isinstance(reading, Understood) for reading in readings)
