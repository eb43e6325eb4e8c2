"""Where conversations are kept: SQLite in the bot's folder, or any SQL database by url."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import Connection, Engine

from handoff.errors import HandoffError
from handoff.hosts import find_config, load_hosts
from handoff.rasa_adapter import patches
from handoff.rasa_adapter.answered import AnswerBook, keep_answers
from handoff.rasa_adapter.conversations_database import (
    DEFAULT_FILE,
    DEFAULT_URL,
    URL_VARIABLE,
    conversations_url,
    hold_conversation,
)
from handoff.rasa_adapter.event_rows import add_events, index_events, last_position, rows_after
from handoff.rasa_adapter.notice_box import NoticeBox, mark_shown
from handoff.rasa_adapter.notices import notices_in
from handoff.rasa_adapter.snapshot import cut
from handoff.rasa_adapter.snapshot_table import create_snapshots, find_snapshot, keep_snapshot
from handoff.rasa_adapter.stored_tracker import Stored, build, snapshot_of, stored
from handoff.secret import load_secret
from storage import StorageError, StorageUnavailable, open_engine, reading, storable_identifier, writing


class ConversationErased(Exception):
    """The conversation was erased while one of its turns was being answered; the turn is not saved."""


class ConversationMovedOn(Exception):
    """Somebody else saved a turn of the conversation while this one was being answered; this one is not saved."""


class ConversationStore(SQLTrackerStore):
    """Rasa's SQL tracker store on the database that CONVERSATIONS_DATABASE_URL names (an SQLAlchemy url).

    `{host}` in the url stands for the bot's folder, so that one variable serves several bots. Without the variable it
    is `var/conversations.db` in the bot's folder. endpoints.yml names this class, so it is also the place where
    `rasa run` and `rasa shell` take up the patches, and end with a sentence when the bot cannot be served.

    `retrieve` gives the last session as Rasa's store does, and of a long one the last turns with an opening that stands
    for the others (`snapshot`), so that a turn takes the same time however long people talk. All events stay in the
    database; `retrieve_full_tracker` gives them.

    A turn is saved in one transaction, or not at all: its events, the answers by message id (`answers`), which of the
    `notices` were shown, and where the opening ends. A conversation that was erased during a turn, or that another
    process took further, is not written to by it: the turn fails with ConversationErased or ConversationMovedOn, and
    the next message finds the conversation as it is. Nothing is kept in memory between turns.

    The database is asked in threads: while it is slow, other conversations go on. Raises StorageUnavailable.
    """

    engine: Engine

    def __init__(self, domain: Any = None, event_broker: Any = None, host: str | None = None, **kwargs: Any) -> None:
        _check_that_the_bot_can_be_served()
        patches.apply()
        url = conversations_url(host)
        if url == DEFAULT_URL:
            DEFAULT_FILE.parent.mkdir(exist_ok=True)
        super().__init__(domain=domain, host=url, event_broker=event_broker, **kwargs)
        self.engine.dispose()
        self.engine, self.notices, self._answers = _open(url)
        self.sessionmaker = sa.orm.sessionmaker(bind=self.engine)

    def answers(self, conversation: str, message_id: str) -> list[dict[str, Any]] | None:
        """What was answered to the message with that id, as response dicts; None when it was not answered.

        Raises StorageUnavailable. Blocks: to be called in a thread, under the conversation's lock.
        """
        return self._answers.answers(conversation, message_id)

    def init_tracker(self, sender_id: str) -> DialogueStateTracker:
        """The blank tracker of a conversation that has nothing stored."""
        tracker = super().init_tracker(sender_id)
        tracker.stored = Stored()
        return tracker

    async def _retrieve(self, sender_id: str, fetch_events_from_all_sessions: bool) -> DialogueStateTracker | None:
        """What `retrieve` and `retrieve_full_tracker` call (rasa 3.6.21)."""
        return await asyncio.to_thread(self._read, sender_id, fetch_events_from_all_sessions)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Saves what the tracker has and the database has not. What went wrong is raised, and nothing was saved then.

        A turn that is cancelled while it is being saved is saved, and only then gives up the conversation's lock.
        Events are published, to an event broker if there is one, once they are saved.
        """
        writing_it = asyncio.ensure_future(asyncio.to_thread(self._write, tracker))
        try:
            added = await asyncio.shield(writing_it)
        except asyncio.CancelledError:
            await asyncio.wait([writing_it])
            raise
        if self.event_broker is not None:
            await self._stream_new_events(self.event_broker, added, tracker.sender_id)

    def _read(self, sender_id: str, everything: bool) -> DialogueStateTracker | None:
        with reading(self.engine) as connection:
            snapshot = None if everything else find_snapshot(connection, sender_id)
            rows = rows_after(connection, sender_id, snapshot.covers if snapshot else 0)
            tracker = build(sender_id, rows, snapshot, self.domain, whole=everything)
            if tracker is None and rows:
                tracker = build(sender_id, rows_after(connection, sender_id, 0), None, self.domain)
        return tracker

    def _write(self, tracker: DialogueStateTracker) -> list[Event]:
        known = stored(tracker)
        shorter = None if known is None else cut(tracker, known.opening)  # takes its time, so before the transaction
        with writing(self.engine) as connection:
            if connection.dialect.name == "postgresql":
                hold_conversation(connection, tracker.sender_id)
            known = _still_there(connection, tracker.sender_id, known)
            added = list(tracker.events)[known.events :]
            add_events(connection, tracker.sender_id, added)
            mark_shown(connection, storable_identifier(tracker.sender_id), notices_in(added))
            keep_answers(connection, tracker.sender_id, answers_in(added))
            now = known.with_rows(rows_after(connection, tracker.sender_id, known.last.row if known.last else 0))
            snapshot = snapshot_of(now, added, shorter)
            if snapshot is not None:
                keep_snapshot(connection, tracker.sender_id, snapshot)
        tracker.stored = now
        return added


def answers_in(events: Sequence[Event]) -> dict[str, list[dict[str, Any]]]:
    """What the bot said to each message of these events, by message id."""
    said: dict[str, list[dict[str, Any]]] = {}
    current: list[dict[str, Any]] = []
    for event in events:
        if isinstance(event, UserUttered):  # several with one id are the wishes of one message
            current = said.setdefault(event.message_id, []) if event.message_id else []
        elif isinstance(event, BotUttered):
            current.append(event.message())
    return said


def _still_there(connection: Connection, sender_id: str, known: Stored | None) -> Stored:
    """What the database has of a tracker. Raises ConversationErased and ConversationMovedOn."""
    if known is None:  # not from here: somebody puts a tracker in the place of another by Rasa's HTTP API
        return Stored.of_session(rows_after(connection, sender_id, 0))
    last = last_position(connection, sender_id)
    if known.last is not None and last is None:
        raise ConversationErased("the conversation was erased meanwhile")
    if known.last != last:
        raise ConversationMovedOn("somebody else saved a turn of the conversation meanwhile")
    return known


def _check_that_the_bot_can_be_served() -> None:
    """Ends the process for what an operator must mend first; Rasa would log it and serve nothing."""
    try:
        config = find_config(Path.cwd())
        load_hosts(config).in_folder(Path.cwd())
        load_secret(config)
    except HandoffError as error:
        raise SystemExit(f"not started: {error}") from error


def _open(url: str) -> tuple[Engine, NoticeBox, AnswerBook]:
    try:
        engine = open_engine(url)
        index_events(engine)
        create_snapshots(engine)
        return engine, NoticeBox(engine), AnswerBook(engine)
    except StorageUnavailable as error:
        raise SystemExit(f"not started: the conversations' database cannot be written: {error}") from error
    except StorageError as error:
        raise SystemExit(f"not started: {URL_VARIABLE}: {error}") from error
