"""Adding to an incident that is closed, or was closed meanwhile: it takes no comment, and nobody is asked for one."""

from __future__ import annotations

from helpdesk_bot.desk import Desk
from storage import utc_now
from tests.support.desk_talk import CUSTOMER, DeskTalk
from tests.support.desk_tickets import SwitchedTickets

from .conftest import Open


def test_a_closed_one_takes_none(desk: Desk, talk: DeskTalk, opened: Open) -> None:
    number = opened("VPN drops").number
    desk.close_incident(CUSTOMER, number, "", "k")
    talk.say(f"add to {number} that it beeps", "add_comment")
    assert talk.said == ["utter_comment_incident_closed"]
    assert talk.form is None


def test_one_that_was_closed_before_the_yes_takes_none(desk: Desk, talk: DeskTalk, opened: Open) -> None:
    number = opened("VPN drops").number
    talk.say(f"add to {number} that it beeps", "add_comment")
    desk.close_incident(CUSTOMER, number, "", "k")
    talk.say("yes", "affirm")
    assert talk.said == ["utter_incident_closed_meanwhile"]


def test_no_comment_is_asked_for_when_the_staff_has_closed_the_incident(
    talk: DeskTalk, opened: Open, tickets: SwitchedTickets
) -> None:
    tickets.inner.close(opened("VPN drops").number, "", utc_now())
    talk.say("add a comment to my ticket", "add_comment")
    assert talk.said == ["utter_comment_incident_closed"]
    assert talk.form is None


def test_a_comment_that_was_set_aside_ends_when_its_incident_was_closed_meanwhile(
    talk: DeskTalk, opened: Open, tickets: SwitchedTickets
) -> None:
    first, second = opened("VPN drops").number, opened("Printer jams").number
    talk.say(f"add to {first} that it beeps", "add_comment")
    talk.say(f"close my ticket {second}", "close_incident")
    talk.say("yes", "affirm")
    tickets.inner.close(first, "", utc_now())
    talk.say("yes", "affirm")
    assert talk.said == ["utter_close_done", "utter_back_to_add_comment_form", "utter_comment_incident_closed"]
    assert talk.form is None


def test_a_closed_incident_is_not_read_back(talk: DeskTalk, opened: Open, tickets: SwitchedTickets) -> None:
    number = opened("VPN drops").number
    talk.say("add a comment to my ticket", "add_comment")
    tickets.inner.close(number, "", utc_now())
    talk.say("it beeps")
    assert talk.said == ["utter_comment_incident_closed"]
    assert talk.form is None
