"""In the middle of a skill that changes an incident nothing else is taken for a choice of the incident."""

from __future__ import annotations

import pytest

from helpdesk_bot.desk import Desk, IncidentState, Priority
from tests.support.desk_talk import CUSTOMER, DeskTalk

from .conftest import Open


@pytest.fixture
def outlook(opened: Open) -> str:
    """The older one of two."""
    return opened("Outlook crashes").number


@pytest.fixture
def vpn(outlook: str, opened: Open) -> str:
    """The newer one of two."""
    return opened("VPN drops").number


@pytest.mark.parametrize(
    ("said", "intent", "form"),
    [
        ("make the outlook ticket low", "change_priority", "change_priority_form"),
        ("make the outlook ticket low", "inform", "change_priority_form"),
        ("actually make it low priority", "inform", "change_priority_form"),
        ("actually make it low priority", "change_priority", "change_priority_form"),
        ("please raise the priority of the outlook one", "nlu_fallback", "change_priority_form"),
        ("add to the outlook ticket that it beeps", "problem_hardware", "add_comment_form"),
        ("add a comment first", "add_comment", "add_comment_form"),
    ],
)
def test_a_wish_for_something_else_at_the_read_back_of_a_closing_is_offered_and_closes_nothing_else(
    desk: Desk, talk: DeskTalk, vpn: str, outlook: str, said: str, intent: str, form: str
) -> None:
    talk.say(f"close {vpn}", "close_incident")
    talk.say(said, intent)
    assert talk.said == [f"utter_ask_switch_to_{form}"]
    assert talk.slots["close_incident_number"] == vpn
    talk.say("no", "deny")
    talk.say("yes", "affirm")
    assert talk.said == ["utter_close_done"]
    assert [each.number for each in desk.known(CUSTOMER) if each.is_open] == [outlook]


def test_the_other_wish_is_carried_out_on_its_own_incident_and_then_it_goes_on(
    desk: Desk, talk: DeskTalk, vpn: str, outlook: str
) -> None:
    talk.say(f"close {vpn}", "close_incident")
    talk.say("make the outlook ticket low", "inform")
    assert outlook in talk.say("yes", "affirm")
    assert talk.said == ["utter_priority_read_back"]
    talk.say("yes", "affirm")
    assert talk.said == ["utter_priority_done", "utter_back_to_close_incident_form", "utter_close_read_back"]
    talk.say("yes", "affirm")
    assert desk.incident(CUSTOMER, outlook).priority is Priority.LOW
    assert desk.incident(CUSTOMER, vpn).state is IncidentState.CLOSED


@pytest.mark.parametrize("begun", ["add to {} that it beeps", "make {} urgent"])
def test_it_works_again_in_the_middle_of_another_change_is_a_wish_to_close(
    talk: DeskTalk, vpn: str, begun: str
) -> None:
    talk.say(begun.format(vpn), "add_comment" if "add" in begun else "change_priority")
    talk.say("oh, it works again", "inform")
    assert talk.said == ["utter_ask_switch_to_close_incident_form"]


@pytest.mark.parametrize(
    "said",
    [
        "no, the outlook one",
        "outlook",
        "the outlook ticket instead",
        "I mean outlook, not vpn",
        "{}",
        "{} instead",
        "sorry, wrong one, it's the outlook crashes",
        "close the outlook one instead",
        "the other one",
        "not the vpn one, the outlook one",
    ],
)
def test_another_incident_is_taken_when_the_message_says_so(talk: DeskTalk, vpn: str, outlook: str, said: str) -> None:
    talk.say(f"close {vpn}", "close_incident")
    assert outlook in talk.say(said.format(outlook))
    assert talk.said == ["utter_changed", "utter_close_read_back"]
    assert talk.slots["close_incident_number"] == outlook


@pytest.mark.parametrize(
    "said", ["the outlook ticket has the same problem", "outlook is slow as well today", "it is like my outlook ticket"]
)
def test_a_mention_of_another_incident_changes_nothing(talk: DeskTalk, vpn: str, outlook: str, said: str) -> None:
    talk.say(f"close {vpn}", "close_incident")
    talk.say(said)
    assert talk.slots["close_incident_number"] == vpn
    assert "utter_changed" not in talk.said


@pytest.mark.parametrize("said", ["status", "status?", "what's the status", "is it solved?", "any news?"])
@pytest.mark.parametrize("intent", ["incident_status", "nlu_fallback", "inform"])
def test_status_in_a_choice_and_at_a_read_back_shows_it(
    talk: DeskTalk, vpn: str, outlook: str, said: str, intent: str
) -> None:
    talk.say("close my ticket", "close_incident")
    talk.say(said, intent)
    assert talk.said == ["utter_incidents_open", "utter_ask_close_incident_number"]
    talk.say("the vpn one")
    talk.say(said, intent)
    assert talk.said[-1] == "utter_close_read_back"
    assert talk.said[0] in ("utter_incidents_open", "utter_incident_status")
    talk.say("yes", "affirm")
    assert talk.said == ["utter_close_done"]


@pytest.mark.parametrize("said", ["both", "close all of them", "all my tickets", "close both tickets please"])
def test_several_at_once_are_one_at_a_time(talk: DeskTalk, vpn: str, outlook: str, said: str) -> None:
    talk.say("close my ticket", "close_incident")
    talk.say(said, "close_incident")
    assert talk.said == ["utter_incident_one_at_a_time"]
    assert talk.buttons == [outlook, vpn]
    talk.say("1")
    assert talk.slots["close_incident_number"] == outlook


def test_several_at_once_in_the_first_message(talk: DeskTalk, vpn: str, outlook: str) -> None:
    talk.say("close all my tickets", "close_incident")
    assert talk.said == ["utter_incident_one_at_a_time"]


def test_an_unknown_number_in_the_middle_leads_to_its_proof_and_back(
    talk: DeskTalk, opened: Open, vpn: str, outlook: str
) -> None:
    other = opened("Phone rings", conversation="another chat").number
    talk.say("close my ticket", "close_incident")
    talk.say(other, "incident_status")
    assert talk.said == ["utter_ask_switch_to_claim_incident_form"]
    talk.say("yes", "affirm")
    assert talk.said == ["utter_ask_claim_email"]
    talk.say("me@example.com")
    assert talk.said[0] == "utter_claim_granted"
    assert talk.said[-1] == "utter_ask_close_incident_number"
    talk.say(other)
    assert talk.slots["close_incident_number"] == other


@pytest.mark.parametrize("said", ['please write into the ticket "cancel"', "add a note to my ticket: close the window"])
def test_a_comment_that_was_taken_for_a_closing_is_a_comment(talk: DeskTalk, opened: Open, said: str) -> None:
    opened("VPN drops")
    talk.say(said, "close_incident")
    assert talk.said == ["utter_comment_read_back"]
    assert talk.form == "add_comment_form"
