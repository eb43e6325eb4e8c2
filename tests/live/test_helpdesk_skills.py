"""What a customer does at the helpdesk, over HTTP, against the real processes."""

from __future__ import annotations

import re
import uuid

import pytest

from tests.support.system import System

DESK = "helpdesk_bot"
EMAIL = "ann.berg@example.com"


def new_customer() -> str:
    return f"customer-{uuid.uuid4()}"


def opened(system: System, customer: str, *said: str) -> str:
    """The number of an incident that the customer opens by saying this and yes."""
    answer = system.say(DESK, customer, *said, "yes")
    number = re.search(r"INC\d{7}", answer)
    assert number, answer
    return number.group()


def open_one(system: System, customer: str, title: str = "Dark screen") -> str:
    """An incident that was opened slot by slot."""
    return opened(system, customer, "open an incident", EMAIL, "medium", f"{title} since this morning", title)


def test_help_comes_first_and_a_problem_that_it_solves_opens_no_incident(system: System) -> None:
    customer = new_customer()
    steps = system.say(DESK, customer, "my outlook crashes every time I start it")
    assert "1." in steps
    assert "2." in steps
    assert "glad" in system.say(DESK, customer, "yes, it works now")
    assert "no incidents of yours" in system.say(DESK, customer, "what is the status of my incidents?")


@pytest.mark.parametrize("answer", ["no", "still broken", "nope, same problem", "/deny"])
def test_a_problem_that_remains_becomes_an_incident_that_says_what_was_tried(system: System, answer: str) -> None:
    customer = new_customer()
    read_back = system.say(DESK, customer, "my outlook crashes every time I start it", answer, EMAIL, "high")
    for part in (
        "Outlook",
        "my outlook crashes every time I start it",
        "email",
        "high",
        EMAIL,
        "which steps you tried",
    ):
        assert part in read_back
    assert re.search(r"INC\d{7}", system.say(DESK, customer, "yes"))


@pytest.mark.parametrize("answer", ["ok", "thanks, let me try", "one moment please"])
def test_whoever_is_still_trying_the_steps_loses_nothing(system: System, answer: str) -> None:
    customer = new_customer()
    assert "Take your time" in system.say(DESK, customer, "the vpn does not connect", answer)
    assert "e-mail" in system.say(DESK, customer, "no, it doesn't help")


@pytest.mark.parametrize("answer", ["just open a ticket", "skip that, open a ticket please", EMAIL])
def test_the_steps_can_be_passed_over(system: System, answer: str) -> None:
    customer = new_customer()
    said = system.say(DESK, customer, "the printer on our floor is jammed", answer)
    assert "e-mail" in said or "urgent" in said


def test_one_message_can_bring_nearly_everything(system: System) -> None:
    customer = new_customer()
    first = system.say(DESK, customer, f"urgent: my outlook crashes, I'm {EMAIL}")
    assert "1." in first
    read_back = system.say(DESK, customer, "no, that didn't help")
    for part in ("Outlook", "my outlook crashes", "high", EMAIL):
        assert part in read_back


def test_a_described_problem_is_not_asked_for_again(system: System) -> None:
    customer = new_customer()
    read_back = system.say(DESK, customer, "open a ticket: the projector in room 4 stays dark", EMAIL, "low")
    assert "the projector in room 4 stays dark" in read_back
    assert "Shall I open it?" in read_back


@pytest.mark.parametrize(
    ("correction", "expected"),
    [
        ("change the priority to low", "**Priority:** low"),
        ("the title should be Blue screen", "**Title:** Blue screen"),
        ("the description is: it happens at night", "**Description:** it happens at night"),
        ("no, my address is other@example.com", "other@example.com"),
        ("the category is hardware", "**Category:** hardware"),
    ],
)
def test_each_part_can_be_corrected_at_the_read_back(system: System, correction: str, expected: str) -> None:
    customer = new_customer()
    system.say(DESK, customer, "open an incident", EMAIL, "high", "The screen is dark", "Dark screen")
    read_back = system.say(DESK, customer, correction)
    assert expected in read_back
    assert re.search(r"INC\d{7}", system.say(DESK, customer, "yes"))


SLOTS = {
    "steps": ["my outlook crashes"],
    "email": ["open an incident"],
    "priority": ["open an incident", EMAIL],
    "description": ["open an incident", EMAIL, "low"],
    "title": ["open an incident", EMAIL, "low", "The screen is dark"],
    "read-back": ["open an incident", EMAIL, "low", "The screen is dark", "Dark screen"],
}


@pytest.mark.parametrize("slot", SLOTS)
@pytest.mark.parametrize("words", ["cancel", "never mind", "forget it"])
def test_an_incident_can_be_left_at_any_question(system: System, slot: str, words: str) -> None:
    customer = new_customer()
    assert "no incident was opened" in system.say(DESK, customer, *SLOTS[slot], words)
    assert "INC" not in system.say(DESK, customer, "status of all my incidents")


@pytest.mark.parametrize("slot", SLOTS)
def test_a_question_in_the_middle_is_answered_and_the_open_one_asked_again(system: System, slot: str) -> None:
    customer = new_customer()
    before = system.send(DESK, customer, SLOTS[slot][0])
    for text in SLOTS[slot][1:]:
        before = system.send(DESK, customer, text)
    answers = [str(answer.get("text")) for answer in system.send(DESK, customer, "are you a bot?")]
    assert "program, not a person" in answers[0]
    # the steps themselves are not shown twice
    assert answers[-1] == ("Does it work now?" if slot == "steps" else before[-1]["text"])


def test_the_address_is_remembered_and_asked_about_once(system: System) -> None:
    customer = new_customer()
    open_one(system, customer)
    assert f"Shall I use {EMAIL} again?" in system.say(DESK, customer, "open another incident")
    assert "urgent" in system.say(DESK, customer, "yes")


def test_another_address_than_the_remembered_one_can_be_given(system: System) -> None:
    customer = new_customer()
    open_one(system, customer)
    assert "What is your e-mail address?" in system.say(DESK, customer, "open an incident", "no, another one")
    read_back = system.say(DESK, customer, "second@example.com", "low", "The mouse is dead", "Mouse")
    assert "second@example.com" in read_back
    assert EMAIL not in read_back


def test_all_open_incidents_are_listed_and_closed_ones_are_not(system: System) -> None:
    customer = new_customer()
    first, second = (
        open_one(system, customer),
        opened(system, customer, "open an incident", "yes", "low", "The mouse is dead", "Dead mouse"),
    )
    system.say(DESK, customer, f"please close {first}, it works again", "yes")
    listed = system.say(DESK, customer, "show me my open tickets")
    assert second in listed
    assert first not in listed


def test_a_comment_is_added_after_one_yes(system: System) -> None:
    customer = new_customer()
    number = open_one(system, customer)
    read_back = system.say(DESK, customer, f"add a comment to {number}: it also happens on my phone")
    assert "it also happens on my phone" in read_back
    assert number in system.say(DESK, customer, "yes")


def test_an_incident_is_closed_in_the_words_of_relief(system: System) -> None:
    customer = new_customer()
    number = open_one(system, customer)
    assert number in system.say(DESK, customer, "it works again, you can close my ticket")
    assert number in system.say(DESK, customer, "yes, close it")
    assert "Closed" in system.say(DESK, customer, f"what is the status of {number}?")


def test_a_priority_is_changed_after_one_yes(system: System) -> None:
    customer = new_customer()
    number = open_one(system, customer)
    read_back = system.say(DESK, customer, f"please make {number} urgent")
    assert "high" in read_back
    system.say(DESK, customer, "yes")
    assert "high" in system.say(DESK, customer, f"what is the status of {number}?")


def test_one_of_several_incidents_is_chosen_by_a_button(system: System) -> None:
    customer = new_customer()
    open_one(system, customer)
    second = opened(system, customer, "open an incident", "yes", "low", "The mouse is dead", "Dead mouse")
    question = system.send(DESK, customer, "I'd like to close a ticket")[-1]
    titles = [button["title"] for button in question["buttons"]]
    (chosen,) = [button for button in question["buttons"] if second in button["title"]]
    assert len(titles) == 2
    assert second in system.say(DESK, customer, chosen["payload"])


def test_number_and_address_together_open_somebody_elses_incident_and_neither_alone(system: System) -> None:
    owner, other = new_customer(), new_customer()
    number = open_one(system, owner, "Secret screen")
    asked = system.say(DESK, other, f"what is the status of {number}?")
    assert "Secret" not in asked
    assert "Secret" not in system.say(DESK, other, "wrong@example.com")
    assert "Secret" in system.say(DESK, other, EMAIL)
    assert "Secret" in system.say(DESK, other, f"status of {number}")


def test_nobody_can_guess_for_ever(system: System) -> None:
    """The right address does not help any more after too many wrong ones."""
    number = open_one(system, new_customer(), "Secret screen")
    other = new_customer()
    system.say(DESK, other, f"what is the status of {number}?")
    for attempt in range(5):
        system.say(DESK, other, f"guess{attempt}@example.com")
    said = system.say(DESK, other, f"status of {number}, my e-mail is {EMAIL}")
    assert "Secret" not in said


def test_a_skill_in_the_middle_of_another_comes_first_and_the_other_goes_on(system: System) -> None:
    customer = new_customer()
    number = open_one(system, customer)
    system.say(DESK, customer, "open an incident", "yes", "low")
    assert "come back" in system.say(DESK, customer, "/change_priority")
    said = system.say(DESK, customer, "yes", "high")
    assert number in said
    back = system.say(DESK, customer, "yes")
    assert "Back to your incident" in back
    assert "describe" in back


def test_a_yes_that_is_repeated_opens_one_incident(system: System) -> None:
    customer = new_customer()
    system.say(DESK, customer, "open an incident", EMAIL, "high", "The screen is dark", "Dark screen")
    system.send(DESK, customer, "yes", message_id="the-yes")
    system.send(DESK, customer, "yes", message_id="the-yes")
    assert len(re.findall(r"INC\d{7}", system.say(DESK, customer, "show all my incidents"))) == 1


@pytest.mark.parametrize(
    ("text", "priority"),
    [("URGENT", "high"), ("asap please", "high"), ("Not urgent", "low"), ("Medium", "medium"), ("HIGH", "high")],
)
def test_a_priority_is_understood_in_any_case(system: System, text: str, priority: str) -> None:
    read_back = system.say(DESK, new_customer(), "open an incident", EMAIL, text, "The screen is dark", "Dark screen")
    assert f"**Priority:** {priority}" in read_back


def test_words_that_are_no_urgency_do_not_become_a_priority(system: System) -> None:
    asked = system.say(DESK, new_customer(), "open a ticket: low battery warning on my laptop", EMAIL)
    assert "How urgent" in asked
