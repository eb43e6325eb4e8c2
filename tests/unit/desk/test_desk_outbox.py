"""What the ticket system cannot take now is kept, delivered later once, and told by a notice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from helpdesk_bot.desk import (
    Desk,
    Incident,
    IncidentClosed,
    Known,
    Notice,
    Priority,
    TicketSystemRefused,
    TicketSystemUnavailable,
    Waiting,
)
from tests.support.desk_tickets import NOW, Clock, SwitchedTickets, open_one, opened

DOWN = TicketSystemUnavailable("503 from the ticket system")
LATER = timedelta(minutes=20)


def test_an_incident_that_cannot_be_opened_now_is_kept_and_its_number_comes_as_a_notice(
    desk: Desk, tickets: SwitchedTickets, clock: Clock
) -> None:
    tickets.refuses = DOWN
    waiting = Waiting("open", None, "No mail", since=NOW)
    assert open_one(desk) == waiting
    assert (desk.waiting("ann"), desk.waiting("ben"), desk.known("ann")) == ((waiting,), (), ())
    tickets.refuses = None
    clock.now += timedelta(seconds=5)
    assert desk.deliver_due() == 1
    assert desk.notices() == (Notice(1, "ann", "open", "INC0000001", "No mail", delivered=True),)
    assert (desk.waiting("ann"), desk.known("ann")[0].number) == ((), "INC0000001")
    assert desk.incident("ann", "1").created_at == NOW  # when it was wished for
    assert (desk.deliver_due(), len(desk.notices())) == (0, 1)


def test_a_notice_comes_until_it_is_delivered_and_never_again(
    desk: Desk, tickets: SwitchedTickets, clock: Clock
) -> None:
    tickets.refuses = DOWN
    for key in ("a", "b", "c"):
        open_one(desk, key=key, title=key)
    tickets.refuses = None
    clock.now += LATER
    assert desk.deliver_due() == 3
    assert [notice.title for notice in desk.notices()] == ["a", "b", "c"]
    assert [notice.title for notice in desk.notices(limit=2)] == ["a", "b"]
    for _ in range(2):
        desk.notice_delivered(desk.notices()[0].id if len(desk.notices()) == 3 else 1)
    assert [notice.title for notice in desk.notices()] == ["b", "c"]
    for odd in (0, -1, 99, 2**80):
        desk.notice_delivered(odd)
    assert [notice.title for notice in desk.notices()] == ["b", "c"]


def test_the_id_of_a_notice_is_never_given_again(desk: Desk, tickets: SwitchedTickets, clock: Clock) -> None:
    """The bot knows by the id which notices it has."""
    for expected in (1, 2):
        tickets.refuses = DOWN
        open_one(desk, key=str(expected))
        tickets.refuses = None
        clock.now += LATER
        desk.deliver_due()
        assert [notice.id for notice in desk.notices()] == [expected]
        desk.notice_delivered(expected)


def test_an_answer_that_is_lost_does_not_open_a_second_incident(
    desk: Desk, tickets: SwitchedTickets, clock: Clock
) -> None:
    tickets.loses = DOWN
    assert isinstance(open_one(desk), Waiting)
    clock.now += LATER
    assert (desk.deliver_due(), len(desk.waiting("ann"))) == (0, 1)
    tickets.loses = None
    clock.now += LATER
    assert desk.deliver_due() == 1
    assert [incident.number for incident in desk.incidents("ann")] == ["INC0000001"]
    assert tickets.inner.find(["INC0000002"]) == ()


def test_a_comment_whose_answer_is_lost_is_written_once(desk: Desk, tickets: SwitchedTickets, clock: Clock) -> None:
    opened(desk)
    tickets.loses = DOWN
    assert desk.comment("ann", "1", "Hello?", "c") == Waiting("comment", "INC0000001", "No mail", NOW)
    tickets.loses = None
    clock.now += LATER
    assert desk.deliver_due() == 1
    assert [comment.text for comment in desk.incident("ann", "1").comments] == ["Hello?"]
    assert [(notice.kind, notice.number) for notice in desk.notices()] == [("comment", "INC0000001")]


def test_saying_yes_again_when_it_is_due_delivers_it_and_leaves_no_notice(
    desk: Desk, tickets: SwitchedTickets, clock: Clock
) -> None:
    tickets.refuses = DOWN
    assert open_one(desk) == open_one(desk)
    tickets.refuses = None
    clock.now += timedelta(seconds=5)
    assert isinstance(open_one(desk), Incident)
    assert (desk.notices(), desk.waiting("ann")) == ((), ())


def test_the_same_key_is_answered_from_memory_while_the_ticket_system_is_down(
    desk: Desk, tickets: SwitchedTickets
) -> None:
    number = opened(desk).number
    tickets.refuses = DOWN
    again = open_one(desk)
    assert isinstance(again, Known)
    assert (again.number, again.title, again.priority) == (number, "No mail", Priority.HIGH)
    assert desk.waiting("ann") == ()


def test_a_result_that_comes_so_late_that_the_customer_may_have_gone_is_told_by_a_notice_too(
    desk: Desk, tickets: SwitchedTickets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("helpdesk_bot.desk.postman.IN_TIME_SECONDS", 0.0)
    number = opened(desk).number
    tickets.refuses = TicketSystemRefused("400")
    with pytest.raises(TicketSystemRefused):
        open_one(desk, key="refused")
    assert [(notice.number, notice.delivered) for notice in desk.notices()] == [(number, True), (None, False)]


@pytest.mark.parametrize("too_late", ["comment", "priority"])
def test_what_comes_after_a_close_that_waits_is_refused_at_once_instead_of_promised(
    desk: Desk, tickets: SwitchedTickets, clock: Clock, too_late: str
) -> None:
    """Also to somebody else who may see the incident. Closing goes first, and a closed one takes nothing."""

    def say(who: str) -> object:
        if too_late == "comment":
            return desk.comment(who, "1", "It is back.", "late")
        return desk.change_priority(who, "1", Priority.LOW, "late")

    opened(desk)
    opened(desk, key="other")
    desk.claim("ben", "1", "ann@example.com")
    tickets.refuses = DOWN
    desk.close_incident("ann", "1", "", "close")
    for who in ("ann", "ben"):
        with pytest.raises(IncidentClosed, match="INC0000001"):
            say(who)
    assert [waiting.kind for waiting in desk.waiting("ann")] == ["close"]
    assert isinstance(desk.comment("ann", "2", "Hello?", "another incident"), Waiting)
    tickets.refuses = None
    clock.now += LATER
    assert desk.deliver_due() == 2
    assert {notice.delivered for notice in desk.notices()} == {True}


def test_what_was_said_before_a_close_that_waits_is_still_promised_when_it_is_said_again(
    desk: Desk, tickets: SwitchedTickets, clock: Clock
) -> None:
    opened(desk)
    tickets.refuses = DOWN
    waiting = desk.comment("ann", "1", "It works again.", "comment")
    desk.close_incident("ann", "1", "", "close")
    assert desk.comment("ann", "1", "It works again.", "comment") == waiting
    tickets.refuses = None
    clock.now += LATER
    assert desk.deliver_due() == 2
    assert [notice.delivered for notice in desk.notices()] == [True, True]


def test_a_round_begins_nothing_more_when_its_time_is_over_or_somebody_says_so(
    desk: Desk, tickets: SwitchedTickets, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    tickets.refuses = DOWN
    for key in ("a", "b", "c"):
        open_one(desk, key=key)
    tickets.refuses = None
    clock.now += LATER
    answers = iter([False, True])
    assert desk.deliver_due(lambda: next(answers)) == 1
    monkeypatch.setattr("helpdesk_bot.desk.desk.ROUND_SECONDS", -1.0)
    assert desk.deliver_due() == 0
    monkeypatch.undo()
    assert desk.deliver_due() == 2
