"""The file that outlives a client: one conversation, written as a whole at each step."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path
from typing import IO

from handoff.client.errors import RecordInUse, RecordUnusable
from handoff.client.model import Conversation
from handoff.client.record import from_json, to_json


class RecordFile:
    """The record in `file`, for one client at a time; the file `<file>.lock` beside it says so while it is open."""

    def __init__(self, file: Path) -> None:
        """Raises RecordInUse, RecordUnusable."""
        self._file = file
        self._lock = _locked(file)

    def read(self) -> Conversation | None:
        """What was written last, None when nothing was. Raises RecordUnusable."""
        try:
            return from_json(json.loads(self._file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, RecursionError) as exc:
            raise RecordUnusable(f"{self._file}: cannot be read: {exc}") from exc

    def write(self, conversation: Conversation) -> None:
        """Replaces what was there at once: whoever reads, after whatever crash, finds the one or the other.

        Raises RecordUnusable, and what was there is still there.
        """
        fresh = self._file.with_name(f"{self._file.name}.new")
        try:
            with fresh.open("w", encoding="utf-8") as file:
                json.dump(to_json(conversation), file)
                file.flush()
                os.fsync(file.fileno())
            os.replace(fresh, self._file)
            _sync_folder(self._file.parent)
        except OSError as exc:
            raise RecordUnusable(f"{self._file}: cannot be written: {exc}") from exc

    def close(self) -> None:
        """Lets another client have it."""
        self._lock.close()


def _locked(file: Path) -> IO[str]:
    try:
        lock = file.with_name(f"{file.name}.lock").open("w", encoding="utf-8")
    except OSError as exc:
        raise RecordUnusable(f"{file}: cannot be written: {exc}") from exc
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as exc:
        lock.close()
        raise RecordInUse(f"{file}: another client is carrying this conversation") from exc
    return lock


def _sync_folder(folder: Path) -> None:
    """So that the new name is on the disk as well."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
