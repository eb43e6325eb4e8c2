"""Opening an incident: help comes first, and whatever helps ends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpdesk_bot.actions import knowledge
from helpdesk_bot.desk import Desk
from tests.support.desk_talk import CUSTOMER, DeskTalk
from tests.support.incident_talk import EMAIL, the_incident, to_the_read_back_of_outlook


@pytest.mark.parametrize("said", ["yes", "it works now", "yep, that did it"])
def test_steps_that_help_end_it_and_nothing_is_opened(desk: Desk, talk: DeskTalk, said: str) -> None:
    talk.say("my outlook crashes", "problem_email")
    talk.say(said, "affirm")
    assert talk.said == ["utter_steps_helped"]
    assert talk.form is None
    assert desk.incidents(CUSTOMER) == ()


@pytest.mark.parametrize("said", ["ok", "thanks", "I'll try that"])
def test_an_acknowledgement_of_the_steps_is_no_success(talk: DeskTalk, said: str) -> None:
    talk.say("my outlook crashes", "problem_email")
    talk.say(said, "thank")
    assert talk.said == ["utter_take_your_time"]
    talk.say("no", "deny")
    assert talk.said == ["utter_ask_incident_email"]


@pytest.mark.parametrize("said", ["just open a ticket", EMAIL, "no time for this, open a ticket please"])
def test_the_steps_can_be_passed_over_and_then_nobody_says_that_they_were_tried(talk: DeskTalk, said: str) -> None:
    talk.say("my outlook crashes", "problem_email")
    talk.say(said, "open_incident" if said != EMAIL else "inform")
    if said != EMAIL:
        talk.say(EMAIL)
    talk.say("low")
    assert talk.said == ["utter_incident_read_back"]


def test_an_incident_that_is_asked_for_brings_no_steps(talk: DeskTalk) -> None:
    talk.say("open a ticket: my outlook crashes", "open_incident")
    assert talk.said == ["utter_ask_incident_email"]
    talk.say("my outlook crashes, please open a ticket", "problem_email")
    other = DeskTalk("another")
    other.say("my outlook crashes, please open a ticket", "problem_email")
    assert other.said == ["utter_ask_incident_email"]


def test_what_is_told_beside_a_no_to_the_steps_becomes_part_of_the_description(desk: Desk, talk: DeskTalk) -> None:
    talk.say("my outlook crashes", "problem_email")
    talk.say("no, it still says error 0x8004 when it starts")
    talk.say(EMAIL)
    talk.say("low")
    talk.say("yes", "affirm")
    assert the_incident(desk).description.splitlines()[0] == "my outlook crashes"
    assert "0x8004" in the_incident(desk).description


def test_good_news_later_on_ends_it_too(desk: Desk, talk: DeskTalk) -> None:
    talk.say("my outlook crashes", "problem_email")
    talk.say("no", "deny")
    talk.say("oh, it works now!", "close_incident")
    assert talk.said == ["utter_incident_not_needed"]
    assert desk.incidents(CUSTOMER) == ()


def test_good_news_in_a_description_is_a_description(talk: DeskTalk) -> None:
    talk.say("open an incident", "open_incident")
    talk.say(EMAIL)
    talk.say("low")
    talk.say("it works now, but only in one window", "inform")
    assert talk.said == ["utter_ask_incident_title"]


@pytest.mark.parametrize("said", ["it works now", "oh, it's working again", "it is fixed"])
@pytest.mark.parametrize("answers", [[], [EMAIL], [EMAIL, "low"], [EMAIL, "low", "It is dark"]])
def test_good_news_ends_it_at_every_question(desk: Desk, talk: DeskTalk, said: str, answers: list[str]) -> None:
    talk.say("open an incident", "open_incident")
    for answer in answers:
        talk.say(answer)
    talk.say(said)
    assert talk.said == ["utter_incident_not_needed"]
    assert talk.form is None


def test_whoever_meant_another_problem_gets_its_steps(desk: Desk, talk: DeskTalk) -> None:
    talk.say(f"my printer is broken, {EMAIL}", "problem_hardware")
    shown = talk.say("sorry wrong, my outlook crashes", "problem_email")
    assert talk.said == ["utter_incident_begun_again", "utter_steps"]
    assert "Outlook" in shown
    talk.say("no", "deny")
    shown = talk.say("low")
    assert EMAIL in shown
    assert "printer" not in shown.casefold()


def test_a_second_problem_at_another_question_comes_afterwards(talk: DeskTalk) -> None:
    talk.say("my mouse is dead", "problem_hardware")
    talk.say("no", "deny")
    talk.say("and the vpn does not connect", "problem_network")
    assert talk.said == ["utter_one_incident_at_a_time", "utter_ask_incident_email"]


def test_steps_that_were_not_tried_are_not_said_to_be(desk: Desk, talk: DeskTalk) -> None:
    to_the_read_back_of_outlook(talk)
    talk.say("I didn't try the steps")
    assert talk.said[-1] == "utter_incident_read_back"


def test_the_steps_are_shown_once_and_then_only_asked_about(talk: DeskTalk) -> None:
    talk.say("my outlook crashes", "problem_email")
    talk.say("what can you do?", "help")
    assert talk.said == ["utter_help", "utter_steps_again"]


def test_a_report_in_place_of_an_answer_says_nothing_of_steps_that_were_tried(talk: DeskTalk) -> None:
    talk.say("my outlook crashes", "problem_email")
    talk.say("it started after the update on monday")
    talk.say(EMAIL)
    shown = talk.say("low")
    assert talk.said == ["utter_incident_read_back"]
    assert "after the update" in shown


def test_danger_is_told_first_also_to_those_who_only_want_a_ticket(talk: DeskTalk) -> None:
    talk.say("open a ticket, smoke comes out of my laptop", "open_incident")
    assert talk.said == ["utter_danger"]
    talk.say("yes", "affirm")
    assert talk.said == ["utter_ask_incident_email"]


@pytest.mark.parametrize(
    ("said", "then"),
    [("ok", "utter_ask_incident_email"), ("no", "utter_incident_cancelled"), ("hm", "utter_danger_again")],
)
def test_after_a_danger_nobody_is_asked_whether_it_works(talk: DeskTalk, said: str, then: str) -> None:
    talk.say("i spilled coffee on my keyboard", "problem_hardware")
    assert talk.said == ["utter_danger"]
    talk.say(said)
    assert talk.said[-1] == then


def test_without_a_readable_knowledge_base_incidents_are_opened_all_the_same(
    talk: DeskTalk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "broken.yml").write_text("title: Broken\n")
    monkeypatch.setattr(knowledge, "FOLDER", tmp_path)
    knowledge.the_knowledge.cache_clear()
    try:
        talk.say("my outlook crashes", "problem_email")
    finally:
        knowledge.the_knowledge.cache_clear()
    assert talk.said == ["utter_ask_incident_email"]
    assert ["broken.yml" in record.message for record in caplog.records] == [True]
