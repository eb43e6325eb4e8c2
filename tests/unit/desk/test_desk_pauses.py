"""A ticket system that is down is asked ever less often, for ever, and keeps nobody else waiting."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk_bot.desk import (
    Desk,
    Incident,
    TicketSystemUnavailable,
    Waiting,
)
from helpdesk_bot.desk.schema import outbox
from tests.support.desk_tickets import Clock, SwitchedTickets, open_one

DOWN = TicketSystemUnavailable("503 from the ticket system")
LATER = timedelta(minutes=20)


def pauses(desk: Desk, clock: Clock) -> list[float]:
    """How long each attempt is put off, in seconds."""
    found = []
    for _ in range(7):
        with desk.engine.connect() as connection:
            due = connection.execute(select(outbox.c.due_at).where(outbox.c.state == "waiting")).scalar_one()
        found.append((due - clock.now).total_seconds())
        clock.now = due - timedelta(milliseconds=1)
        assert desk.deliver_due() == 0
        clock.now = due
        assert desk.deliver_due() == 0
    return found


def test_it_is_tried_ever_less_often_and_never_given_up(desk: Desk, tickets: SwitchedTickets, clock: Clock) -> None:
    tickets.refuses = DOWN
    open_one(desk)
    tickets.asked.clear()
    assert pauses(desk, clock) == [5, 15, 60, 300, 900, 900, 900]
    assert tickets.asked == ["open"] * 7
    tickets.refuses = None
    clock.now += LATER
    assert desk.deliver_due() == 1


@pytest.mark.parametrize(("asked", "pause"), [(2, 5), (60, 60), (10_000_000, 3600)])
def test_a_ticket_system_that_asks_for_time_gets_it_within_reason(
    desk: Desk, tickets: SwitchedTickets, clock: Clock, asked: int, pause: int
) -> None:
    tickets.refuses = TicketSystemUnavailable("429", timedelta(seconds=asked))
    open_one(desk)
    assert pauses(desk, clock)[0] == pause


def test_a_ticket_system_that_is_down_is_asked_a_few_times_in_a_round_and_not_for_each_wish(
    desk: Desk, tickets: SwitchedTickets, clock: Clock
) -> None:
    tickets.refuses = DOWN
    for count in range(10):
        open_one(desk, key=str(count))
    clock.now += LATER
    tickets.asked.clear()
    assert desk.deliver_due() == 0
    assert len(tickets.asked) == 3


def test_one_wish_that_never_succeeds_does_not_keep_the_others(
    desk: Desk, tickets: SwitchedTickets, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """Also not by a mistake in the adapter, whose text, which may be the customer's, is not logged."""
    tickets.refuses = ValueError("Outlook shows nothing")
    assert isinstance(open_one(desk, key="odd"), Waiting)
    assert "ValueError at" in caplog.text
    assert "Outlook" not in caplog.text
    tickets.refuses = None
    assert isinstance(open_one(desk, key="fine"), Incident)
