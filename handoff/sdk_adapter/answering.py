"""What every bot answers where no skill of its own does: whether to switch, nothing to cancel, not understood."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from handoff.sdk_adapter.skills import SWITCH_SLOT, WANTED_SLOT
from handoff.sdk_adapter.turn import read_turn
from handoff.skill_names import OFFER_RESPONSES


class AskWhetherToSwitch(Action):
    """The question of a form in whose middle another skill was asked for."""

    def name(self) -> str:
        """Name in the domain: what Rasa runs when a form requests the slot SWITCH_SLOT."""
        return f"action_ask_{SWITCH_SLOT}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks with the response of the wanted form, `utter_ask_switch_to_<form>`."""
        wanted = tracker.get_slot(WANTED_SLOT)
        dispatcher.utter_message(response=f"utter_ask_{SWITCH_SLOT}_{wanted['form']}")
        return []


class NothingToCancel(Action):
    """A wish to cancel outside of forms."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_nothing_to_cancel"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Says that nothing is open, so that nobody believes that something was undone; after an offer of another host
        it is a no to that."""
        was_offered = read_turn(tracker).last_response in OFFER_RESPONSES
        dispatcher.utter_message(response="utter_nothing_to_do" if was_offered else "utter_nothing_to_cancel")
        return []


class AskToRephrase(Action):
    """Nothing was understood. Unlike Rasa's own fallback this keeps the message in the tracker, which costs no replay
    of the conversation."""

    def name(self) -> str:
        """Name in the domain, and `core_fallback_action_name` in config.yml."""
        return "action_ask_to_rephrase"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks, and listens."""
        dispatcher.utter_message(response="utter_please_rephrase")
        return [FollowupAction("action_listen")]
