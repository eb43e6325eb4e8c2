"""Where conversations are kept: SQLite in the bot's folder, or any SQL database by url."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy
from rasa.core.tracker_store import SQLTrackerStore

from handoff.errors import HandoffError
from handoff.hosts import find_config, load_hosts
from handoff.rasa_adapter import patches
from handoff.rasa_adapter.conversations_database import (
    DEFAULT_FILE,
    DEFAULT_URL,
    conversations_url,
    hold_conversation,
)
from handoff.rasa_adapter.notice_box import NoticeBox, mark_shown
from handoff.rasa_adapter.notices import notices_in
from handoff.secret import load_secret
from storage import StorageUnavailable, storable_identifier

LOCK_WAIT_MILLISECONDS = 3000


class ConversationErased(Exception):
    """The conversation was erased while one of its turns was being answered; the turn is not saved."""


class ConversationStore(SQLTrackerStore):
    """Rasa's SQL tracker store on the database that CONVERSATIONS_DATABASE_URL names (an SQLAlchemy url).

    `{host}` in the url stands for the bot's folder, so that one variable serves several bots. Without the variable it
    is `var/conversations.db` in the bot's folder. endpoints.yml names this class, so it is also the place where
    `rasa run` and `rasa shell` take up the patches, and end with a sentence when the bot cannot be served.

    `notices` are kept in the same database: one that was said counts as shown in the same transaction that saves the
    turn in which it was said.

    Nothing is kept in memory between turns. A conversation that was erased during a turn (`conversations_database`) is
    not written back by it: the turn fails with ConversationErased, and the next message begins a new conversation.
    """

    def __init__(self, domain: Any = None, event_broker: Any = None, host: str | None = None, **kwargs: Any) -> None:
        _check_that_the_bot_can_be_served()
        patches.apply()
        url = conversations_url(host)
        if url == DEFAULT_URL:
            DEFAULT_FILE.parent.mkdir(exist_ok=True)
        super().__init__(domain=domain, host=url, event_broker=event_broker, **kwargs)
        if self.engine.dialect.name == "sqlite":
            sqlalchemy.event.listen(self.engine, "connect", _set_up_sqlite)
            self.engine.dispose()
        self.notices = _open_notices(self.engine)

    async def _retrieve(self, sender_id: str, fetch_events_from_all_sessions: bool) -> Any:
        """Remembers that the conversation was there (rasa 3.6.21 calls this for every way of reading one)."""
        tracker = await super()._retrieve(sender_id, fetch_events_from_all_sessions)
        if tracker is not None:
            tracker.was_stored = True
        return tracker

    def _additional_events(self, session: Any, tracker: Any) -> Iterator[Any]:
        """The events that `save` is about to commit (rasa 3.6.21); the notices among them are marked in its session."""
        if self.engine.dialect.name == "postgresql":
            hold_conversation(session, tracker.sender_id)
        else:
            session.execute(sqlalchemy.text("BEGIN IMMEDIATE"))
        stored = self._event_query(session, tracker.sender_id, fetch_events_from_all_sessions=True)
        if getattr(tracker, "was_stored", False) and stored.first() is None:
            raise ConversationErased("the conversation was erased meanwhile")
        events = list(super()._additional_events(session, tracker))
        mark_shown(session, storable_identifier(tracker.sender_id), notices_in(events))
        return iter(events)


def _check_that_the_bot_can_be_served() -> None:
    """Ends the process for what an operator must mend first; Rasa would log it and serve nothing."""
    try:
        config = find_config(Path.cwd())
        load_hosts(config).in_folder(Path.cwd())
        load_secret(config)
    except HandoffError as error:
        raise SystemExit(f"not started: {error}") from error


def _open_notices(engine: Any) -> NoticeBox:
    try:
        return NoticeBox(engine)
    except StorageUnavailable as error:
        raise SystemExit(f"not started: the conversations' database cannot be written: {error}") from error


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    # readers do not wait for the writer, and a writer waits a bounded time
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(f"PRAGMA busy_timeout={LOCK_WAIT_MILLISECONDS}")
