"""An incident is opened once, gets a number of its own, and is seen only by the conversation that opened it."""

import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from helpdesk_bot.desk import Desk, DeskUnavailable, Incident, IncidentState, Priority, UnknownIncident
from storage import StorageUrlRefused

THREADS = 8


def open_one(desk: Desk, conversation: str = "ann", key: str = "key", title: str = "No mail") -> Incident:
    return desk.open_incident(
        conversation,
        email="ann@example.com",
        priority=Priority.HIGH,
        title=title,
        description="Outlook shows nothing\nsince Monday.",
        key=key,
    )


def test_a_new_incident_has_what_it_was_opened_with(desk: Desk, clock: object) -> None:
    assert open_one(desk) == Incident(
        number="INC0000001",
        email="ann@example.com",
        priority=Priority.HIGH,
        title="No mail",
        description="Outlook shows nothing\nsince Monday.",
        state=IncidentState.NEW,
        created_at=clock.now,
        updated_at=clock.now,
    )
    assert desk.incident("ann", "INC0000001").created_at.utcoffset() == timedelta(0)


def test_an_incident_is_found_by_its_number_as_people_write_it(desk: Desk) -> None:
    incident = open_one(desk)
    for number in ("INC0000001", "inc 1", "incident #1", "1"):
        assert desk.incident("ann", number) == incident


def test_incidents_are_listed_newest_first_even_when_the_clock_steps_back(desk: Desk, clock: object) -> None:
    assert desk.incidents_of("ann") == ()
    first = open_one(desk, key="first")
    clock.now -= timedelta(hours=1)
    second = open_one(desk, key="second")
    assert desk.incidents_of("ann") == (second, first)


def test_a_conversation_sees_only_its_own_incidents(desk: Desk) -> None:
    number = open_one(desk, "ann").number
    assert desk.incidents_of("ben") == ()
    with pytest.raises(UnknownIncident):
        desk.incident("ben", number)


@pytest.mark.parametrize("number", ["INC0000002", "INC0", "", "no idea", "9" * 30, "INC\0"])
def test_an_incident_that_does_not_exist_is_unknown(desk: Desk, number: str) -> None:
    open_one(desk)
    with pytest.raises(UnknownIncident):
        desk.incident("ann", number)


def test_the_same_key_opens_one_incident_and_returns_the_first(desk: Desk, clock: object) -> None:
    first = open_one(desk, title="No mail")
    clock.now += timedelta(minutes=1)
    assert open_one(desk, title="Something else") == first
    assert desk.incidents_of("ann") == (first,)
    assert open_one(desk, key="next").number == "INC0000002"


def test_two_conversations_can_have_the_same_key(desk: Desk) -> None:
    assert open_one(desk, "ann").number != open_one(desk, "ben").number


@pytest.mark.parametrize(
    "odd",
    ["", "a\0b", "\ud800", "x" * 20_000, "ü€😀", "'; DROP TABLE desk_incidents; --"],
    ids=["empty", "nul", "surrogate", "long", "unicode", "sql"],
)
def test_any_text_can_be_a_conversation_id_and_a_key(desk: Desk, odd: str) -> None:
    incident = open_one(desk, odd, key=odd)
    assert open_one(desk, odd, key=odd) == incident
    assert desk.incidents_of(odd) == (incident,)


def test_incidents_are_there_when_the_desk_opens_again(url: str) -> None:
    with Desk.open(url) as desk:
        incident = open_one(desk)
    with Desk.open(url) as desk:
        assert desk.incidents_of("ann") == (incident,)


def test_eight_threads_opening_at_once_get_numbers_without_gap_or_double(desk: Desk) -> None:
    start = threading.Barrier(THREADS)

    def work(thread: int) -> list[str]:
        start.wait()
        return [open_one(desk, f"conversation-{thread}", key=f"{thread}-{turn}").number for turn in range(3)]

    with ThreadPoolExecutor(THREADS) as threads:
        numbers = [number for numbers in threads.map(work, range(THREADS)) for number in numbers]
    assert sorted(numbers) == [f"INC{count:07d}" for count in range(1, 3 * THREADS + 1)]


def test_the_same_key_from_eight_threads_opens_one_incident(desk: Desk) -> None:
    start = threading.Barrier(THREADS)

    def work(_: int) -> Incident:
        start.wait()
        return open_one(desk)

    with ThreadPoolExecutor(THREADS) as threads:
        assert len(set(threads.map(work, range(THREADS)))) == 1
    assert len(desk.incidents_of("ann")) == 1


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
        assert desk.incidents_of("ann") == ()
        assert open_one(desk).number == "INC0000001"


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/desk", "sqlite:////proc/nowhere/desk.db"])
def test_a_database_that_cannot_be_reached_is_unavailable(url: str) -> None:
    with pytest.raises(DeskUnavailable):
        Desk.open(url)


def test_a_url_that_can_never_work_is_refused_at_once() -> None:
    with pytest.raises(StorageUrlRefused):
        Desk.open("nonsense")
