"""Adding to an incident: the user's own words, to the right one, once."""

from __future__ import annotations

import pytest

from helpdesk_bot.desk import COMMENT_LIMIT, Desk, IncidentState, TicketSystemUnavailable
from storage import utc_now
from tests.support.desk_talk import CUSTOMER, DeskTalk
from tests.support.desk_tickets import SwitchedTickets

from .conftest import Open


def test_number_and_text_from_one_message(desk: Desk, talk: DeskTalk, opened: Open) -> None:
    number = opened("VPN drops").number
    opened("Phone rings")
    answer = talk.say(f"add to {number} that it also happens on my *phone*", "add_comment")
    assert talk.said == ["utter_comment_read_back"]
    assert number in answer
    assert "my \\*phone\\*" in answer
    assert number in talk.say("yes", "affirm")
    assert talk.said == ["utter_comment_done"]
    assert [each.text for each in desk.incident(CUSTOMER, number).comments] == ["it also happens on my *phone*"]


def test_what_is_missing_is_asked_for(desk: Desk, talk: DeskTalk, opened: Open) -> None:
    number = opened("VPN drops").number
    opened("Printer jams")
    talk.say("I'd like to add a comment", "add_comment")
    assert talk.said == ["utter_ask_comment_incident"]
    talk.say("the vpn one")
    assert talk.said == ["utter_ask_comment_text"]
    talk.say("my screen flickers too", "problem_hardware")
    assert talk.said == ["utter_comment_read_back"]
    talk.say("yes", "affirm")
    assert desk.incident(CUSTOMER, number).comments[0].text == "my screen flickers too"


def test_a_number_in_the_comment_changes_nothing(talk: DeskTalk, opened: Open) -> None:
    number, other = opened("VPN drops").number, opened("Printer jams").number
    talk.say(f"add a note to {number}", "add_comment")
    talk.say(f"it may be the same as {other}")
    assert talk.slots["comment_incident"] == number


@pytest.mark.parametrize(
    "said", ["make it urgent please", "close the ticket", "the vpn ticket is the one with the cat"]
)
def test_a_comment_that_is_asked_for_may_say_anything(talk: DeskTalk, opened: Open, said: str) -> None:
    opened("VPN drops")
    talk.say("add a comment to my ticket", "add_comment")
    talk.say(said, "inform")
    assert talk.slots["comment_text"] == said


def test_a_question_in_the_middle_is_answered(talk: DeskTalk, opened: Open) -> None:
    opened("VPN drops")
    talk.say("add a comment to my ticket", "add_comment")
    talk.say("what can you do?", "help")
    assert talk.said == ["utter_help", "utter_ask_comment_text"]


def test_another_skill_in_the_middle_and_back(desk: Desk, talk: DeskTalk, opened: Open) -> None:
    first, second = opened("VPN drops").number, opened("Printer jams").number
    talk.say(f"add to {first} that it beeps", "add_comment")
    talk.say(f"close my ticket {second}", "close_incident")
    assert talk.said == ["utter_ask_switch_to_close_incident_form"]
    talk.say("yes", "affirm")
    assert talk.said == ["utter_close_read_back"]
    talk.say("yes", "affirm")
    assert talk.said == ["utter_close_done", "utter_back_to_add_comment_form", "utter_comment_read_back"]
    talk.say("yes", "affirm")
    assert desk.incident(CUSTOMER, first).comments[0].text == "it beeps"
    assert not desk.incident(CUSTOMER, second).is_open


@pytest.mark.parametrize("turns", [[], ["the vpn one"], ["the vpn one", "it beeps"]])
def test_it_can_be_left_at_every_slot(desk: Desk, talk: DeskTalk, opened: Open, turns: list[str]) -> None:
    number = opened("VPN drops").number
    opened("Printer jams")
    talk.say("I'd like to add a comment", "add_comment")
    for turn in turns:
        talk.say(turn)
    talk.say("forget it", "cancel")
    assert talk.said == ["utter_comment_cancelled"]
    assert desk.incident(CUSTOMER, number).comments == ()


def test_one_that_is_too_long_is_not_cut(talk: DeskTalk, opened: Open) -> None:
    opened("VPN drops")
    talk.say("add a comment to my ticket", "add_comment")
    talk.say("x" * (COMMENT_LIMIT + 1))
    assert talk.said == ["utter_comment_too_long", "utter_ask_comment_text"]


def test_while_the_ticket_system_is_down_it_is_kept_and_said_so(
    desk: Desk, talk: DeskTalk, opened: Open, tickets: SwitchedTickets
) -> None:
    number = opened("VPN drops").number
    tickets.refuses = TicketSystemUnavailable("down for a test")
    talk.say(f"add to {number} that it beeps", "add_comment")
    assert number in talk.say("yes", "affirm")
    assert talk.said == ["utter_comment_waiting"]
    assert [each.kind for each in desk.waiting(CUSTOMER)] == ["comment"]


@pytest.mark.parametrize("said", ["Please close my ticket soon", "close my ticket", "make it urgent"])
def test_a_wish_as_the_comment_that_was_asked_for_is_the_comment(talk: DeskTalk, opened: Open, said: str) -> None:
    opened("VPN drops")
    talk.say("add a comment to my ticket", "add_comment")
    talk.say(said, "close_incident")
    assert talk.said == ["utter_comment_read_back"]
    assert talk.slots["comment_text"] == said


@pytest.mark.parametrize("said", ["why did you add that to my ticket?", "did you add my comment?"])
def test_a_question_about_a_comment_adds_nothing(talk: DeskTalk, opened: Open, said: str) -> None:
    opened("VPN drops")
    talk.say(said, "add_comment")
    assert talk.said == ["utter_comment_not_asked_for"]


def test_a_change_that_the_read_back_does_not_show_changes_nothing(
    desk: Desk, talk: DeskTalk, opened: Open, tickets: SwitchedTickets
) -> None:
    number = opened("VPN drops").number
    talk.say(f"add to {number} that it beeps", "add_comment")
    tickets.inner.change_state(number, IncidentState.IN_PROGRESS, utc_now())
    talk.say("add it", "affirm")
    assert talk.said == ["utter_comment_done"]


def test_the_title_in_a_read_back_and_in_the_answer_is_plain_text(talk: DeskTalk, opened: Open) -> None:
    opened("VPN *drops*")
    assert "VPN \\*drops\\*" in talk.say("add to my ticket that it beeps", "add_comment")
    assert "VPN \\*drops\\*" in talk.say("yes", "affirm")


def test_a_no_in_other_words_adds_nothing(desk: Desk, talk: DeskTalk, opened: Open) -> None:
    number = opened("VPN drops").number
    talk.say("add to my ticket that it beeps", "add_comment")
    talk.say("leave it out")
    assert talk.said == ["utter_comment_cancelled"]
    assert desk.incident(CUSTOMER, number).comments == ()
