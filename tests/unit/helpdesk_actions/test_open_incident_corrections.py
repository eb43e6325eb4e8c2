"""Opening an incident: at the read-back everything can be corrected, and more can be told."""

from __future__ import annotations

import pytest

from tests.support.desk_talk import DeskTalk
from tests.support.incident_talk import to_the_read_back, to_the_read_back_of_outlook


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("the priority should be high", "**Priority:** high"),
        ("change the title to Blue screen", "**Title:** Blue screen"),
        ("the description is: it is dark at night", "**Description:** it is dark at night"),
        ("not that address, use other@example.com", "**E-mail:** other@example.com"),
        ("it is a network problem", "**Category:** network"),
    ],
)
def test_every_part_can_be_corrected_at_the_read_back(talk: DeskTalk, said: str, shown: str) -> None:
    to_the_read_back(talk)
    assert shown in talk.say(said)
    assert talk.said[-1] == "utter_incident_read_back"


def test_a_part_that_is_only_called_wrong_is_asked_for(talk: DeskTalk) -> None:
    to_the_read_back(talk)
    talk.say("the title is wrong")
    assert talk.said[-1] == "utter_ask_incident_title"


@pytest.mark.parametrize(
    "said", ["the title is wrong", "the title is not right", "the title is too long", "the title is misleading"]
)
def test_a_judgement_of_the_title_is_no_title(talk: DeskTalk, said: str) -> None:
    to_the_read_back(talk)
    talk.say(said)
    assert talk.said[-1] == "utter_ask_incident_title"


@pytest.mark.parametrize(
    "said", ["the title is fine", "the description is ok", "my name is Joe", "my colleague high-jacked it"]
)
def test_what_corrects_nothing_changes_nothing(talk: DeskTalk, said: str) -> None:
    before = to_the_read_back(talk)
    assert talk.say(said).endswith(before)
    assert talk.said[-1] == "utter_incident_read_back"


def test_a_wrong_category_can_be_chosen_anew(talk: DeskTalk) -> None:
    to_the_read_back(talk)
    talk.say("the category is wrong", "out_of_scope")
    assert talk.said[-1] == "utter_ask_incident_category"
    assert "**Category:** network" in talk.say("network")


def test_several_parts_can_be_corrected_in_one_message(talk: DeskTalk) -> None:
    to_the_read_back(talk)
    shown = talk.say("change the title to Blue screen and the description to it is blue, and the priority is high")
    assert "**Title:** Blue screen\n" in shown
    assert "**Description:** it is blue\n" in shown
    assert "**Priority:** high" in shown


@pytest.mark.parametrize("said", ["change the title to Low battery", "it's not a network problem"])
def test_what_is_said_of_one_part_is_not_read_as_another(talk: DeskTalk, said: str) -> None:
    to_the_read_back(talk)
    shown = talk.say(said)
    assert "**Priority:** low" in shown
    assert "**Category:** other" in shown


def test_a_correction_of_the_address_is_no_more_about_the_problem(talk: DeskTalk) -> None:
    to_the_read_back_of_outlook(talk)
    shown = talk.say("my e-mail is other@example.com", "problem_email")
    assert "**E-mail:** other@example.com" in shown
    assert "**Description:** my outlook crashes" in shown


def test_another_problem_at_the_read_back_comes_afterwards(talk: DeskTalk) -> None:
    to_the_read_back_of_outlook(talk)
    talk.say("and the vpn does not connect", "problem_network")
    assert talk.said == ["utter_one_incident_at_a_time", "utter_incident_read_back_tried"]


def test_more_about_the_same_problem_at_the_read_back_is_added_and_shown(talk: DeskTalk) -> None:
    to_the_read_back_of_outlook(talk)
    shown = talk.say("no mails arrive since this morning", "problem_email")
    assert talk.said == ["utter_changed", "utter_incident_read_back_tried"]
    assert "my outlook crashes" in shown
    assert "no mails arrive since this morning" in shown


@pytest.mark.parametrize(
    "said", ["please add that it is the one in room 3", "also mention that it is the one in room 3"]
)
def test_more_can_be_added_at_the_read_back(talk: DeskTalk, said: str) -> None:
    to_the_read_back(talk)
    shown = talk.say(said)
    assert "The screen is dark since this morning" in shown
    assert "it is the one in room 3" in shown
