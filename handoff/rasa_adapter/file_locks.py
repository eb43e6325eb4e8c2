"""Locks among the processes of one machine, in files. Knows no Rasa."""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
from pathlib import Path

from handoff.rasa_adapter.process_locks import LocksUnavailable

logger = logging.getLogger(__name__)


class FileLocks:
    """`process_locks.ProcessLocks` by flock(2): the kernel frees what a process held when it ends, however it ends.

    A lock is a file in `folder` while somebody has it; its name is a digest of `room` and the lock's name. Locks with
    the same folder and room are the same. The folder must be on a local disk.
    """

    def __init__(self, folder: Path, room: str = "") -> None:
        self._folder, self._room = folder, room
        self._held: dict[Path, int] = {}

    async def try_take(self, name: str) -> bool:
        """See ProcessLocks; a few system calls, which do not wait. Raises LocksUnavailable."""
        following, turn = self._files(name)
        try:
            if not self._take(following) or not self._take(turn):
                return False
            self._free(following)
        except OSError as error:
            raise LocksUnavailable(f"the lock's file cannot be used: {error}") from error
        return True

    async def give_back(self, name: str) -> None:
        """See ProcessLocks."""
        for file in self._files(name):
            self._free(file)

    def _files(self, name: str) -> tuple[Path, Path]:
        digest = hashlib.sha256(f"{self._room}\0{name}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return self._folder / f"{digest}.next", self._folder / f"{digest}.turn"

    def _take(self, file: Path) -> bool:
        if file in self._held:
            return True
        self._folder.mkdir(parents=True, exist_ok=True)
        while True:
            opened = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if _is_still(file, opened):
                    self._held[file] = opened
                    return True
            except BlockingIOError:
                return False
            finally:
                if self._held.get(file) != opened:
                    os.close(opened)

    def _free(self, file: Path) -> None:
        opened = self._held.pop(file, None)
        if opened is None:
            return
        try:
            file.unlink(missing_ok=True)  # before it is unlocked: who gets the lock then sees that the file is gone
        except OSError as error:  # a file that stays is only untidy
            logger.warning("a lock's file stays: %s", error)
        finally:
            os.close(opened)


def _is_still(file: Path, opened: int) -> bool:
    """Whether the file was not deleted, by the one who had the lock before, since it was opened here."""
    try:
        return os.path.samestat(os.stat(file), os.fstat(opened))
    except FileNotFoundError:
        return False
