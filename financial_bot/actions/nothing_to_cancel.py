"""A wish to cancel right after something was scheduled, listed or carried out."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from handoff.sdk_adapter import actions
from handoff.sdk_adapter.turn import read_turn

from .skills import CANCEL_SCHEDULED

SCHEDULED = frozenset(
    {"utter_scheduled", "utter_transfer_scheduled", "utter_transfer_scheduled_with_fee", "utter_cc_scheduled"}
)
CARRIED_OUT = frozenset({"utter_transfer_done", "utter_transfer_done_with_fee", "utter_cc_done"})


class NothingToCancel(actions.NothingToCancel):
    """ "Cancel it" after what is scheduled was shown means that; after a receipt it comes too late.

    The action server registers subclasses after their parents, so this one is what `action_nothing_to_cancel` runs.
    """

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Begins to call off what is scheduled, or says that nothing is open."""
        last = read_turn(tracker).last_response
        if last in SCHEDULED:
            return [FollowupAction(CANCEL_SCHEDULED.form)]
        if last in CARRIED_OUT:
            dispatcher.utter_message(response="utter_carried_out_already")
            return []
        return await super().run(dispatcher, tracker, domain)
