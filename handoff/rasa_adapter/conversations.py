"""Where conversations are kept: SQLite in the bot's folder, or any SQL database by url."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy
from rasa.core.tracker_store import SQLTrackerStore

from handoff.errors import HandoffError
from handoff.hosts import find_config, load_hosts
from handoff.rasa_adapter import patches
from handoff.rasa_adapter.notices import NoticeBox, mark_shown, notices_in
from handoff.secret import load_secret
from storage import StorageUnavailable, storable_identifier

URL_VARIABLE = "CONVERSATIONS_DATABASE_URL"
DEFAULT_FILE = Path("var") / "conversations.db"
LOCK_WAIT_MILLISECONDS = 3000


class ConversationStore(SQLTrackerStore):
    """Rasa's SQL tracker store on the database that CONVERSATIONS_DATABASE_URL names (an SQLAlchemy url).

    `{host}` in the url stands for the bot's folder, so that one variable serves several bots. Without the variable it
    is `var/conversations.db` in the bot's folder. endpoints.yml names this class, so it is also the place where
    `rasa run` and `rasa shell` take up the patches, and end with a sentence when the bot cannot be served.

    `notices` are kept in the same database: one that was said counts as shown in the same transaction that saves the
    turn in which it was said.
    """

    def __init__(self, domain: Any = None, event_broker: Any = None, host: str | None = None, **kwargs: Any) -> None:
        _check_that_the_bot_can_be_served()
        patches.apply()
        url = (os.environ.get(URL_VARIABLE) or host or _default_url()).replace("{host}", Path.cwd().name)
        super().__init__(domain=domain, host=url, event_broker=event_broker, **kwargs)
        if self.engine.dialect.name == "sqlite":
            sqlalchemy.event.listen(self.engine, "connect", _set_up_sqlite)
            self.engine.dispose()
        self.notices = _open_notices(self.engine)

    def _additional_events(self, session: Any, tracker: Any) -> Iterator[Any]:
        """The events that `save` is about to commit (rasa 3.6.21); the notices among them are marked in its session."""
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


def _default_url() -> str:
    DEFAULT_FILE.parent.mkdir(exist_ok=True)
    return f"sqlite:///{DEFAULT_FILE}"


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    # readers do not wait for the writer, and a writer waits a bounded time
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(f"PRAGMA busy_timeout={LOCK_WAIT_MILLISECONDS}")
