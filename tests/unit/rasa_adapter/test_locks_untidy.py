"""A lock on a file is given back also where the file cannot be deleted."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from handoff.rasa_adapter.file_locks import FileLocks


def test_a_file_that_cannot_be_deleted_keeps_nobody_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a folder that became read-only; root may delete there too, so the refusal is made here."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError("read-only")

    async def take_twice() -> list[bool]:
        locks, others = FileLocks(tmp_path, "room"), FileLocks(tmp_path, "room")
        first = await locks.try_take("ann")
        monkeypatch.setattr(Path, "unlink", refuse)
        await locks.give_back("ann")
        return [first, await others.try_take("ann")]

    assert asyncio.run(take_twice()) == [True, True]
