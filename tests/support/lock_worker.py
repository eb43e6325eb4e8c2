"""A process that uses the lock of a conversation: `python -m tests.support.lock_worker count|hold URL FILE TURNS`.

`count` adds 1 to the number in FILE in each of so many turns. `hold` takes the lock, writes "held" to FILE, and stays.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from handoff.rasa_adapter.locks import ConversationLocks, process_locks

CONVERSATION = "ann"


async def count(locks: ConversationLocks, file: Path, turns: int) -> None:
    """Reads, waits a moment and writes, so that whoever is not kept out loses numbers."""

    async def turn() -> None:
        async with locks.lock(CONVERSATION):
            number = _read(file)
            await asyncio.sleep(0.001)
            _write(file, str(number + 1))

    await asyncio.gather(*(turn() for _ in range(turns)))


async def hold(locks: ConversationLocks, file: Path, _turns: int) -> None:
    """Never gives the lock back."""
    async with locks.lock(CONVERSATION):
        _write(file, "held")
        await asyncio.Event().wait()


def _read(file: Path) -> int:
    return int(file.read_text())


def _write(file: Path, text: str) -> None:
    file.write_text(text)


if __name__ == "__main__":
    what, url, path, turns = sys.argv[1:]
    work = {"count": count, "hold": hold}[what]
    asyncio.run(work(ConversationLocks(processes=process_locks(url)), Path(path), int(turns)))
