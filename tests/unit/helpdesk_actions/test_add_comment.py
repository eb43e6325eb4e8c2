"""Adding to an incident: the user's own words, to the right one, once."""

from __future__ import annotations

import pytest

from helpdesk_bot.actions.comment_reading import answered_comment, read_comment, read_correction
from helpdesk_bot.desk import COMMENT_LIMIT, Desk, IncidentState, TicketSystemUnavailable
from storage import utc_now
from tests.support.desk_talk import CUSTOMER, DeskTalk
from tests.support.desk_tickets import SwitchedTickets

from .conftest import Open


@pytest.mark.parametrize(
    ("said", "comment"),
    [
        ("add to INC0000012 that it also happens on my phone", "it also happens on my phone"),
        ("add a comment to INC0000012: printer: jammed", "printer: jammed"),
        ('add "it is slow" to my ticket', "it is slow"),
        ("let the technician know that I'm in room 5", "I'm in room 5"),
        ("tell support in my ticket that I have a new cable", "I have a new cable"),
        ("add it also happens at home to my outlook ticket", "it also happens at home"),
        ("add that it beeps to INC0000012", "it beeps"),
        ("add to that stupid ticket that it's still broken", "it's still broken"),
        ("add that the problem is back", "the problem is back"),
        ("i also have this with excel, add that please", "i also have this with excel"),
        ("it is worse now. please add that to my ticket", "it is worse now"),
        ("comment on vpn: still broken at 10 am", "still broken at 10 am"),
        ("add this: screenshot shows error 5", "screenshot shows error 5"),
        ('please write into the ticket "cancel"', "cancel"),
        ("let support know i can be reached at 0170 123456", "i can be reached at 0170 123456"),
        ("add that i am away", "i am away"),
        ("when I restart it, it crashes too, please add that to INC0000001", "when I restart it, it crashes too"),
        ("has anybody seen this? Add that to my ticket", "has anybody seen this?"),
        ("one more thing for my ticket, it's only in the morning", "it's only in the morning"),
    ],
)
def test_the_comment_is_found_in_the_first_message(said: str, comment: str) -> None:
    assert read_comment(said).comment == comment


@pytest.mark.parametrize(
    "said",
    ["add a comment to my ticket", "add more information to INC0000012", "add that to my ticket", "tell them about it"],
)
def test_a_wish_without_a_comment_has_none(said: str) -> None:
    assert read_comment(said).comment is None


def test_only_the_rest_of_the_message_names_an_incident() -> None:
    assert "phone" not in read_comment("add to the vpn ticket that it also happens on my phone").naming


@pytest.mark.parametrize(
    ("said", "comment"),
    [
        ("no, it should say that it is slow", "it is slow"),
        ("the comment should be: room 7", "room 7"),
        ("also add that the fan is loud", "It beeps. the fan is loud"),
        ("change the text", None),
        ("yes, add it", None),
    ],
)
def test_the_comment_is_corrected_at_the_read_back(said: str, comment: str | None) -> None:
    assert read_correction(said, "It beeps").comment == comment


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


def test_text_and_incident_are_corrected_at_the_read_back(talk: DeskTalk, opened: Open) -> None:
    first, second = opened("VPN drops").number, opened("Printer jams").number
    talk.say(f"add to {first} that it beeps", "add_comment")
    assert "It hums" in talk.say("the comment should be: It hums", "add_comment")
    assert second in talk.say("not that one, the printer one")
    talk.say("the text is wrong", "inform")
    assert talk.said == ["utter_ask_comment_text"]


def test_incident_and_text_are_both_new_at_the_read_back(talk: DeskTalk, opened: Open) -> None:
    first, second = opened("VPN drops").number, opened("Printer jams").number
    talk.say(f"add to {first} that it beeps", "add_comment")
    talk.say("add to the printer ticket that it hums", "add_comment")
    assert (talk.slots["comment_incident"], talk.slots["comment_text"]) == (second, "it hums")


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


@pytest.mark.parametrize(
    "said",
    [
        "add it to the other one",
        "no, add it to {}",
        "put it in the other one",
        "it should go to {}",
        "no, put it into the printer ticket please",
    ],
)
def test_a_correction_of_the_incident_leaves_the_comment_alone(talk: DeskTalk, opened: Open, said: str) -> None:
    first, second = opened("VPN drops").number, opened("Printer jams").number
    talk.say(f"add to {first} that it beeps", "add_comment")
    talk.say(said.format(second), "add_comment")
    assert talk.said == ["utter_changed", "utter_comment_read_back"]
    assert (talk.slots["comment_incident"], talk.slots["comment_text"]) == (second, "it beeps")


@pytest.mark.parametrize(
    ("said", "comment"),
    [
        ("add that {} has the same problem", "it beeps. {} has the same problem"),
        ("the comment should be: same as in my printer ticket", "same as in my printer ticket"),
        ("write that the last one also failed", "the last one also failed"),
        ("it should say that you can close the printer ticket", "you can close the printer ticket"),
        ("add that INC0099999 is similar", "it beeps. INC0099999 is similar"),
    ],
)
def test_an_incident_in_a_corrected_comment_is_not_where_it_goes(
    talk: DeskTalk, opened: Open, said: str, comment: str
) -> None:
    first, second = opened("VPN drops").number, opened("Printer jams").number
    talk.say(f"add to {first} that it beeps", "add_comment")
    talk.say(said.format(second), "add_comment")
    assert talk.said == ["utter_changed", "utter_comment_read_back"]
    assert (talk.slots["comment_incident"], talk.slots["comment_text"]) == (first, comment.format(second))


def test_a_correction_that_is_too_long_leaves_the_comment_as_it_was(talk: DeskTalk, opened: Open) -> None:
    opened("VPN drops")
    talk.say("add to my ticket that it beeps", "add_comment")
    talk.say(f"add that {'x' * COMMENT_LIMIT}", "add_comment")
    assert talk.said == ["utter_comment_correction_too_long", "utter_comment_read_back"]
    assert talk.slots["comment_text"] == "it beeps"


@pytest.mark.parametrize(
    ("said", "comment"),
    [
        ("please add that it also happens at home", "it also happens at home"),
        ("Tell them that I am in room 5", "I am in room 5"),
        ("the window says that it is full", "the window says that it is full"),
        ("please add", "please add"),
    ],
)
def test_an_answer_is_the_comment_without_the_wish_to_add_it(said: str, comment: str) -> None:
    assert answered_comment(said) == comment


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
