"""Locks of conversations as several processes would have them, and waits for them that end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from handoff.rasa_adapter.database_locks import DatabaseLocks
from handoff.rasa_adapter.locks import process_locks
from handoff.rasa_adapter.process_locks import ProcessLocks

LONGEST_SECONDS = 10.0

Processes = Callable[[], ProcessLocks]

_Result = TypeVar("_Result")


@contextmanager
def processes(url: str) -> Iterator[Processes]:
    """Each call of what it gives opens the locks for the conversations at `url` once more."""
    opened: list[ProcessLocks] = []

    def new() -> ProcessLocks:
        opened.append(process_locks(url))
        return opened[-1]

    yield new
    for each in opened:
        if isinstance(each, DatabaseLocks):
            each.close()


def run(scenario: Coroutine[Any, Any, _Result], seconds: float = LONGEST_SECONDS) -> _Result:
    """Runs it in a loop of its own. Fails when it takes longer than that, whatever it makes of being cancelled."""

    async def bounded() -> _Result:
        running = asyncio.ensure_future(scenario)
        await asyncio.wait({running}, timeout=seconds)
        assert running.done(), f"waits for longer than {seconds} s"
        return running.result()

    return asyncio.run(bounded())
