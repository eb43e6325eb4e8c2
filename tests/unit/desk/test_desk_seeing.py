"""A conversation sees its own incidents, as they are or as they are remembered, and nothing of anybody else's."""

from datetime import timedelta
from typing import Any

import pytest

from helpdesk_bot.desk import (
    Desk,
    IncidentState,
    Known,
    Priority,
    TicketSystemUnavailable,
    UnknownIncident,
    Waiting,
)
from tests.support.desk_tickets import Clock, SwitchedTickets, opened


def test_another_conversation_sees_and_changes_nothing_and_cannot_tell_that_there_is_something(desk: Desk) -> None:
    number = opened(desk, "ann").number
    assert (desk.incidents("ben"), desk.known("ben"), desk.waiting("ben")) == ((), (), ())
    answers = set()
    for asked in (number, "INC0000002"):
        for ask in _everything_about(desk, "ben", asked):
            with pytest.raises(UnknownIncident) as refused:
                ask()
            answers.add(str(refused.value).replace(asked, "it"))
    assert answers == {"it"}
    assert desk.incident("ann", number).comments == ()
    assert desk.incident("ann", number).is_open


def _everything_about(desk: Desk, who: str, number: str) -> list[Any]:
    return [
        lambda: desk.incident(who, number),
        lambda: desk.comment(who, number, "hello", "1"),
        lambda: desk.close_incident(who, number, "", "2"),
        lambda: desk.change_priority(who, number, Priority.LOW, "3"),
    ]


@pytest.mark.parametrize("number", ["INC0000002", "INC0", "", "no idea", "9" * 30, "INC\0"])
def test_an_incident_that_does_not_exist_is_unknown(desk: Desk, number: str) -> None:
    opened(desk)
    for ask in _everything_about(desk, "ann", number):
        with pytest.raises(UnknownIncident):
            ask()


def test_an_incident_that_the_staff_closed_meanwhile_is_known_as_closed_after_the_next_look(
    desk: Desk, tickets: SwitchedTickets, clock: Clock
) -> None:
    opened(desk)
    clock.now += timedelta(minutes=1)
    tickets.inner.change_state("INC0000001", IncidentState.RESOLVED, clock.now)
    assert desk.known("ann")[0].is_open
    assert not desk.incidents("ann")[0].is_open
    assert desk.known("ann") == (
        Known("INC0000001", "No mail", IncidentState.RESOLVED, Priority.HIGH, seen_at=clock.now),
    )


def test_what_is_known_needs_no_ticket_system_and_all_else_says_that_it_is_down(
    desk: Desk, tickets: SwitchedTickets
) -> None:
    incident = opened(desk)
    tickets.refuses = TicketSystemUnavailable("down")
    assert [known.number for known in desk.known("ann")] == [incident.number]
    for ask in (lambda: desk.incidents("ann"), lambda: desk.incident("ann", "1")):
        with pytest.raises(TicketSystemUnavailable):
            ask()
    assert desk.incidents("ben") == ()


def test_an_incident_that_the_ticket_system_does_not_find_for_a_moment_stays_known_and_takes_wishes(
    desk: Desk, tickets: SwitchedTickets, clock: Clock
) -> None:
    """SNOW_USER may have lost a role for a minute."""
    incident = opened(desk)
    remembered = desk.known("ann")
    tickets.blind = True
    assert desk.incidents("ann") == ()
    assert isinstance(desk.comment("ann", "1", "Hello?", "comment"), Waiting)
    clock.now += timedelta(minutes=50)
    assert desk.deliver_due() == 0
    assert desk.known("ann") == remembered
    tickets.blind = False
    clock.now += timedelta(minutes=9)
    assert desk.deliver_due() == 1
    assert [comment.text for comment in desk.incident("ann", incident.number).comments] == ["Hello?"]
    assert desk.notices()[0].delivered
    clock.now += timedelta(hours=2)
    tickets.blind = True
    desk.incidents("ann")
    assert len(desk.known("ann")) == 1  # the first miss was another time


def test_an_incident_that_has_been_missing_for_an_hour_is_unknown(
    desk: Desk, tickets: SwitchedTickets, clock: Clock
) -> None:
    opened(desk, key="first")
    second = opened(desk, key="second")
    tickets.inner.erase(["INC0000001"])
    assert desk.incidents("ann") == (second,)
    clock.now += timedelta(hours=1)
    assert desk.incidents("ann") == (second,)
    assert [known.number for known in desk.known("ann")] == [second.number]
    for ask in _everything_about(desk, "ann", "INC0000001"):
        with pytest.raises(UnknownIncident):
            ask()
    assert desk.waiting("ann") == ()


def test_what_is_read_late_does_not_replace_what_is_newer(desk: Desk, tickets: SwitchedTickets, clock: Clock) -> None:
    before = opened(desk)
    clock.now += timedelta(minutes=1)
    desk.close_incident("ann", "1", "", "close")
    tickets.find = lambda _: (before,)  # type: ignore[method-assign]  # an answer that was on its way for long
    desk.incidents("ann")
    assert not desk.known("ann")[0].is_open


def test_a_number_of_one_ticket_system_opens_nothing_in_another(
    url: str, desk: Desk, tickets: SwitchedTickets, clock: Clock
) -> None:
    opened(desk)
    desk.comment("ann", "1", "Still nothing.", "comment")
    tickets.refuses = TicketSystemUnavailable("down")
    desk.comment("ann", "1", "Hello?", "waits")
    other = SwitchedTickets(tickets.inner)
    other.name = "another"
    with Desk.open(url, other, clock) as elsewhere:
        assert (elsewhere.known("ann"), elsewhere.incidents("ann")) == ((), ())
        for ask in _everything_about(elsewhere, "ann", "1"):
            with pytest.raises(UnknownIncident):
                ask()
        with pytest.raises(UnknownIncident):
            elsewhere.comment("ann", "1", "Still nothing.", "comment")
        clock.now += timedelta(minutes=1)
        assert (elsewhere.deliver_due(), elsewhere.notices()) == (0, ())
    assert len(tickets.inner.find(["INC0000001"])[0].comments) == 1
