"""One turn at a time per conversation, first come first served, within one process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from rasa.core.lock_store import LockError, LockStore

MAXIMUM_WAIT_SECONDS = 30.0


class _Turnstile:
    """A conversation's lock and how many turns hold or want it."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.users = 0


class ConversationLocks(LockStore):
    """A lock store that wakes the next message when the last turn ends; Rasa's own looks once per second.

    asyncio.Lock serves in the order of arrival. Raises LockError when a message waited longer than 30 s.
    """

    def __init__(self, endpoint_config: Any = None, maximum_wait_seconds: float = MAXIMUM_WAIT_SECONDS) -> None:
        self._turnstiles: dict[str, _Turnstile] = {}
        self._maximum_wait_seconds = maximum_wait_seconds

    @asynccontextmanager
    async def lock(self, conversation_id: str, *_: Any, **__: Any) -> AsyncGenerator[None, None]:
        """Holds the conversation's lock for the time of the `async with`."""
        turnstile = self._turnstiles.setdefault(conversation_id, _Turnstile())
        turnstile.users += 1
        try:
            await self._enter(conversation_id, turnstile)
            try:
                yield
            finally:
                turnstile.lock.release()
        finally:
            turnstile.users -= 1
            if turnstile.users == 0:
                del self._turnstiles[conversation_id]

    async def _enter(self, conversation_id: str, turnstile: _Turnstile) -> None:
        try:
            await asyncio.wait_for(turnstile.lock.acquire(), self._maximum_wait_seconds)
        except asyncio.TimeoutError as error:
            raise LockError(
                f"conversation {conversation_id} was busy for more than {self._maximum_wait_seconds} s"
            ) from error
