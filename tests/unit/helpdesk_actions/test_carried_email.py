"""An address that the user gave to another host: used, shown before anything is done, and never asked for again."""

from __future__ import annotations

import pytest

from helpdesk_bot.desk import Desk
from tests.support.desk_talk import DeskTalk
from tests.support.incident_talk import the_incident

from .conftest import Open

CARRIED = "mia.lang@example.com"


@pytest.fixture
def carried(talk: DeskTalk) -> DeskTalk:
    """The conversation after a take-over that carried the address."""
    talk.slots |= {"email": CARRIED, "handoff_carried": {"email": CARRIED}}
    return talk


def test_it_is_not_asked_for_and_shown_before_the_incident_is_opened(carried: DeskTalk, desk: Desk) -> None:
    carried.say("open an incident", "open_incident")
    assert carried.said == ["utter_ask_incident_priority"]
    carried.say("low")
    carried.say("The screen is dark since this morning")
    assert CARRIED in carried.say("Dark screen")
    carried.say("yes", "affirm")
    assert the_incident(desk).email == CARRIED


@pytest.mark.parametrize("said", ["no, it's {}", "no that's wrong, it's {}", "sorry, I meant {}", "wrong: {}"])
def test_it_can_be_corrected_at_once_whatever_was_asked(carried: DeskTalk, desk: Desk, said: str) -> None:
    carried.say("open an incident", "open_incident")
    carried.say(said.format("other@example.com"))
    for answer in ("low", "The screen is dark since this morning", "Dark screen"):
        heard = carried.say(answer)
    assert "other@example.com" in heard
    assert CARRIED not in heard


def test_an_address_in_a_no_that_is_about_something_else_corrects_nothing(carried: DeskTalk) -> None:
    carried.say("open an incident", "open_incident")
    carried.say("no, I can't write to bob@example.com any more")
    assert carried.slots["incident_email"] == CARRIED


def test_it_can_be_corrected_at_the_read_back(carried: DeskTalk, desk: Desk) -> None:
    carried.say("open an incident", "open_incident")
    for answer in ("low", "The screen is dark since this morning", "Dark screen"):
        carried.say(answer)
    assert "other@example.com" in carried.say("no, my e-mail is other@example.com")
    carried.say("yes", "affirm")
    assert the_incident(desk).email == "other@example.com"


def test_whoever_wants_another_is_asked_which_and_not_whether_the_old_one_will_do(carried: DeskTalk) -> None:
    carried.say("open an incident", "open_incident")
    for answer in ("low", "The screen is dark since this morning", "Dark screen"):
        carried.say(answer)
    carried.say("the e-mail is wrong")
    assert carried.said == ["utter_ask_incident_email"]


def test_what_the_user_says_here_wins_over_what_was_carried(carried: DeskTalk) -> None:
    carried.say("open an incident, my address is other@example.com", "open_incident")
    assert carried.slots["incident_email"] == "other@example.com"


def test_an_address_that_the_user_has_given_since_is_not_what_was_carried(carried: DeskTalk) -> None:
    carried.slots["email"] = "other@example.com"
    carried.say("open an incident", "open_incident")
    assert carried.said == ["utter_ask_email_again"]


def test_it_is_normalised_like_any_address(carried: DeskTalk) -> None:
    carried.slots |= {"email": "Mia.Lang@EXAMPLE.com", "handoff_carried": {"email": "Mia.Lang@EXAMPLE.com"}}
    carried.say("open an incident", "open_incident")
    assert carried.slots["incident_email"] == "Mia.Lang@example.com"


@pytest.mark.parametrize("value", ["no address", 5, True, "a@b@c", "x" * 400])
def test_what_is_no_address_is_asked_for_plainly(carried: DeskTalk, value: object) -> None:
    carried.slots |= {"email": value, "handoff_carried": {"email": value}}
    carried.say("open an incident", "open_incident")
    assert carried.said == ["utter_ask_incident_email"]


def test_a_form_that_waited_for_the_address_has_it_when_the_user_comes_back(talk: DeskTalk) -> None:
    talk.say("open an incident", "open_incident")
    assert talk.said == ["utter_ask_incident_email"]
    talk.slots |= {"email": CARRIED, "handoff_carried": {"email": CARRIED}, "skill_resumed": "open_incident_form"}
    talk.say('/handoff{"from_host": "x"}', "handoff")
    assert talk.said == ["utter_ask_incident_priority"]


def test_it_proves_an_incident_at_once_and_when_it_does_not_the_user_is_asked(carried: DeskTalk, opened: Open) -> None:
    number = opened("VPN drops", conversation="another", email=CARRIED).number
    carried.say(f"what is the status of {number}", "claim_incident")
    assert carried.said[0] == "utter_claim_granted"


def test_a_wrong_one_costs_one_try_and_no_more(carried: DeskTalk, opened: Open) -> None:
    number = opened("VPN drops", conversation="another", email="else@example.com").number
    carried.say(f"what is the status of {number}", "claim_incident")
    assert carried.said == ["utter_claim_not_proven", "utter_ask_claim_email"]


def test_the_number_of_an_opened_incident_is_what_other_hosts_may_be_told(talk: DeskTalk, desk: Desk) -> None:
    talk.say("open an incident", "open_incident")
    for answer in (CARRIED, "low", "The screen is dark since this morning", "Dark screen", "yes"):
        talk.say(answer)
    assert talk.slots["incident_opened"] == the_incident(desk).number


def test_a_wrong_one_is_tried_once_also_when_the_form_waited_for_it(talk: DeskTalk, opened: Open) -> None:
    number = opened("VPN drops", conversation="another", email="else@example.com").number
    talk.say(f"what is the status of {number}", "claim_incident")
    assert talk.said == ["utter_ask_claim_email"]
    talk.slots |= {"email": CARRIED, "handoff_carried": {"email": CARRIED}, "skill_resumed": "claim_incident_form"}
    talk.say('/handoff{"from_host": "x"}', "handoff")
    assert talk.said == ["utter_claim_not_proven", "utter_ask_claim_email"]
