"""One turn at a time per conversation, first come first served, whichever process runs it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from rasa.core.lock_store import LockError, LockStore
from sqlalchemy.engine.url import make_url

from handoff.rasa_adapter.conversations_database import ENDPOINTS, configured_url, conversations_url
from handoff.rasa_adapter.database_locks import DatabaseLocks
from handoff.rasa_adapter.file_locks import FileLocks
from handoff.rasa_adapter.process_locks import LocksUnavailable, ProcessLocks

MAXIMUM_WAIT_SECONDS = 30.0

# How long until another process is asked again whether it is done: soon at first, then less often.
_FIRST_PAUSE, _LONGEST_PAUSE = 0.005, 0.05

_Result = TypeVar("_Result")


class _Turnstile:
    """A conversation's lock within this process, and how many turns hold or want it."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.users = 0


class ConversationLocks(LockStore):
    """A lock store that wakes the next message when the last turn ends; Rasa's own looks once per second.

    Messages of one process are served in the order of arrival (asyncio.Lock). The first of them asks the other
    processes' locks, which are where the conversations are: in the PostgreSQL database, or in files beside the SQLite
    file. Processes take turns; among them the order is not that of arrival to the millisecond.

    endpoints.yml may name another place with `url`, a database url as the tracker store's.
    Raises LockError when a message waited longer than 30 s, and when the locks cannot be asked.
    """

    def __init__(
        self,
        endpoint_config: Any = None,
        maximum_wait_seconds: float = MAXIMUM_WAIT_SECONDS,
        processes: ProcessLocks | None = None,
    ) -> None:
        self._turnstiles: dict[str, _Turnstile] = {}
        self._maximum_wait_seconds = maximum_wait_seconds
        self._processes = processes or process_locks(getattr(endpoint_config, "url", None))

    @asynccontextmanager
    async def lock(self, conversation_id: str, *_: Any, **__: Any) -> AsyncGenerator[None, None]:
        """Holds the conversation's lock for the time of the `async with`."""
        deadline = asyncio.get_running_loop().time() + self._maximum_wait_seconds
        async with self._first_here(conversation_id, deadline):
            try:
                await self._wait_for_other_processes(conversation_id, deadline)
                yield
            finally:
                await self._processes.give_back(conversation_id)

    @asynccontextmanager
    async def _first_here(self, conversation_id: str, deadline: float) -> AsyncGenerator[None, None]:
        turnstile = self._turnstiles.setdefault(conversation_id, _Turnstile())
        turnstile.users += 1
        taking = asyncio.ensure_future(turnstile.lock.acquire())
        try:
            await self._in_time(conversation_id, taking, deadline)
            yield
        finally:
            if taking.done() and not taking.cancelled():  # else it was cancelled when the time was up
                turnstile.lock.release()
            turnstile.users -= 1
            if turnstile.users == 0:
                del self._turnstiles[conversation_id]

    async def _wait_for_other_processes(self, conversation_id: str, deadline: float) -> None:
        pause = _FIRST_PAUSE
        try:
            while not await self._in_time(conversation_id, self._processes.try_take(conversation_id), deadline):
                await self._in_time(conversation_id, asyncio.sleep(pause), deadline)
                pause = min(2 * pause, _LONGEST_PAUSE)
        except LocksUnavailable as error:
            raise LockError(f"conversation {conversation_id} cannot be locked: {error}") from error

    async def _in_time(self, conversation_id: str, wanted: Awaitable[_Result], deadline: float) -> _Result:
        # Not asyncio.wait_for: in Python 3.10 that forgets that it was cancelled when the result comes just then.
        working = asyncio.ensure_future(wanted)
        try:
            await asyncio.wait({working}, timeout=max(0.0, deadline - asyncio.get_running_loop().time()))
            if working.done():
                return working.result()
        finally:
            working.cancel()
        raise LockError(f"conversation {conversation_id} was busy for more than {self._maximum_wait_seconds} s")


def process_locks(url: str | None = None) -> ProcessLocks:
    """The locks for the conversations in the database `url`; by default that of the tracker store in endpoints.yml.

    Opens nothing yet. Raises StorageUrlRefused, ConfigError.
    """
    url = conversations_url(url or (configured_url() if ENDPOINTS.exists() else None))
    if make_url(url).get_backend_name() == "postgresql":
        return DatabaseLocks(url)
    database = Path(make_url(url).database or "")
    return FileLocks(database.parent / "locks", database.name)
