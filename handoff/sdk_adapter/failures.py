"""A handoff that came to nothing (handoff/1, section 3): this host still holds the conversation, and says so."""

from __future__ import annotations

import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from handoff.hosts import Host
from handoff.protocol import FAILURE_REASONS
from handoff.sdk_adapter.context import other_host, other_hosts
from handoff.sdk_adapter.handing_over import LEFT_OPEN_SLOT, buttons_to
from handoff.sdk_adapter.reach import reachable
from handoff.sdk_adapter.turn import read_turn
from handoff.skill_names import LEFT_RESPONSE, UNKNOWN_HOST_RESPONSE

logger = logging.getLogger(__name__)

_RESPONSES = {"refused": "utter_handoff_refused", "unlisted": "utter_handoff_unlisted"}
_OTHER_RESPONSE = "utter_handoff_failed"  # nobody knows more than that it did not work


class HandoffFailed(Action):
    """A client could not hand over."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_handoff_failed"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Says what did not work, and offers who is left, never the one that failed. Nothing is tried again unasked;
        whoever presses the button again has their words carried again."""
        turn = read_turn(tracker)
        failed = other_host(turn.entity("to"))
        reason = turn.entity("reason")
        logger.warning(
            "handoff failed: conversation=%s to=%s reason=%s",
            turn.conversation,
            failed.id if failed else "unlisted",
            reason if reason in FAILURE_REASONS else "unknown",
        )
        left = buttons_to(await reachable(host for host in other_hosts() if host != failed))
        _say(dispatcher, failed, reason, left)
        return [SlotSet(LEFT_OPEN_SLOT, None)]


def _say(dispatcher: CollectingDispatcher, failed: Host | None, reason: str | None, left: list[dict[str, str]]) -> None:
    if failed is None:
        dispatcher.utter_message(response=UNKNOWN_HOST_RESPONSE, buttons=left)
        return
    response = _RESPONSES.get(reason or "", _OTHER_RESPONSE)
    dispatcher.utter_message(response=response, title=failed.title)
    if left:
        dispatcher.utter_message(response=LEFT_RESPONSE, buttons=left)
