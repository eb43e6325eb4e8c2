"""A restart with another ticket system, by a mistake in a setting, costs nobody what waits for the first one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from helpdesk_bot.desk import Desk, Incident, LocalTicketSystem, Notice, TicketSystemUnavailable, Waiting
from tests.support.desk_tickets import Clock, SwitchedTickets, open_one, opened

DOWN = TicketSystemUnavailable("503 from the ticket system")
LATER = timedelta(minutes=20)


@pytest.fixture
def elsewhere(tmp_path: Path) -> SwitchedTickets:
    return SwitchedTickets(LocalTicketSystem.kept_at(f"sqlite:///{tmp_path}/elsewhere.db"), "servicenow:dev12345")


@pytest.fixture
def remote(url: str, elsewhere: SwitchedTickets, clock: Clock) -> Iterator[Desk]:
    """A desk in front of it, on the same database as `desk`, which uses the local ticket system."""
    with Desk.open(url, elsewhere, clock) as remote:
        yield remote


@pytest.fixture
def wishes(remote: Desk, elsewhere: SwitchedTickets, clock: Clock) -> tuple[Waiting, ...]:
    """What waits for the ticket system elsewhere, and has been due for a while."""
    opened(remote)
    elsewhere.refuses = DOWN
    open_one(remote, key="second", title="No wifi")
    remote.comment("ann", "1", "Hello?", "comment")
    elsewhere.refuses = None
    clock.now += LATER
    return remote.waiting("ann")


def test_wishes_wait_for_the_ticket_system_that_they_were_written_down_for(
    desk: Desk, remote: Desk, tickets: SwitchedTickets, wishes: tuple[Waiting, ...]
) -> None:
    assert [waiting.kind for waiting in wishes] == ["open", "comment"]
    assert desk.deliver_due() == 0
    assert (tickets.asked, desk.notices(), desk.waiting("ann")) == ([], (), wishes)
    assert remote.deliver_due() == 2
    assert remote.notices() == (
        Notice(1, "ann", "open", "INC0000002", "No wifi", delivered=True),
        Notice(2, "ann", "comment", "INC0000001", "No mail", delivered=True),
    )
    assert [comment.text for comment in remote.incident("ann", "1").comments] == ["Hello?"]


def test_a_yes_that_is_said_again_meanwhile_opens_nothing_here(
    desk: Desk, remote: Desk, tickets: SwitchedTickets, wishes: tuple[Waiting, ...]
) -> None:
    assert open_one(desk, key="second", title="No wifi") == wishes[0]
    assert (tickets.asked, desk.waiting("ann")) == ([], wishes)
    assert isinstance(open_one(remote, key="second", title="No wifi"), Incident)


@pytest.mark.parametrize("kind", ["comment", "close"])
def test_incidents_here_with_the_same_number_do_not_wait_for_those_elsewhere(
    desk: Desk, remote: Desk, elsewhere: SwitchedTickets, wishes: tuple[Waiting, ...], kind: str
) -> None:
    if kind == "close":
        remote.close_incident("ann", "1", "", "close")
    assert opened(desk, "ben").number == "INC0000001"
    assert isinstance(desk.comment("ben", "1", "Hello?", "hello"), Incident)


def test_what_waits_for_another_ticket_system_is_one_warning_an_hour(
    desk: Desk,
    remote: Desk,
    wishes: tuple[Waiting, ...],
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.clear()
    warning = "2 wishes wait for servicenow:dev12345, the desk uses local; check SNOW_INSTANCE"
    for minutes in (0, 1, 58):
        clock.now += timedelta(minutes=minutes)
        desk.deliver_due()
    assert [record.getMessage() for record in caplog.records] == [warning]
    assert caplog.records[0].levelname == "WARNING"
    clock.now += timedelta(minutes=1)
    desk.deliver_due()
    assert [record.getMessage() for record in caplog.records] == [warning, warning]
    caplog.clear()
    remote.deliver_due()
    clock.now += timedelta(hours=1)
    desk.deliver_due()
    assert caplog.records == []
