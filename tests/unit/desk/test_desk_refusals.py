"""What the ticket system will never take is told once, logged with its cause, and not kept."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk_bot.desk import (
    Desk,
    IncidentClosed,
    IncidentState,
    Notice,
    Priority,
    TicketSystemRefused,
    TicketSystemUnavailable,
    UnknownIncident,
)
from helpdesk_bot.desk.schema import outbox
from tests.support.desk_tickets import NOW, Clock, SwitchedTickets, open_one, opened

DOWN = TicketSystemUnavailable("503 from the ticket system")
LATER = timedelta(minutes=20)


def test_what_the_ticket_system_refuses_is_said_at_once_and_again_and_not_kept(
    desk: Desk, tickets: SwitchedTickets, clock: Clock
) -> None:
    tickets.refuses = TicketSystemRefused("400: no such caller")
    for _ in range(2):
        with pytest.raises(TicketSystemRefused):
            open_one(desk)
    assert tickets.asked == ["open"]
    clock.now += LATER
    assert (desk.waiting("ann"), desk.deliver_due(), desk.notices()) == ((), 0, ())


def test_what_is_refused_later_is_settled_with_a_notice(desk: Desk, tickets: SwitchedTickets, clock: Clock) -> None:
    tickets.refuses = DOWN
    open_one(desk)
    tickets.refuses = TicketSystemRefused("400: no such caller")
    clock.now += LATER
    assert desk.deliver_due() == 1
    assert desk.notices() == (Notice(1, "ann", "open", None, "No mail", delivered=False),)
    assert (desk.waiting("ann"), desk.deliver_due(), desk.known("ann")) == ((), 0, ())


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda tickets: tickets.inner.change_state("INC0000001", IncidentState.CLOSED, NOW),
        lambda tickets: tickets.inner.erase(["INC0000001"]),
    ],
    ids=["closed", "vanished"],
)
def test_wishes_for_an_incident_that_was_closed_or_has_vanished_meanwhile_are_told_as_refused(
    desk: Desk, tickets: SwitchedTickets, clock: Clock, meanwhile: Callable[[SwitchedTickets], object]
) -> None:
    opened(desk)
    tickets.refuses = DOWN
    desk.comment("ann", "1", "Hello?", "comment")
    desk.change_priority("ann", "1", Priority.LOW, "priority")
    tickets.refuses = None
    meanwhile(tickets)
    clock.now += timedelta(hours=1)
    assert desk.deliver_due() == 2
    told = [(notice.kind, notice.number, notice.title, notice.delivered) for notice in desk.notices()]
    assert told == [("comment", "INC0000001", "No mail", False), ("priority", "INC0000001", "No mail", False)]
    with pytest.raises((IncidentClosed, UnknownIncident)):
        desk.comment("ann", "1", "Hello?", "comment")


def test_closing_what_was_closed_meanwhile_counts_as_done(desk: Desk, tickets: SwitchedTickets, clock: Clock) -> None:
    opened(desk)
    tickets.refuses = DOWN
    desk.close_incident("ann", "1", "", "close")
    tickets.refuses = None
    tickets.inner.change_state("INC0000001", IncidentState.CLOSED, NOW)
    clock.now += LATER
    assert desk.deliver_due() == 1
    assert desk.notices()[0].delivered


def test_what_is_settled_keeps_neither_text_nor_title(desk: Desk, tickets: SwitchedTickets, clock: Clock) -> None:
    opened(desk)
    desk.comment("ann", "1", "Hello?", "comment")
    tickets.refuses = DOWN
    open_one(desk, key="later")
    tickets.refuses = TicketSystemRefused("400")
    clock.now += LATER
    desk.deliver_due()
    with desk.engine.connect() as connection:
        rows = connection.execute(select(outbox.c.state, outbox.c.title, outbox.c.content).order_by(outbox.c.id)).all()
    assert rows == [("delivered", "", None), ("delivered", "", None), ("refused", "", None)]


def test_a_failure_is_one_log_line_with_the_cause_and_nothing_of_the_customers(
    desk: Desk, tickets: SwitchedTickets, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "helpdesk_bot")
    tickets.refuses = DOWN
    open_one(desk, "ann\nforged line")
    tickets.refuses = TicketSystemRefused("400: no such caller")
    clock.now += LATER
    desk.deliver_due()
    assert [record.getMessage() for record in caplog.records] == [
        "outbox entry 1 is kept for later: 503 from the ticket system",
        "outbox entry 1 is refused: TicketSystemRefused: 400: no such caller",
    ]
    assert {record.levelname for record in caplog.records} == {"WARNING"}
