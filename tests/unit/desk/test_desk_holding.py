"""One at a time delivers a wish, and those about one incident are delivered in order, whoever dies or is late."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest

from helpdesk_bot.desk import (
    Desk,
    DeskUnavailable,
    Incident,
    TicketSystemUnavailable,
    Waiting,
)
from helpdesk_bot.desk.outbox import hold_next
from helpdesk_bot.desk.postman import PATIENCE_SECONDS
from storage import writing
from tests.support.desk_tickets import Clock, SwitchedTickets, open_one, opened

DOWN = TicketSystemUnavailable("503 from the ticket system")
LATER = timedelta(minutes=20)


def test_a_yes_that_is_said_again_before_the_pause_is_over_does_not_ask_the_ticket_system(
    desk: Desk, tickets: SwitchedTickets
) -> None:
    """What was lost on its way may still take effect there, and looking it up would come too early."""
    tickets.refuses = TicketSystemUnavailable("no answer", retry_after=timedelta(seconds=75))
    assert isinstance(open_one(desk), Waiting)
    tickets.refuses = None
    assert isinstance(open_one(desk), Waiting)
    assert tickets.asked == ["open"]


def test_a_yes_that_is_said_again_while_the_first_hangs_waits_for_the_notice(
    desk: Desk, tickets: SwitchedTickets
) -> None:
    tickets.holds_up = True
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(open_one, desk)
        assert tickets.arrived.wait(10)
        assert isinstance(open_one(desk), Waiting)
        assert desk.deliver_due() == 0
        tickets.go_on.set()
        assert isinstance(first.result(10), Incident)
    assert tickets.asked == ["open"]
    assert [notice.number for notice in desk.notices()] == ["INC0000001"]


def test_what_nobody_settles_for_a_while_is_taken_over_and_still_happens_once(
    desk: Desk, tickets: SwitchedTickets, clock: Clock
) -> None:
    opened(desk)
    tickets.holds_up = True
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(desk.comment, "ann", "1", "Hello?", "c")
        assert tickets.arrived.wait(10)
        tickets.holds_up = False
        clock.now += tickets.lease - timedelta(seconds=1)
        assert desk.deliver_due() == 0
        clock.now += timedelta(seconds=1)
        assert desk.deliver_due() == 1
        tickets.go_on.set()
        assert isinstance(first.result(10), Incident)
    assert len(desk.incident("ann", "1").comments) == 1
    assert len(desk.notices()) == 1


def test_one_that_comes_too_late_with_a_failure_does_not_put_off_what_is_settled(
    desk: Desk, tickets: SwitchedTickets, clock: Clock
) -> None:
    tickets.holds_up = True
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(open_one, desk)
        assert tickets.arrived.wait(10)
        tickets.holds_up = False
        clock.now += tickets.lease
        assert desk.deliver_due() == 1
        tickets.refuses = DOWN
        tickets.go_on.set()
        first.result(10)
    tickets.refuses = None
    assert (desk.waiting("ann"), desk.deliver_due(), len(desk.notices())) == ((), 0, 1)


def test_one_that_comes_too_late_with_a_failure_does_not_free_what_somebody_else_holds(
    desk: Desk, tickets: SwitchedTickets, clock: Clock
) -> None:
    tickets.holds_up = True
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(open_one, desk)
        assert tickets.arrived.wait(10)
        tickets.holds_up = False
        clock.now += tickets.lease
        with writing(desk.engine) as connection:
            assert hold_next(connection, tickets.name, clock.now, tickets.lease) is not None
        tickets.refuses = DOWN
        tickets.go_on.set()
        first.result(10)
    tickets.refuses = None
    clock.now += tickets.lease - timedelta(seconds=1)
    assert desk.deliver_due() == 0
    clock.now += timedelta(seconds=1)
    assert desk.deliver_due() == 1


def test_many_deliverers_at_once_deliver_each_once(desk: Desk, tickets: SwitchedTickets, clock: Clock) -> None:
    tickets.refuses = DOWN
    for count in range(12):
        open_one(desk, f"conversation {count}", title=str(count))
    tickets.refuses = None
    tickets.asked.clear()
    clock.now += LATER
    start = threading.Barrier(6)

    def work(_: int) -> int:
        start.wait()
        return desk.deliver_due()

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(work, range(6))) == 12
    assert tickets.asked == ["open"] * 12
    assert sorted(int(notice.title) for notice in desk.notices()) == list(range(12))


def test_what_concerns_one_incident_is_delivered_in_the_order_in_which_it_was_said(
    desk: Desk, tickets: SwitchedTickets, clock: Clock
) -> None:
    opened(desk)
    tickets.refuses = DOWN
    desk.comment("ann", "1", "It works again.", "comment")
    tickets.refuses = None
    waiting = desk.close_incident("ann", "1", "", "close")
    assert isinstance(waiting, Waiting)  # closing first would make the comment impossible
    assert desk.incident("ann", "1").is_open
    assert desk.deliver_due() == 0
    clock.now += LATER
    assert desk.deliver_due() == 2
    incident = desk.incident("ann", "1")
    assert ([comment.text for comment in incident.comments], incident.is_open) == (["It works again."], False)
    assert [notice.kind for notice in desk.notices()] == ["comment", "close"]


def test_one_incident_does_not_wait_for_another(desk: Desk, tickets: SwitchedTickets) -> None:
    opened(desk, key="1")
    opened(desk, key="2")
    tickets.refuses = DOWN
    desk.comment("ann", "1", "Hello?", "comment")
    tickets.refuses = None
    assert isinstance(desk.comment("ann", "2", "Hello?", "other"), Incident)


def test_a_ticket_system_whose_own_database_fails_loses_nothing(
    desk: Desk, tickets: SwitchedTickets, clock: Clock
) -> None:
    """The local incidents are in such a database; the wish is free again when its holder's time is over."""
    tickets.refuses = DeskUnavailable("locked")
    with pytest.raises(DeskUnavailable):
        open_one(desk)
    tickets.refuses = None
    assert isinstance(open_one(desk), Waiting)
    clock.now += tickets.lease
    assert desk.deliver_due() == 1
    assert [notice.number for notice in desk.notices()] == ["INC0000001"]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_whoever_waited_for_a_busy_database_does_not_wait_for_the_ticket_system_too(
    desk: Desk, tickets: SwitchedTickets, clock: Clock
) -> None:
    """The action server's caller does not wait for ever. The wish is written down; a notice tells the rest."""
    locked, enough = threading.Event(), threading.Event()

    def occupy() -> None:
        with sqlite3.connect(str(desk.engine.url.database), isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            locked.set()
            enough.wait(PATIENCE_SECONDS + 0.3)  # the time is the point
            other.rollback()
        other.close()

    with ThreadPoolExecutor(1) as threads:
        occupied = threads.submit(occupy)
        assert locked.wait(10)
        assert isinstance(open_one(desk), Waiting)
        occupied.result(10)
    assert tickets.asked == []
    clock.now += tickets.lease
    assert (desk.deliver_due(), len(desk.notices())) == (1, 1)


def test_what_may_still_take_effect_is_not_asked_for_again_when_nothing_could_be_written_down(
    desk: Desk, tickets: SwitchedTickets, clock: Clock
) -> None:
    """The ticket system gave no answer, and our own database did not take that down."""
    tickets.lease = timedelta(seconds=90)
    tickets.refuses = DeskUnavailable("locked")
    with pytest.raises(DeskUnavailable):
        open_one(desk)
    tickets.refuses = None
    clock.now += timedelta(seconds=89)
    assert isinstance(open_one(desk), Waiting)
    assert (desk.deliver_due(), tickets.asked) == (0, ["open"])
    clock.now += timedelta(seconds=1)
    assert isinstance(open_one(desk), Incident)


def test_an_adapters_mistake_is_not_repeated_while_its_call_may_still_take_effect(
    desk: Desk, tickets: SwitchedTickets, clock: Clock
) -> None:
    tickets.lease = timedelta(seconds=90)
    tickets.loses = ValueError("odd answer")
    assert isinstance(open_one(desk), Waiting)
    tickets.loses = None
    clock.now += timedelta(seconds=89)
    assert isinstance(open_one(desk), Waiting)
    clock.now += timedelta(seconds=1)
    assert isinstance(open_one(desk), Incident)


@pytest.mark.parametrize("failure", [DOWN, DeskUnavailable("killed")], ids=["put off", "held"])
def test_a_clock_that_was_put_back_stops_no_delivery(
    desk: Desk, tickets: SwitchedTickets, clock: Clock, failure: Exception
) -> None:
    right = clock.now
    clock.now += timedelta(days=365)
    tickets.refuses = failure
    with suppress(DeskUnavailable):
        open_one(desk)
    tickets.refuses = None
    clock.now = right
    assert desk.deliver_due() == 1
