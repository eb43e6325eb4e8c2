"""Notices: what a bot has to say without having been asked.

REST cannot push. The bot's back office gives a notice to the bot, which keeps it and shows it with its next answer; a
client can fetch it before that (`handoff.rasa_adapter.notice_routes`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from rasa.core.actions.action import create_bot_utterance
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import Engine

from handoff.rasa_adapter.messages import BadMessage, IncomingNotice
from handoff.rasa_adapter.wording import PARTS, StrayBrace, placeholders
from storage import Instant, create_tables, insert_if_absent, reading, storable_identifier, utc_now, writing

NOTICE_KEY = "notice"

_metadata = sa.MetaData()

_notices = sa.Table(
    "handoff_notices",
    _metadata,
    sa.Column("number", sa.Integer, primary_key=True),  # the order in which they are shown
    sa.Column("id", sa.String(255), nullable=False, unique=True),
    sa.Column("conversation_id", sa.String(255), nullable=False),
    sa.Column("message", sa.JSON, nullable=False),
    sa.Column("kept_at", Instant, nullable=False),
    sa.Column("shown_at", Instant),
    sa.Index("handoff_notices_not_shown", "conversation_id", "shown_at"),
)


@dataclass(frozen=True)
class Notice:
    """One notice of one conversation: `message` is a response of the bot's with its placeholders filled, `at` when the
    bot got it, in UTC."""

    id: str
    message: dict[str, Any]
    at: datetime


class NoticeBox:
    """The notices of all conversations of one bot, beside its conversations.

    Conversations are named as `storage.storable_identifier` gives them. All methods raise StorageUnavailable.
    """

    def __init__(self, engine: Engine) -> None:
        """Creates the table when it is missing."""
        self._engine = engine
        create_tables(engine, _metadata)

    def keep(self, notice_id: str, conversation: str, message: dict[str, Any]) -> None:
        """Keeps a notice until it is shown. One that was kept before under this id stays as it is."""
        row = {"id": notice_id, "conversation_id": conversation, "message": message, "kept_at": utc_now()}
        with writing(self._engine) as connection:
            insert_if_absent(connection, _notices, row)

    def not_shown(self, conversation: str) -> tuple[Notice, ...]:
        """What the user has not seen yet, oldest first."""
        of_conversation = sa.and_(_notices.c.conversation_id == conversation, _notices.c.shown_at.is_(None))
        wanted = (_notices.c.id, _notices.c.message, _notices.c.kept_at)
        with reading(self._engine) as connection:
            rows = connection.execute(sa.select(*wanted).where(of_conversation).order_by(_notices.c.number)).all()
        return tuple(Notice(*row) for row in rows)

    def mark_shown(self, conversation: str, ids: Collection[str]) -> None:
        """The user has seen these; ids of other conversations, and unknown ones, are passed over."""
        with writing(self._engine) as connection:
            mark_shown(connection, conversation, ids)


def mark_shown(connection: Any, conversation: str, ids: Collection[str]) -> None:
    """The same within somebody else's transaction; `connection` is a connection or session of SQLAlchemy's."""
    if ids:
        these = sa.and_(_notices.c.conversation_id == conversation, _notices.c.id.in_(list(ids)))
        not_yet = sa.and_(these, _notices.c.shown_at.is_(None))
        connection.execute(sa.update(_notices).where(not_yet).values(shown_at=utc_now()))


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
