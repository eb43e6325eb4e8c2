"""A process is killed with SIGKILL between any two of its steps: nothing is lost, and nothing done twice."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine.url import make_url

from helpdesk_bot.desk import Desk, Incident, LocalTicketSystem, Priority, TicketSystemUnavailable
from storage import utc_now
from tests.support.desk_customer import killed_at, wish
from tests.support.desk_tickets import SwitchedTickets, open_one

WISHES = ("open", "comment", "close", "priority")
SOON = timedelta(seconds=10)
COMMITS = 3  # at least: the wish is written down, delivered and settled


def later() -> Any:
    """Somebody comes when the dead process's time with its wish is over: within seconds, for the local system."""
    return utc_now() + SOON


def prepare(url: str, kind: str) -> None:
    """A desk in which the wish can be had: with an incident, or with something that waits."""
    tickets = SwitchedTickets(LocalTicketSystem.kept_at(url))
    with Desk.open(url, tickets, lambda: utc_now() - timedelta(minutes=1)) as desk:
        if kind != "open":
            open_one(desk)
        if kind in ("deliver", "erase"):
            tickets.refuses = TicketSystemUnavailable("down")
            desk.comment("ann", "1", "Still nothing.", "wish")


@pytest.fixture
def crashed(request: pytest.FixtureRequest, url: str, tmp_path: Path) -> Callable[[str], Iterator[tuple[int, str]]]:
    """For a wish: all databases that a process leaves when it is killed between two steps, with the commits before."""

    def copies() -> Iterator[str]:
        for number in count():
            if url.startswith("sqlite"):
                copy = tmp_path / f"{number}.db"
                shutil.copy(str(make_url(url).database), copy)
                yield f"sqlite:///{copy}"
            else:
                yield request.getfixturevalue("new_postgresql_database")(make_url(url).database)

    def crash(kind: str) -> Iterator[tuple[int, str]]:
        prepare(url, kind)
        copy = copies()
        for commits in count(1):
            for done, place in ((commits - 1, f"before {commits}"), (commits, f"after {commits}")):
                database = next(copy)
                if not killed_at(place, database, kind):
                    assert commits > COMMITS
                    return
                yield done, database

    return crash


def happened(desk: Desk, kind: str) -> int:
    """How often the wish has come true."""
    incidents = desk.incidents("ann")
    if kind == "open":
        return len(incidents)
    [incident] = incidents
    if kind in ("comment", "deliver"):
        return len(incident.comments)
    return int(not incident.is_open if kind == "close" else incident.priority is Priority.LOW)


@pytest.mark.parametrize("kind", WISHES)
def test_saying_it_again_makes_it_come_true_once_and_needs_no_notice(
    kind: str, crashed: Callable[[str], Iterator[tuple[int, str]]]
) -> None:
    for _, url in crashed(kind):
        with Desk.open(url, clock=later) as desk:
            again = wish(desk, kind)
            assert isinstance(again, Incident)
            assert happened(desk, kind) == 1
            assert (desk.deliver_due(), desk.notices(), desk.waiting("ann")) == (0, (), ())


@pytest.mark.parametrize("kind", WISHES)
def test_what_was_written_down_comes_true_once_without_anybody_saying_it_again_and_is_told(
    kind: str, crashed: Callable[[str], Iterator[tuple[int, str]]]
) -> None:
    noticed = []
    for _, url in crashed(kind):
        with Desk.open(url, clock=later) as desk:
            kept = len(desk.waiting("ann"))
            assert desk.deliver_due() == kept
            again = wish(desk, kind)
            assert isinstance(again, Incident)
            assert [(notice.kind, notice.number) for notice in desk.notices()] == [(kind, again.number)] * kept
            assert happened(desk, kind) == 1
            noticed.append(kept)
    assert sum(noticed) >= COMMITS  # killed after the first commit and before the last one
    assert noticed[0] == noticed[-1] == 0


def test_a_deliverer_that_is_killed_leaves_one_delivery_and_one_notice(
    crashed: Callable[[str], Iterator[tuple[int, str]]],
) -> None:
    for _, url in crashed("deliver"):
        with Desk.open(url, clock=later) as desk:
            desk.deliver_due()
            assert happened(desk, "deliver") == 1
            assert [(notice.kind, notice.number) for notice in desk.notices()] == [("comment", "INC0000001")]


def test_an_incident_whose_opening_was_killed_is_erased_with_its_conversation(
    crashed: Callable[[str], Iterator[tuple[int, str]]],
) -> None:
    for _, url in crashed("open"):
        with Desk.open(url) as desk:
            desk.erase("ann")
            assert rows_of(desk, "desk_incidents", "desk_outbox", "desk_access") == 0
        with Desk.open(url, clock=later) as desk:
            assert (desk.deliver_due(), desk.notices()) == (0, ())
            assert rows_of(desk, "desk_incidents", "desk_orphans") == 0


def rows_of(desk: Desk, *tables: str) -> int:
    with desk.engine.connect() as connection:
        counts = [connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() for table in tables]
    return sum(counts)


def test_erasing_again_completes_it(crashed: Callable[[str], Iterator[tuple[int, str]]]) -> None:
    for _, url in crashed("erase"):
        with Desk.open(url, clock=later) as desk:
            assert desk.erase("ann").stay == ()
            assert (desk.known("ann"), desk.waiting("ann"), desk.deliver_due(), desk.notices()) == ((), (), 0, ())
            assert rows_of(desk, "desk_incidents") == 0
