"""Locks among all processes that use one PostgreSQL database. Knows no Rasa."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from handoff.rasa_adapter.process_locks import LocksUnavailable
from storage import open_engine

logger = logging.getLogger(__name__)

GIVE_BACK_SECONDS = 5.0

# One question to the server each: the place in line, then the lock, then the place is free for the next one.
# True: has the lock. False: has the place. NULL: somebody else has the place.
_THE_LOCK = (
    "CASE WHEN pg_try_advisory_lock(hashtextextended(:turn, 0))"
    " THEN pg_advisory_unlock(hashtextextended(:following, 0)) ELSE false END"
)
_FROM_THE_PLACE = sa.text(f"SELECT {_THE_LOCK}")
_FROM_OUTSIDE = sa.text(f"SELECT CASE WHEN pg_try_advisory_lock(hashtextextended(:following, 0)) THEN {_THE_LOCK} END")
_FREE = sa.text("SELECT pg_advisory_unlock(hashtextextended(:name, 0))")

# A server notices that a machine is gone, whose locks it would keep, by what it is told here; its default is two hours.
_NOTICE_DEAD_MACHINES = (
    "SET tcp_keepalives_idle = 10",
    "SET tcp_keepalives_interval = 5",
    "SET tcp_keepalives_count = 3",
)


class DatabaseLocks:
    """`process_locks.ProcessLocks` by session-level advisory locks
    (https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS).

    The server frees them when the process or its connection ends, so nothing has to be renewed. All locks of a process
    are on one connection, and one thread talks to it, in the order in which it is asked: it never waits for a lock.
    A connection that broke is opened again. Who held a lock on it holds nothing any more; what that one saves is
    refused if somebody else was quicker (`ConversationStore`). Poolers that share connections between transactions
    (PgBouncer's transaction mode) cannot keep such locks.
    """

    def __init__(self, url: str) -> None:
        """Connects lazily. Raises StorageUrlRefused."""
        self._engine = open_engine(url)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="conversation-locks")
        self._connection: Any = None
        self._held: dict[str, str] = {}  # "turn" or "following" by name, on this connection

    async def try_take(self, name: str) -> bool:
        """See ProcessLocks. Raises LocksUnavailable."""
        return await asyncio.wrap_future(self._thread.submit(self._try_take, name))

    async def give_back(self, name: str) -> None:
        """See ProcessLocks. Waits a bounded time for the server; the lock is given back even if it answers later."""
        # asyncio.wait does not cancel what it waited for
        await asyncio.wait([asyncio.wrap_future(self._thread.submit(self._give_back, name))], timeout=GIVE_BACK_SECONDS)

    def close(self) -> None:
        """Ends the thread and the connection, and with it all locks."""
        self._thread.submit(self._disconnect)
        self._thread.shutdown()
        self._engine.dispose()

    def _try_take(self, name: str) -> bool:
        was_connected = self._connection is not None
        try:
            return self._ask(name)
        except DBAPIError as error:
            self._disconnect()
            if was_connected:  # it may have broken long ago, while nobody needed it
                return self._try_take(name)
            raise LocksUnavailable(f"the database gives no locks: {_first_line(error)}") from error

    def _ask(self, name: str) -> bool:
        question = _FROM_THE_PLACE if name in self._held else _FROM_OUTSIDE
        has = self._connected().execute(question, _keys(name)).scalar()
        if has is not None:
            self._held[name] = "turn" if has else "following"
        return bool(has)

    def _give_back(self, name: str) -> None:
        what = self._held.pop(name, None)
        if what is None:
            return
        try:
            self._connected().execute(_FREE, {"name": _keys(name)[what]})
        except DBAPIError as error:  # closing the connection gives it back all the same
            logger.warning("locks of conversations lost: cause=%s", _first_line(error))
            self._disconnect()

    def _connected(self) -> Any:
        if self._connection is None:
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            for setting in _NOTICE_DEAD_MACHINES:
                connection.execute(sa.text(setting))
            self._connection = connection
        return self._connection

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        self._held.clear()
        if connection is not None:
            connection.invalidate()  # not back to the pool: the server would keep the locks
            connection.close()


def _keys(name: str) -> dict[str, str]:
    return {"turn": f"turn/{name}", "following": f"following/{name}"}


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().partition("\n")[0]
