"""The desk's own database: many at once, locked, unreachable, or of another version."""

import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from helpdesk_bot.desk import (
    Desk,
    DeskUnavailable,
    Incident,
    LocalTicketSystem,
)
from storage import StorageTooNew, StorageUrlRefused
from tests.support.desk_tickets import SwitchedTickets, open_one, opened

THREADS = 20


def test_incidents_are_there_when_the_desk_opens_again(url: str) -> None:
    with Desk.open(url) as desk:
        incident = opened(desk)
    with Desk.open(url) as desk:
        assert desk.incidents("ann") == (incident,)


def test_threads_opening_at_once_get_numbers_without_gap_or_double(desk: Desk) -> None:
    start = threading.Barrier(8)

    def work(thread: int) -> list[str]:
        start.wait()
        return [opened(desk, f"conversation-{thread}", key=f"{thread}-{turn}").number for turn in range(3)]

    with ThreadPoolExecutor(8) as threads:
        numbers = [number for numbers in threads.map(work, range(8)) for number in numbers]
    assert sorted(numbers) == [f"INC{count:07d}" for count in range(1, 25)]


def test_the_same_key_from_twenty_threads_does_one_thing(desk: Desk, tickets: SwitchedTickets) -> None:
    """One of them delivers; the others get the incident, or are told to wait for it and get a notice."""
    start = threading.Barrier(THREADS)

    def work(_: int) -> tuple[object, object]:
        start.wait()
        return open_one(desk), desk.incidents("ann")

    with ThreadPoolExecutor(THREADS) as threads:
        outcomes = [outcome for outcome, _ in threads.map(work, range(THREADS))]
    told = {outcome.number for outcome in outcomes if isinstance(outcome, Incident)}
    assert told == {"INC0000001"}
    assert tickets.asked.count("open") == 1
    assert [incident.number for incident in desk.incidents("ann")] == ["INC0000001"]
    promised = any(not isinstance(outcome, Incident) for outcome in outcomes)
    assert [notice.number for notice in desk.notices()] == (["INC0000001"] if promised else [])


def test_a_locked_database_is_reported_within_seconds_and_nothing_is_opened(tmp_path: Path) -> None:
    with Desk.open(f"sqlite:///{tmp_path}/desk.db") as desk:
        other = sqlite3.connect(tmp_path / "desk.db", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        started = time.monotonic()
        with pytest.raises(DeskUnavailable):
            open_one(desk)
        assert time.monotonic() - started < 5
        other.rollback()
        other.close()
        assert desk.incidents("ann") == ()
        assert opened(desk).number == "INC0000001"


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/desk", "sqlite:////proc/nowhere/desk.db"])
def test_a_database_that_cannot_be_reached_is_unavailable(url: str) -> None:
    with pytest.raises(DeskUnavailable):
        Desk.open(url)
    with pytest.raises(DeskUnavailable):
        LocalTicketSystem.kept_at(url)


def test_a_url_that_can_never_work_is_refused_at_once() -> None:
    with pytest.raises(StorageUrlRefused):
        Desk.open("nonsense")


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/desk.db"
    with Desk.open(url) as desk, desk.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE desk_alembic_version SET version_num = '9999'")
    with pytest.raises(StorageTooNew):
        Desk.open(url)
