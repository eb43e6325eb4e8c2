"""Erasing with a ticket system elsewhere, and while something is on its way: nothing is left here, and what stays there
is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from helpdesk_bot.desk import (
    Desk,
    DeskUnavailable,
    Erased,
    LocalTicketSystem,
    TicketSystemUnavailable,
    Waiting,
)
from tests.support.desk_tickets import Clock, SwitchedTickets, open_one, opened

DOWN = TicketSystemUnavailable("down")


class Elsewhere(SwitchedTickets):
    """A ticket system of its own; `keeps` says whether it deletes nothing, `meanwhile` is done when it is to delete."""

    keeps = False
    meanwhile: Callable[[], object] = staticmethod(lambda: None)

    def erase(self, numbers: Collection[str]) -> tuple[str, ...]:
        self.meanwhile()
        return tuple(numbers) if self.keeps else super().erase(numbers)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Elsewhere:
    return Elsewhere(LocalTicketSystem.kept_at(f"sqlite:///{tmp_path}/elsewhere.db"), "elsewhere")


@pytest.fixture
def remote(url: str, elsewhere: Elsewhere, clock: Clock) -> Iterator[Desk]:
    """A desk in front of it, on the same database as `desk`."""
    with Desk.open(url, elsewhere, clock) as remote:
        yield remote


def kept(desk: Desk) -> list[str]:
    """The titles of all incidents in the desk's own database."""
    with desk.engine.connect() as connection:
        return list(connection.exec_driver_sql("SELECT title FROM desk_incidents").scalars())


def orphans(desk: Desk) -> int:
    with desk.engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM desk_orphans").scalar_one())


def test_what_the_ticket_system_keeps_is_named_and_the_desk_forgets_it(remote: Desk, elsewhere: Elsewhere) -> None:
    elsewhere.keeps = True
    numbers = [opened(remote, key=key).number for key in ("1", "2")]
    assert remote.erase("ann") == Erased(True, tuple(reversed(numbers)))
    assert (remote.known("ann"), remote.incidents("ann")) == ((), ())
    assert remote.erase("ann") == Erased(False, ())


def test_erasing_says_when_there_was_nothing(desk: Desk) -> None:
    assert desk.erase("ann") == Erased(False, ())
    opened(desk)
    assert desk.erase("ben") == Erased(False, ())
    assert desk.erase("ann") == Erased(True, ())


def test_erasing_again_completes_what_the_ticket_system_could_not_do(remote: Desk, elsewhere: Elsewhere) -> None:
    opened(remote)
    elsewhere.refuses = DOWN
    with pytest.raises(TicketSystemUnavailable):
        remote.erase("ann")
    elsewhere.refuses = None
    assert remote.erase("ann").stay == ()
    assert elsewhere.inner.find(["INC0000001"]) == ()


def test_incidents_that_were_kept_here_before_another_ticket_system_was_connected_are_erased(
    desk: Desk, remote: Desk
) -> None:
    opened(desk, title="marmalade")
    assert remote.erase("ann") == Erased(True, ())
    assert kept(desk) == []


def test_incidents_from_before_wishes_were_written_down_are_erased_too(desk: Desk, remote: Desk) -> None:
    opened(desk)
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM desk_outbox")
    assert remote.erase("ann") == Erased(True, ())
    assert kept(desk) == []


def test_incidents_of_a_ticket_system_that_was_connected_before_are_named(desk: Desk, remote: Desk) -> None:
    number = opened(remote).number
    assert desk.erase("ann") == Erased(True, (number,))


def test_what_a_turn_opens_while_the_ticket_system_erases_is_erased_or_named(
    desk: Desk, remote: Desk, elsewhere: Elsewhere
) -> None:
    opened(remote)
    elsewhere.meanwhile = lambda: (opened(desk, key="here"), opened(remote, key="there"))
    assert remote.erase("ann").stay == ("INC0000002",)
    assert (kept(desk), desk.known("ann"), remote.known("ann")) == ([], (), ())


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_numbers_that_stay_are_named_also_when_traces_cannot_be_wiped(
    remote: Desk, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    elsewhere.keeps = True
    number = opened(remote).number
    reader = sqlite3.connect(tmp_path / "data" / "desk.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM desk_access").fetchall()
    with pytest.raises(DeskUnavailable, match=number):
        remote.erase("ann")
    reader.execute("COMMIT")
    reader.close()
    remote.erase("ann")


def test_what_is_opened_after_erasing_by_one_who_dies_then_is_erased_when_its_time_is_over(
    desk: Desk, tickets: SwitchedTickets, clock: Clock
) -> None:
    tickets.holds_up = True
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(open_one, desk, title="marmalade")
        assert tickets.arrived.wait(10)
        desk.erase("ann")
        tickets.loses = DeskUnavailable("killed")
        tickets.go_on.set()
        with pytest.raises(DeskUnavailable):
            first.result(10)
    assert kept(desk) == ["marmalade"]
    desk.deliver_due()
    assert orphans(desk) == 1
    clock.now += tickets.lease
    assert desk.deliver_due() == 0
    assert (kept(desk), orphans(desk)) == ([], 0)


def test_what_may_have_been_opened_elsewhere_for_an_erased_conversation_is_a_line_in_the_log(
    remote: Desk, elsewhere: Elsewhere, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody knows its number; the ticket system has the correlation id. The conversation's id is in no line."""
    elsewhere.loses = DOWN
    assert isinstance(open_one(remote, "ann-of-the-secret-id"), Waiting)
    remote.erase("ann-of-the-secret-id")
    remote.deliver_due()
    assert "may have left an incident in elsewhere: look for correlation id" in caplog.text
    assert "secret" not in caplog.text
    assert orphans(remote) == 0
