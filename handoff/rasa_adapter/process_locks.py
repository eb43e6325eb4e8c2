"""One turn at a time per conversation among processes: what such a lock can do, wherever it is kept. Knows no Rasa."""

from __future__ import annotations

from typing import Protocol


class LocksUnavailable(Exception):
    """It cannot be told whether somebody has the lock; the text says why."""


class ProcessLocks(Protocol):
    """Locks by name, one holder among all processes, freed when the holder's process dies.

    A lock has a place for the next in line, so that a process with many messages for a conversation cannot keep the
    others out: who has the place gets the lock, and nobody else asks for it meanwhile.
    """

    async def try_take(self, name: str) -> bool:
        """Takes the lock if nobody has it, else the place of the next if nobody has that. Whether it has the lock.

        To be asked again until it says yes; a process asks for a name once at a time. Raises LocksUnavailable.
        """

    async def give_back(self, name: str) -> None:
        """Gives back the lock, or the place in line, or nothing. To be called after each `try_take`, however that
        ended, even if it was cancelled. Raises nothing."""
