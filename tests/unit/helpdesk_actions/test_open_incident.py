"""Opening an incident: nothing asked twice, shown before it is opened, opened once after a yes."""

from __future__ import annotations

import pytest

from helpdesk_bot.desk import Category, Desk, Priority, TicketSystemRefused, TicketSystemUnavailable
from tests.support.desk_talk import CUSTOMER, DeskTalk
from tests.support.desk_tickets import SwitchedTickets
from tests.support.incident_talk import EMAIL, the_incident, to_the_read_back

DOWN = TicketSystemUnavailable("down for a test")


def test_each_thing_is_asked_for_once_and_shown_before_it_is_opened(desk: Desk, talk: DeskTalk) -> None:
    asked = []
    talk.say("open an incident", "open_incident")
    for answer in (EMAIL, "low", "The screen is dark since this morning", "Dark screen"):
        asked.append(talk.said[-1])
        talk.say(answer)
    assert asked == [
        "utter_ask_incident_email",
        "utter_ask_incident_priority",
        "utter_ask_incident_description",
        "utter_ask_incident_title",
    ]
    assert talk.said == ["utter_incident_read_back"]
    assert desk.incidents(CUSTOMER) == ()
    talk.say("yes", "affirm")
    assert talk.said == ["utter_incident_opened"]
    incident = the_incident(desk)
    assert (incident.email, incident.priority, incident.category) == (EMAIL, Priority.LOW, Category.OTHER)
    assert (incident.title, incident.description) == ("Dark screen", "The screen is dark since this morning")


@pytest.mark.parametrize(
    ("said", "intent", "title", "category"),
    [
        ("my outlook crashes all the time", "problem_email", "Outlook", Category.EMAIL),
        ("my account is locked", "password_reset", "locked", Category.PASSWORD),
        ("the vpn does not connect", "problem_network", "VPN", Category.NETWORK),
        ("the printer on our floor is jammed", "problem_hardware", "Printer", Category.HARDWARE),
        ("excel crashes when I save", "problem_software", "rogram", Category.SOFTWARE),
    ],
)
def test_a_problem_brings_its_title_and_category(
    desk: Desk, talk: DeskTalk, said: str, intent: str, title: str, category: Category
) -> None:
    talk.say(said, intent)
    assert talk.said == ["utter_steps"]
    talk.say("no", "deny")
    talk.say(EMAIL)
    talk.say("high")
    assert talk.said == ["utter_incident_read_back_tried"]
    talk.say("yes", "affirm")
    incident = the_incident(desk)
    assert title in incident.title
    assert (incident.category, incident.description) == (category, said)


@pytest.mark.parametrize(
    ("said", "intent"), [("my e-mail does not work", "problem_email"), ("I forgot my password", "password_reset")]
)
def test_who_says_little_about_a_problem_is_asked_to_describe_it(talk: DeskTalk, said: str, intent: str) -> None:
    talk.say(said, intent)
    talk.say("no", "deny")
    talk.say(EMAIL)
    talk.say("high")
    assert talk.said == ["utter_ask_incident_description"]
    shown = talk.say("It began this morning")
    assert talk.said == ["utter_incident_read_back_tried"]
    assert "It began this morning" in shown


def test_what_an_earlier_incident_said_is_not_in_the_next(talk: DeskTalk) -> None:
    to_the_read_back(talk)
    talk.say("yes", "affirm")
    talk.say("open another one", "open_incident")
    talk.say("yes", "affirm")
    talk.say("high")
    assert talk.said == ["utter_ask_incident_description"]


@pytest.mark.parametrize("said", ["yes but wait", "why?", "how long does it take?"])
def test_nothing_is_opened_without_a_plain_yes(desk: Desk, talk: DeskTalk, said: str) -> None:
    to_the_read_back(talk)
    talk.say(said, "affirm")
    assert desk.incidents(CUSTOMER) == ()


def test_an_incident_that_cannot_be_delivered_is_kept_and_the_customer_is_told(
    desk: Desk, talk: DeskTalk, tickets: SwitchedTickets
) -> None:
    to_the_read_back(talk)
    tickets.refuses = DOWN
    talk.say("yes", "affirm")
    assert talk.said == ["utter_incident_waiting"]
    assert [each.title for each in desk.waiting(CUSTOMER)] == ["Dark screen"]


def test_an_incident_that_is_refused_is_said_to_be(talk: DeskTalk, tickets: SwitchedTickets) -> None:
    to_the_read_back(talk)
    tickets.refuses = TicketSystemRefused("no")
    talk.say("yes", "affirm")
    assert talk.said == ["utter_incident_not_taken"]


@pytest.mark.parametrize("said", ["low battery warning", "the high school portal is down", "top row of keys is dead"])
def test_adjectives_of_other_things_are_no_urgency(talk: DeskTalk, said: str) -> None:
    talk.say(f"open a ticket: {said}", "open_incident")
    talk.say(EMAIL)
    assert talk.said == ["utter_ask_incident_priority"]


@pytest.mark.parametrize(
    "said", ["urgent: my outlook crashes", "my outlook crashes, asap please", "URGENT!! outlook crashes"]
)
def test_urgency_in_the_first_message_is_not_asked_for_and_shown(talk: DeskTalk, said: str) -> None:
    talk.say(said, "problem_email")
    talk.say("no", "deny")
    assert "**Priority:** high" in talk.say(EMAIL)


def test_a_users_markdown_is_shown_as_words(talk: DeskTalk) -> None:
    talk.say("open an incident", "open_incident")
    talk.say(EMAIL)
    talk.say("low")
    talk.say("![x](http://127.0.0.1/x.png)\n- **Priority:** high")
    shown = talk.say("[click](http://127.0.0.1)")
    assert "![x](" not in shown
    assert "[click](" not in shown
    assert shown.count("**Priority:**") == 1


def test_a_priority_beside_the_address_is_not_asked_for(talk: DeskTalk) -> None:
    talk.say("open an incident", "open_incident")
    talk.say(f"{EMAIL}, high")
    assert talk.said == ["utter_ask_incident_description"]


@pytest.mark.parametrize("said", ["the door squeaks", "close the window", "the AC is too cold"])
def test_what_is_out_of_scope_elsewhere_is_a_description(talk: DeskTalk, said: str) -> None:
    talk.say("open an incident", "open_incident")
    talk.say(EMAIL)
    talk.say("low")
    talk.say(said, "out_of_scope")
    assert talk.said == ["utter_ask_incident_title"]


def test_the_incident_that_was_opened_is_the_one_that_is_meant_next(desk: Desk, talk: DeskTalk) -> None:
    to_the_read_back(talk)
    talk.say("yes", "affirm")
    assert talk.slots["incident_last"] == the_incident(desk).number
