"""What a lock among processes does, wherever it is kept: in files or in the PostgreSQL database."""

from __future__ import annotations

import fcntl
import os
import signal
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa
from rasa.core.lock_store import LockError

from handoff.rasa_adapter import database_locks
from handoff.rasa_adapter.database_locks import DatabaseLocks
from handoff.rasa_adapter.file_locks import FileLocks
from handoff.rasa_adapter.locks import ConversationLocks
from handoff.rasa_adapter.process_locks import LocksUnavailable
from storage import open_engine
from tests.support.lock_processes import Processes, processes, run
from tests.support.postgresql import PostgresqlServer
from tests.support.waiting import wait_until

ANN, BEN = "ann", "ben"

in_files = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
in_a_database = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

_Result = TypeVar("_Result")


@pytest.fixture
def new_process(database_url: str) -> Iterator[Processes]:
    """Locks as another process would have them."""
    with processes(database_url) as new:
        yield new


def test_one_process_has_a_lock_until_it_gives_it_back(new_process: Processes) -> None:
    async def scenario() -> list[bool]:
        one, other = new_process(), new_process()
        asked = [await one.try_take(ANN), await other.try_take(ANN), await other.try_take(BEN)]
        await one.give_back(ANN)
        return [*asked, await other.try_take(ANN), await one.try_take(ANN)]

    assert run(scenario()) == [True, False, True, True, False]


def test_who_waited_is_the_next_one_whoever_asks_sooner(new_process: Processes) -> None:
    """A process with many messages asks again at the very moment at which it gave back."""

    async def scenario() -> list[bool]:
        busy, waiting, third = new_process(), new_process(), new_process()
        assert await busy.try_take(ANN)
        assert not await waiting.try_take(ANN)
        await busy.give_back(ANN)
        asked = [await busy.try_take(ANN), await third.try_take(ANN), await waiting.try_take(ANN)]
        assert not await busy.try_take(ANN)  # it is the next one now
        await waiting.give_back(ANN)
        return [*asked, await third.try_take(ANN), await busy.try_take(ANN)]

    assert run(scenario()) == [False, False, True, False, True]


def test_who_waits_no_longer_is_not_waited_for(new_process: Processes) -> None:
    async def scenario() -> list[bool]:
        holder, gone, third = new_process(), new_process(), new_process()
        await holder.try_take(ANN)
        await gone.try_take(ANN)
        await gone.give_back(ANN)
        asked = [await third.try_take(ANN)]  # in line now
        await holder.give_back(ANN)
        return [*asked, await gone.try_take(ANN), await third.try_take(ANN)]

    assert run(scenario()) == [False, False, True]


def test_giving_back_what_another_one_has_changes_nothing(new_process: Processes) -> None:
    async def scenario() -> list[bool]:
        holder, other, third = new_process(), new_process(), new_process()
        await holder.try_take(ANN)
        await other.give_back(ANN)
        return [await third.try_take(ANN)]

    assert run(scenario()) == [False]


def at_once(asked: Coroutine[Any, Any, _Result]) -> _Result:
    """The result of something that waits for nothing."""
    try:
        asked.send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError("it waits")


def once(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, call: int, instead: Callable[..., Any]) -> None:
    """The so-manyeth call of a system call from now on is done by `instead`, which gets the real one first."""
    real, calls = getattr(module, name), iter(range(1, call + 1))

    def perhaps(*arguments: Any) -> Any:
        if next(calls, None) != call:
            return real(*arguments)
        monkeypatch.setattr(module, name, real)
        return instead(real, *arguments)

    monkeypatch.setattr(module, name, perhaps)


@in_files
def test_a_file_that_was_opened_while_it_was_deleted_is_no_lock(
    new_process: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder, late, third = new_process(), new_process(), new_process()
    assert at_once(holder.try_take(ANN))

    def locked_late(flock: Any, *arguments: Any) -> None:
        at_once(holder.give_back(ANN))
        flock(*arguments)

    once(monkeypatch, fcntl, "flock", 2, locked_late)  # the first is for the place in line
    assert at_once(late.try_take(ANN))
    assert not at_once(third.try_take(ANN))


@in_files
def test_a_file_is_not_deleted_that_somebody_else_has_just_locked(
    new_process: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder, quick, third = new_process(), new_process(), new_process()
    assert at_once(holder.try_take(ANN))

    def closed(close: Any, opened: int) -> None:
        close(opened)
        assert at_once(quick.try_take(ANN))

    once(monkeypatch, os, "close", 1, closed)
    at_once(holder.give_back(ANN))
    assert not at_once(third.try_take(ANN))


@in_files
def test_asking_again_and_again_leaves_no_file_open(new_process: Processes) -> None:
    holder, waiting, third = new_process(), new_process(), new_process()
    at_once(holder.try_take(ANN))
    before = len(os.listdir("/dev/fd"))
    for _ in range(20):
        assert not at_once(waiting.try_take(ANN))
        assert not at_once(third.try_take(ANN))
    assert len(os.listdir("/dev/fd")) == before + 1  # the place in line


def test_bots_whose_conversations_are_in_one_folder_do_not_wait_for_each_other(tmp_path: Path) -> None:
    assert all(at_once(FileLocks(tmp_path / "locks", room).try_take(ANN)) for room in ("a.db", "b.db"))


def connections(url: str) -> int:
    """How many connections there are to the database, but for this one."""
    return int(asked(url, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")) - 1


def asked(url: str, question: str) -> Any:
    """What the server answers."""
    engine = open_engine(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        answer = connection.execute(sa.text(question))
        value = answer.scalar() if answer.returns_rows else None
    engine.dispose()
    return value


@in_a_database
def test_who_was_in_line_when_the_server_ended_all_connections_gets_the_lock(
    database_url: str, postgresql: PostgresqlServer, new_process: Processes, caplog: pytest.LogCaptureFixture
) -> None:
    """Who had it is told in the log; what that one saves is refused if somebody else was quicker."""
    name = sa.engine.make_url(database_url).database

    async def scenario() -> list[bool]:
        holder, waiting, third = new_process(), new_process(), new_process()
        await holder.try_take(ANN)
        await waiting.try_take(ANN)
        postgresql.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        wait_until(lambda: connections(database_url) == 0)
        asked = [await waiting.try_take(ANN), await third.try_take(ANN)]
        await holder.give_back(ANN)  # it has nothing any more
        assert "locks of conversations lost: cause=" in caplog.text
        asked.append(await third.try_take(ANN))
        await waiting.give_back(ANN)
        return [*asked, await third.try_take(ANN)]

    assert run(scenario()) == [True, False, False, True]


@in_a_database
def test_a_database_that_refuses_one_lock_keeps_no_other_one(database_url: str, new_process: Processes) -> None:
    """The connection works all the same: it must not live on with locks that nobody knows of."""
    names = "pg_catalog.pg_try_advisory_lock(bigint)", "pg_catalog.pg_hidden(bigint)"

    def rename(old: str, new: str) -> None:
        asked(database_url, f"ALTER FUNCTION {old} RENAME TO {new.removeprefix('pg_catalog.').partition('(')[0]}")

    async def scenario() -> bool:
        holder, other = new_process(), new_process()
        await holder.try_take(ANN)
        rename(*names)
        with pytest.raises(LocksUnavailable, match="does not exist"):
            await holder.try_take(BEN)
        rename(*reversed(names))
        wait_until(lambda: connections(database_url) == 0)
        return await other.try_take(ANN)

    assert run(scenario())


@contextmanager
def silent(process: int) -> Iterator[None]:
    """While it lasts, the server's process answers nothing and says nothing about it."""
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


@in_a_database
def test_a_server_that_does_not_answer_is_not_waited_for_and_loses_no_lock(
    database_url: str, new_process: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_locks, "GIVE_BACK_SECONDS", 0.2)
    backend = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"

    async def scenario() -> float:
        locks = ConversationLocks(maximum_wait_seconds=0.3, processes=new_process())
        async with locks.lock(BEN):
            pass
        with silent(asked(database_url, backend)):
            begun = time.monotonic()
            with pytest.raises(LockError, match="busy"):
                async with locks.lock(ANN):
                    pass
            waited = time.monotonic() - begun
        other = ConversationLocks(maximum_wait_seconds=5, processes=new_process())
        async with other.lock(ANN):
            return waited

    assert run(scenario()) < 2


@in_a_database
def test_closing_gives_everything_back(database_url: str, new_process: Processes) -> None:
    async def scenario() -> bool:
        one, other = DatabaseLocks(database_url), new_process()
        await one.try_take(ANN)
        one.close()
        wait_until(lambda: connections(database_url) == 0)
        return await other.try_take(ANN)

    assert run(scenario())
