"""One turn at a time per conversation, in the order of arrival, whichever process runs it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from rasa.core.lock_store import LockError

from handoff.rasa_adapter.conversations_database import URL_VARIABLE
from handoff.rasa_adapter.locks import ConversationLocks
from storage import open_engine
from tests.support.lock_processes import Processes, processes, run
from tests.support.lock_worker import CONVERSATION
from tests.support.waiting import wait_until

ROOT = Path(__file__).parents[3]
PROCESS_SECONDS = 60


@pytest.fixture(autouse=True)
def _conversations_are_in(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(URL_VARIABLE, database_url)


@pytest.fixture
def new_process(database_url: str) -> Iterator[Processes]:
    """Locks as another process would have them."""
    with processes(database_url) as new:
        yield new


@pytest.fixture
def start(database_url: str, tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts `tests.support.lock_worker`."""
    started: list[subprocess.Popen[bytes]] = []

    def worker(what: str, turns: int = 0) -> subprocess.Popen[bytes]:
        arguments = [what, database_url, str(tmp_path / "file"), str(turns)]
        started.append(subprocess.Popen([sys.executable, "-m", "tests.support.lock_worker", *arguments], cwd=ROOT))
        return started[-1]

    yield worker
    for each in started:
        each.kill()
        each.wait()


def backends(database_url: str, command: str) -> None:
    """Tells the PostgreSQL server to do something, from another database."""
    engine = open_engine(database_url.replace(sa.engine.make_url(database_url).database, "postgres", 1))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text(command))
    engine.dispose()


async def taken(locks: ConversationLocks, seconds: float = 5) -> float:
    """Takes the lock once, and gives it back; how long that took."""

    async def turn() -> float:
        begun = time.monotonic()
        async with locks.lock(CONVERSATION):
            return time.monotonic() - begun

    taking = asyncio.ensure_future(turn())
    await asyncio.wait({taking}, timeout=seconds)
    assert taking.done(), f"has no lock after {seconds} s"
    return taking.result()


def test_100_turns_of_one_conversation_never_overlap_keep_their_order_and_take_no_time(new_process: Processes) -> None:
    async def scenario() -> tuple[list[int], int]:
        locks, order, inside, most = ConversationLocks(processes=new_process()), [], 0, 0

        async def turn(number: int) -> None:
            nonlocal inside, most
            async with locks.lock(CONVERSATION):
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0)
                order.append(number)
                inside -= 1

        await asyncio.gather(*(turn(number) for number in range(100)))
        return order, most

    begun = time.monotonic()
    order, most = run(scenario())
    assert order == list(range(100))
    assert most == 1
    assert time.monotonic() - begun < 5


def test_another_conversation_does_not_wait(new_process: Processes) -> None:
    async def scenario() -> str:
        locks = ConversationLocks(processes=new_process())
        async with locks.lock("one"), locks.lock("two"):
            return "both"

    assert run(scenario(), 5) == "both"


def test_two_processes_lose_no_turn(start: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("0")
    workers = [start("count", 60) for _ in range(2)]
    assert [worker.wait(PROCESS_SECONDS) for worker in workers] == [0, 0]
    assert (tmp_path / "file").read_text() == "120"


def test_the_lock_of_a_process_that_was_killed_is_free_at_once(
    start: Callable[..., Any], tmp_path: Path, new_process: Processes
) -> None:
    holder = start("hold")
    wait_until((tmp_path / "file").exists, PROCESS_SECONDS)

    async def scenario() -> None:
        with pytest.raises(LockError):
            await taken(ConversationLocks(maximum_wait_seconds=0.2, processes=new_process()))
        os.kill(holder.pid, signal.SIGKILL)
        assert await taken(ConversationLocks(processes=new_process())) < 2

    run(scenario())


@pytest.mark.parametrize("turns", [100])
def test_a_process_with_many_messages_does_not_keep_another_one_out(new_process: Processes, turns: int) -> None:
    async def scenario() -> int:
        busy, other = (ConversationLocks(processes=new_process()) for _ in range(2))
        done, begun = 0, asyncio.Event()

        async def turn() -> None:
            nonlocal done
            async with busy.lock(CONVERSATION):
                begun.set()
                await asyncio.sleep(0.01)
                done += 1

        many = [asyncio.ensure_future(turn()) for _ in range(turns)]
        await begun.wait()
        await taken(other)
        before = done
        await asyncio.gather(*many)
        return before

    assert run(scenario()) < turns / 2


@pytest.mark.parametrize("where", ["here", "in another process"])
def test_a_wait_is_bounded_and_leaves_the_lock_usable(new_process: Processes, where: str) -> None:
    async def scenario() -> None:
        holder = ConversationLocks(processes=new_process())
        other = holder if where == "here" else ConversationLocks(processes=new_process())
        async with holder.lock(CONVERSATION):
            other._maximum_wait_seconds = 0.1
            with pytest.raises(LockError, match=CONVERSATION):
                await taken(other)
        holder._maximum_wait_seconds = other._maximum_wait_seconds = 5
        await taken(other)
        await taken(holder)

    run(scenario())


def test_a_turn_that_fails_frees_the_lock_and_nothing_is_kept_for_idle_conversations(
    new_process: Processes, tmp_path: Path
) -> None:
    async def scenario() -> ConversationLocks:
        locks = ConversationLocks(processes=new_process())
        with pytest.raises(ValueError, match="turn"):
            async with locks.lock(CONVERSATION):
                raise ValueError("turn")
        await taken(ConversationLocks(processes=new_process()))
        await taken(locks)
        return locks

    locks = run(scenario())
    assert locks._turnstiles == {}
    assert locks._processes._held == {}
    assert not list(tmp_path.glob("locks/*"))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_while_the_database_is_away_there_is_an_error_and_afterwards_the_lock(
    database_url: str, new_process: Processes
) -> None:
    name = sa.engine.make_url(database_url).database
    ended = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"

    async def scenario() -> None:
        locks, other = (ConversationLocks(processes=new_process()) for _ in range(2))
        await taken(other)
        async with locks.lock(CONVERSATION):
            backends(database_url, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            backends(database_url, ended)
            with pytest.raises(LockError, match="cannot be locked"):
                await taken(other)
        with pytest.raises(LockError, match="cannot be locked"):
            await taken(locks)
        backends(database_url, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        assert await taken(locks) < 2
        backends(database_url, ended)  # a restart that nobody noticed
        assert await taken(other) < 2

    run(scenario())


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_many_waiting_conversations_take_one_connection_of_a_process(database_url: str, new_process: Processes) -> None:
    async def scenario() -> int:
        locks, other = (ConversationLocks(processes=new_process()) for _ in range(2))
        conversations = [f"conversation {number}" for number in range(30)]
        go_on, everybody_holds = asyncio.Event(), asyncio.Event()
        holders: set[str] = set()

        async def turn(conversation: str) -> None:
            async with locks.lock(conversation):
                holders.add(conversation)
                if len(holders) == len(conversations):
                    everybody_holds.set()
                await go_on.wait()

        async def waiting(conversation: str) -> None:
            async with other.lock(conversation):
                pass

        turns = [asyncio.ensure_future(turn(each)) for each in conversations]
        await everybody_holds.wait()
        waiters = [asyncio.ensure_future(waiting(each)) for each in conversations]
        await asyncio.sleep(0.1)
        connections = _connections(database_url)
        go_on.set()
        await asyncio.gather(*turns, *waiters)
        return connections

    assert run(scenario()) == 2


def _connections(database_url: str) -> int:
    """How many connections there are to the database, but for this one."""
    engine = open_engine(database_url)
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    with engine.connect() as connection:
        number = connection.execute(sa.text(f"SELECT count(*) FROM pg_stat_activity WHERE {others}")).scalar_one()
    engine.dispose()
    return int(number)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "locks").write_text("not a folder")
    with pytest.raises(LockError, match="cannot be locked"):
        run(taken(ConversationLocks()))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_files_of_locks_name_nobody(tmp_path: Path) -> None:
    async def scenario() -> list[str]:
        async with ConversationLocks().lock("ann@example.com"):
            return [file.name for file in (tmp_path / "locks").iterdir()]

    (name,) = run(scenario())
    assert "ann" not in name
