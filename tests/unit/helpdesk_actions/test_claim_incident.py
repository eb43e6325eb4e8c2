"""An incident from elsewhere: number and e-mail address together open it, and nothing less tells anything of it."""

from __future__ import annotations

import pytest

from helpdesk_bot.desk import TicketSystemUnavailable
from tests.support.desk_talk import CUSTOMER, DeskTalk
from tests.support.desk_tickets import SwitchedTickets

from .conftest import Open


@pytest.fixture
def other(opened: Open) -> str:
    """An incident that was opened in another conversation, by me@example.com."""
    return opened("VPN drops", conversation="another chat").number


def test_asking_for_its_status_begins_and_the_address_opens_it(talk: DeskTalk, other: str) -> None:
    talk.say(f"what's the status of {other}?", "incident_status")
    assert talk.said == ["utter_incident_needs_proof", "utter_ask_claim_email"]
    answer = talk.say("Me@Example.com")
    assert talk.said == ["utter_claim_granted", "utter_incident_status"]
    assert "VPN drops" in answer
    assert talk.slots["email"].casefold() == "me@example.com"
    talk.say(f"what's the status of {other}?", "incident_status")
    assert talk.said == ["utter_incident_status"]


def test_number_and_address_in_one_message_are_enough(talk: DeskTalk, other: str) -> None:
    talk.say(f"status of {other}, I'm me@example.com", "incident_status")
    assert talk.said == ["utter_claim_granted", "utter_incident_status"]
    assert talk.form is None


def test_it_can_be_asked_for_without_its_number(talk: DeskTalk, other: str) -> None:
    talk.say("I have a ticket that I opened by phone", "claim_incident")
    assert talk.said == ["utter_ask_claim_number"]
    talk.say(other, "incident_status")
    assert talk.said == ["utter_ask_claim_email"]


def test_a_wrong_address_and_a_number_that_there_is_not_sound_the_same(talk: DeskTalk, other: str) -> None:
    stranger = DeskTalk("a stranger")
    wrong_address = talk.say(f"status of {other}, I'm nobody@example.com", "incident_status")
    no_such_number = stranger.say("status of INC0099999, I'm nobody@example.com", "incident_status")
    assert wrong_address.replace(other, "INC0099999") == no_such_number
    assert talk.said == ["utter_claim_not_proven", "utter_ask_claim_email"]
    assert "4 more" in wrong_address
    talk.say("me@example.com")
    assert talk.said == ["utter_claim_granted", "utter_incident_status"]


def test_the_number_can_be_corrected_while_the_address_is_asked_for(talk: DeskTalk, other: str) -> None:
    talk.say("status of INC0099999", "incident_status")
    talk.say(f"sorry, it is {other}", "incident_status")
    assert talk.said == ["utter_ask_claim_email"]
    talk.say("me@example.com")
    assert talk.said == ["utter_claim_granted", "utter_incident_status"]


def test_after_five_wrong_tries_it_ends_and_also_the_right_one_opens_nothing(talk: DeskTalk, other: str) -> None:
    talk.say(f"status of {other}", "incident_status")
    for count in range(5):
        talk.say(f"wrong{count}@example.com")
    assert talk.said == ["utter_claim_not_proven_last"]
    assert talk.form is None
    talk.say(f"status of {other}, I'm me@example.com", "incident_status")
    assert talk.said == ["utter_claim_too_many"]
    assert talk.form is None


def test_the_remembered_address_is_offered_once(talk: DeskTalk, other: str) -> None:
    talk.slots["email"] = "old@example.com"
    assert "old@example.com" in talk.say(f"status of {other}", "incident_status")
    assert talk.said == ["utter_incident_needs_proof", "utter_ask_email_again"]
    talk.say("yes", "affirm")
    assert talk.said == ["utter_claim_not_proven", "utter_ask_claim_email"]


def test_an_address_that_was_just_wrong_is_not_offered_again(talk: DeskTalk, other: str) -> None:
    talk.slots["email"] = "old@example.com"
    talk.say(f"status of {other}, I'm old@example.com", "incident_status")
    assert talk.said == ["utter_claim_not_proven", "utter_ask_claim_email"]


def test_another_address_than_the_remembered_can_be_given(talk: DeskTalk, other: str) -> None:
    talk.slots["email"] = "old@example.com"
    talk.say(f"status of {other}", "incident_status")
    talk.say("/deny", "deny")
    assert talk.said == ["utter_email_another", "utter_ask_claim_email"]
    talk.say("me@example.com")
    assert talk.said[0] == "utter_claim_granted"


def test_one_that_is_known_here_needs_no_proof(talk: DeskTalk, opened: Open) -> None:
    number = opened("Printer jams").number
    talk.say(f"I have another ticket, {number}, from the phone", "claim_incident")
    assert talk.said == ["utter_claim_needless"]
    assert talk.form is None


def test_in_the_middle_of_another_skill_it_is_offered(talk: DeskTalk, opened: Open, other: str) -> None:
    opened("Printer jams")
    opened("Screen flickers")
    talk.say("please close my ticket", "close_incident")
    talk.say(f"what's the status of {other}?", "incident_status")
    assert talk.said == ["utter_ask_switch_to_claim_incident_form"]


def test_it_can_be_left_and_then_nothing_was_looked_up(talk: DeskTalk, other: str, tickets: SwitchedTickets) -> None:
    talk.say(f"status of {other}", "incident_status")
    asked = list(tickets.asked)
    talk.say("never mind", "cancel")
    assert talk.said == ["utter_claim_cancelled"]
    assert tickets.asked == asked


def test_while_the_ticket_system_is_down_no_try_is_lost(talk: DeskTalk, other: str, tickets: SwitchedTickets) -> None:
    tickets.refuses = TicketSystemUnavailable("down for a test")
    talk.say(f"status of {other}, I'm nobody@example.com", "incident_status")
    assert talk.said == ["utter_claim_unavailable"]
    tickets.refuses = None
    assert "4 more" in talk.say(f"status of {other}, I'm nobody@example.com", "incident_status")


@pytest.mark.parametrize("said", ["ticket number {}", "{}", "it is INC{}"])
def test_the_same_number_again_while_the_address_is_asked_for_is_heard(talk: DeskTalk, other: str, said: str) -> None:
    talk.say(f"status of {other}", "incident_status")
    talk.say(said.format(int(other.removeprefix("INC"))), "incident_status")
    assert talk.said == ["utter_claim_number_known", "utter_ask_claim_email"]
    talk.say("me@example.com")
    assert talk.said == ["utter_claim_granted", "utter_incident_status"]


@pytest.mark.parametrize("said", ["i dont remember the mail", "I don't know", "no idea which address that was"])
def test_without_the_address_it_says_why_and_where_else_to_go(talk: DeskTalk, other: str, said: str) -> None:
    talk.say(f"status of {other}", "incident_status")
    assert "human" in talk.say(said, "problem_email")
    assert talk.said == ["utter_claim_email_forgotten"]
    assert talk.form is None


def test_without_the_number_it_says_where_else_to_go(talk: DeskTalk) -> None:
    talk.say("I have a ticket that I opened by phone", "claim_incident")
    talk.say("i don't have the number any more")
    assert talk.said == ["utter_claim_number_forgotten"]


def test_an_address_with_a_number_in_it_is_no_number(talk: DeskTalk, other: str) -> None:
    talk.say(f"status of {other}", "incident_status")
    talk.say("ticket7@example.com")
    assert talk.slots["claim_number"] == other
    assert talk.customer == CUSTOMER
