"""Notices: what a bot has to say without having been asked.

REST cannot push. The bot's back office gives a notice to the bot, which keeps it (`notice_box`) and shows it with its
next answer; a client can fetch it before that (`notice_routes`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from rasa.core.actions.action import create_bot_utterance
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event
from rasa.shared.core.trackers import DialogueStateTracker

from handoff.incoming import BadMessage
from handoff.rasa_adapter.messages import IncomingNotice
from handoff.rasa_adapter.notice_box import NoticeBox
from handoff.rasa_adapter.wording import PARTS, StrayBrace, placeholders
from storage import storable_identifier

NOTICE_KEY = "notice"


def worded(domain: Domain, wanted: IncomingNotice) -> dict[str, Any]:
    """The message that the user will see: one variant of the response, filled with the details.

    Raises BadMessage when the domain has no such response, or one that cannot be filled with these details whichever
    variant is chosen.
    """
    name = wanted.response
    variants = domain.responses.get(name)
    if not variants:
        raise BadMessage(f"response: this bot has no response {name!r}")
    try:
        needed = frozenset().union(*(placeholders(name, variant) for variant in variants))
    except StrayBrace as error:
        raise BadMessage(f"response: {error}") from error
    missing = sorted(needed - wanted.details.keys())
    if missing:
        raise BadMessage(f"details: {name} needs {', '.join(missing)} too")
    generator = TemplatedNaturalLanguageGenerator(domain.responses)
    response = generator.generate_from_slots(name, dict(wanted.details), CollectingOutputChannel.name())
    if response is None or not response.get("text"):
        raise BadMessage(f"response: {name} has no text for this channel")
    return {part: response[part] for part in PARTS if response.get(part)}


async def show_notices(processor: MessageProcessor, message: UserMessage, tracker: DialogueStateTracker) -> None:
    """Says what is waiting for this user, before anything else that the turn says.

    It becomes part of the turn: a repeated message id brings it again, and a turn that is given up leaves it waiting.
    """
    box = getattr(processor.tracker_store, "notices", None)
    if not isinstance(box, NoticeBox):
        return
    # in a thread: a database that is locked keeps one conversation waiting, not all
    waiting = await asyncio.to_thread(box.not_shown, storable_identifier(message.sender_id))
    if waiting:
        events = [create_bot_utterance({**notice.message, NOTICE_KEY: notice.id}) for notice in waiting]
        tracker.update_with_events(events, processor.domain)
        await processor._send_bot_messages(events, tracker, message.output_channel)


def notices_in(events: Iterable[Event]) -> list[str]:
    """The ids of the notices that were said in these events."""
    said = (event.metadata for event in events if isinstance(event, BotUttered))
    return [metadata[NOTICE_KEY] for metadata in said if NOTICE_KEY in metadata]


def is_notice(message: dict[str, Any]) -> bool:
    """Whether a message of an answer is a notice, and not about what the user said."""
    return NOTICE_KEY in message
