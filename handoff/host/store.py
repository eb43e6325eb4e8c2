"""Where conversations and answers are kept: the interface that `Reception` needs, and an SQLite file that has it."""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

from handoff.host.errors import ConversationsUnavailable
from handoff.protocol import ALWAYS_KEPT, KEPT_DAYS

Answer = list[dict[str, Any]]


class Turn(Protocol):
    """One turn of a conversation. Whatever a turn does raises ConversationsUnavailable."""

    def state(self) -> dict[str, Any] | None:
        """What was kept last; None: nothing yet."""

    def recorded(self, key: str) -> Answer | None:
        """The answer that was kept under `key` in this conversation."""

    def keep(self, state: dict[str, Any], key: str | None, answer: Answer) -> None:
        """Keeps both or none; without a key only the state. May drop answers that no client asks for any more."""


class Conversations(Protocol):
    """Gives turns, one at a time per conversation, whoever asks: threads and processes."""

    def turn(self, conversation: str) -> AbstractContextManager[Turn]:
        """Waits for the turn. Raises ConversationsUnavailable."""


TURN_SECONDS = 10.0
_LOCKS = 64
_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (id TEXT PRIMARY KEY, state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS answers (
    conversation TEXT NOT NULL, key TEXT NOT NULL, answer TEXT NOT NULL, answered_at REAL NOT NULL,
    PRIMARY KEY (conversation, key)
);
"""
_DROP_OLD_ANSWERS = """
DELETE FROM answers WHERE conversation = :conversation AND answered_at < :since AND rowid NOT IN (
    SELECT rowid FROM answers WHERE conversation = :conversation ORDER BY rowid DESC LIMIT :always
)
"""


class SqliteConversations:
    """Conversations in the SQLite file `file`, and locks of the operating system in a folder beside it.

    A slow answer holds up its own conversation and the few that share its lock, not the file, which is written to once,
    at the end of the turn. The locks of a process that dies are free.

    A conversation's answers are kept for KEPT_DAYS, the last ALWAYS_KEPT of them however old they are (and whatever
    the clock says); its next turn drops the others. No client sends a message again after that time.
    """

    def __init__(self, file: Path, clock: Callable[[], float] = time.time) -> None:
        """Makes file and folder where they are missing. Raises ConversationsUnavailable."""
        self._file = file
        self._clock = clock
        self._locks = file.with_name(f"{file.name}.turns")
        try:
            self._locks.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConversationsUnavailable(f"{self._locks} cannot be made: {error.strerror}") from error
        # two processes that begin at once must not both switch the file to a write-ahead log
        with self._locked(""), _translated(), closing(self._connect()) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(_SCHEMA)
            _add_times(connection, clock())

    @contextmanager
    def turn(self, conversation: str) -> Iterator[Turn]:
        """See `Conversations`; nobody waits longer than TURN_SECONDS."""
        with self._locked(conversation), closing(self._connect()) as connection:
            yield _SqliteTurn(connection, conversation, self._clock())

    def erase(self, conversation: str) -> None:
        """Forgets all that is known of a conversation. Raises ConversationsUnavailable."""
        with self._locked(conversation), _translated(), closing(self._connect()) as connection:
            with connection:
                connection.execute("DELETE FROM conversations WHERE id = ?", (conversation,))
                connection.execute("DELETE FROM answers WHERE conversation = ?", (conversation,))
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # else the log still has what was deleted

    def _connect(self) -> sqlite3.Connection:
        with _translated():
            connection = sqlite3.connect(self._file, timeout=TURN_SECONDS)
            connection.execute("PRAGMA secure_delete = ON")
            return connection

    @contextmanager
    def _locked(self, conversation: str) -> Iterator[None]:
        lock = self._locks / str(zlib.crc32(conversation.encode()) % _LOCKS)
        try:
            descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise ConversationsUnavailable(f"{lock} cannot be opened: {error.strerror}") from error
        try:
            _wait_for(descriptor)
            yield
        finally:
            os.close(descriptor)  # which frees it


class _SqliteTurn:
    def __init__(self, connection: sqlite3.Connection, conversation: str, now: float) -> None:
        self._connection = connection
        self._conversation = conversation
        self._now = now

    def state(self) -> dict[str, Any] | None:
        kept: dict[str, Any] | None = self._one("SELECT state FROM conversations WHERE id = ?", self._conversation)
        return kept

    def recorded(self, key: str) -> Answer | None:
        query = "SELECT answer FROM answers WHERE conversation = ? AND key = ?"
        kept: Answer | None = self._one(query, self._conversation, key)
        return kept

    def keep(self, state: dict[str, Any], key: str | None, answer: Answer) -> None:
        with _translated(), self._connection as transaction:
            transaction.execute(
                "INSERT OR REPLACE INTO conversations VALUES (?, ?)", (self._conversation, json.dumps(state))
            )
            if key is not None:
                row = (self._conversation, key, json.dumps(answer), self._now)
                transaction.execute("INSERT INTO answers VALUES (?, ?, ?, ?)", row)
            since = self._now - timedelta(days=KEPT_DAYS).total_seconds()
            old = {"conversation": self._conversation, "since": since, "always": ALWAYS_KEPT}
            transaction.execute(_DROP_OLD_ANSWERS, old)

    def _one(self, query: str, *values: str) -> Any:
        """The JSON in the first column of the first row."""
        with _translated():
            row = self._connection.execute(query, values).fetchone()
        return None if row is None else json.loads(row[0])


def _add_times(connection: sqlite3.Connection, now: float) -> None:
    """Answers of a file from before they had times count as given now."""
    if "answered_at" not in {name for _, name, *_ in connection.execute("PRAGMA table_info(answers)")}:
        with connection:
            connection.execute("BEGIN")  # else the column would be there without its values when this is killed
            connection.execute("ALTER TABLE answers ADD COLUMN answered_at REAL NOT NULL DEFAULT 0")
            connection.execute("UPDATE answers SET answered_at = ?", (now,))


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise ConversationsUnavailable(str(error)) from error


def _wait_for(descriptor: int) -> None:
    """A lock of flock(2) belongs to the open file: threads that each open it wait for one another like processes do."""
    deadline = time.monotonic() + TURN_SECONDS
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > deadline:
                raise ConversationsUnavailable(f"another turn has taken more than {TURN_SECONDS:.0f} s") from error
            time.sleep(0.005)
