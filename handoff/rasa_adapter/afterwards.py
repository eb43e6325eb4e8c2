"""What a host does of its own accord when a task is done: it offers to return a conversation that was handed to it."""

from __future__ import annotations

import logging
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from handoff.passage import read_passage
from handoff.protocol import REPLAYED_KEY
from handoff.rasa_adapter.wishes import is_later_part
from handoff.skill_names import OFFER_RESPONSES, PASSAGE_SLOT

logger = logging.getLogger(__name__)

OFFER_RETURN_ACTION = "action_offer_return"
# after these the carried message is not answered, or the user is on the way elsewhere
NOTHING_DONE_RESPONSES = OFFER_RESPONSES | {
    "utter_please_rephrase",
    "utter_taking_you_over",
    "utter_handoff_elsewhere",
    "utter_not_offered_again",
    "utter_no_other_hosts",
    "utter_host_unavailable_nobody_else",
}


async def offer_return(
    processor: MessageProcessor, message: UserMessage, tracker: DialogueStateTracker, form_before: str | None
) -> None:
    """Runs the action that offers a return, if this turn has ended what the user came for.

    That is a form that has ended, or a carried message that was answered without one. The action runs beside the turn:
    policies do not see it, and if it fails, what was done is done and the offer is left out.
    """
    if not _is_done(message, tracker, form_before):
        return
    action = processor._get_action(OFFER_RETURN_ACTION)
    try:
        events = await action.run(message.output_channel, processor.nlg, tracker, processor.domain)
    except Exception as error:  # whatever it is, the user's task is done and must not be given up for an offer
        logger.warning(
            "no return offered: conversation=%s cause=%s: %s", tracker.sender_id, type(error).__name__, error
        )
        return
    tracker.update_with_events(events, processor.domain)
    await processor._send_bot_messages(events, tracker, message.output_channel)


def _is_done(message: UserMessage, tracker: DialogueStateTracker, form_before: str | None) -> bool:
    passage = read_passage(tracker.get_slot(PASSAGE_SLOT))
    if passage is None or passage.returns_to is None or tracker.active_loop_name is not None:
        return False
    said = _said_this_turn(tracker)
    if form_before is not None:
        return not said & OFFER_RESPONSES  # made to what waited for the form's end
    is_replay = REPLAYED_KEY in (message.metadata or {})
    return is_replay and not said & NOTHING_DONE_RESPONSES


def _said_this_turn(tracker: DialogueStateTracker) -> set[Any]:
    said: set[Any] = set()
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered) and not is_later_part(event):
            return said
        if isinstance(event, BotUttered):
            said.add(event.metadata.get("utter_action"))
    return said
