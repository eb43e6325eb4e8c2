"""Closing an incident: the right one, with a yes, and honest about what became of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from helpdesk_bot.actions import incident_lookup
from helpdesk_bot.desk import (
    Category,
    Desk,
    IncidentState,
    Priority,
    TicketSystemRefused,
    TicketSystemUnavailable,
)
from storage import utc_now
from tests.support.desk_talk import CUSTOMER, DeskTalk
from tests.support.desk_tickets import SwitchedTickets

from .conftest import Open

DOWN = TicketSystemUnavailable("down for a test")


def test_the_only_open_incident_is_closed_after_a_yes(desk: Desk, talk: DeskTalk, opened: Open) -> None:
    number = opened("VPN drops").number
    assert number in talk.say("it works again since I restarted the router", "close_incident")
    assert talk.said == ["utter_close_read_back"]
    assert desk.incident(CUSTOMER, number).is_open
    talk.say("yes", "affirm")
    assert talk.said == ["utter_close_done"]
    assert desk.incident(CUSTOMER, number).state is IncidentState.CLOSED


def test_a_no_keeps_it(desk: Desk, talk: DeskTalk, opened: Open) -> None:
    number = opened("VPN drops").number
    talk.say("it works again", "close_incident")
    talk.say("no", "deny")
    assert talk.said == ["utter_close_cancelled"]
    assert desk.incident(CUSTOMER, number).is_open


@pytest.fixture
def three(opened: Open) -> list[str]:
    return [opened(title).number for title in ("Outlook crashes", "VPN drops", "Printer jams")]


def test_several_are_offered_and_the_newest_is_the_last(talk: DeskTalk, three: list[str]) -> None:
    talk.say("please close my ticket", "close_incident")
    assert talk.said == ["utter_ask_close_incident_number"]
    assert talk.buttons == three


@pytest.mark.parametrize(
    ("said", "which"),
    [
        ("the outlook one", 0),
        ("the last one", 2),
        ("the second one please", 1),
        ("vpn", 1),
        ("the printers", 2),
        ("the oldest ticket", 0),
    ],
)
def test_one_of_several_is_chosen_by_its_title_or_place(
    talk: DeskTalk, three: list[str], said: str, which: int
) -> None:
    talk.say("please close my ticket", "close_incident")
    assert three[which] in talk.say(said)
    assert talk.said == ["utter_close_read_back"]


def test_one_of_several_is_named_in_the_first_message(talk: DeskTalk, three: list[str]) -> None:
    assert three[1] in talk.say("the vpn problem is solved", "close_incident")


def test_a_number_or_a_button_chooses_it(talk: DeskTalk, three: list[str]) -> None:
    talk.say("please close my ticket", "close_incident")
    assert three[1] in talk.say(three[1], "incident_status")


def test_a_title_that_two_have_is_asked_about(talk: DeskTalk, opened: Open) -> None:
    numbers = [opened(title).number for title in ("VPN drops", "VPN is slow")]
    opened("Printer jams")
    talk.say("the vpn problem is solved", "close_incident")
    assert talk.said == ["utter_incident_several"]
    assert talk.buttons == numbers
    assert numbers[0] in talk.say("the first one")


def test_another_one_can_be_named_at_the_read_back(talk: DeskTalk, three: list[str]) -> None:
    talk.say(f"close {three[0]}", "close_incident")
    assert three[2] in talk.say("no, I mean the printer one")
    assert talk.said == ["utter_changed", "utter_close_read_back"]


def test_the_other_of_two_can_be_meant_at_the_read_back(talk: DeskTalk, opened: Open) -> None:
    first, second = opened("VPN drops").number, opened("Printer jams").number
    talk.say(f"close {first}", "close_incident")
    assert second in talk.say("no, the other one")


def test_with_nothing_open_there_is_nothing_to_close(talk: DeskTalk) -> None:
    talk.say("it works again", "close_incident")
    assert talk.said == ["utter_close_nothing_open"]
    assert talk.form is None


def test_one_that_is_closed_already_is_said_to_be(desk: Desk, talk: DeskTalk, opened: Open) -> None:
    closed = opened("VPN drops").number
    opened("Printer jams")
    desk.close_incident(CUSTOMER, closed, "", "k")
    talk.say(f"close {closed}", "close_incident")
    assert talk.said == ["utter_close_closed_already"]
    assert talk.form is None


def test_one_that_the_staff_opened_again_can_be_closed_again(
    desk: Desk, talk: DeskTalk, opened: Open, tickets: SwitchedTickets
) -> None:
    incident = opened("VPN drops")
    desk.close_incident(CUSTOMER, incident.number, "", "k")
    tickets.inner.change_state(incident.number, IncidentState.IN_PROGRESS, incident.updated_at)
    talk.say(f"close {incident.number}", "close_incident")
    assert talk.said == ["utter_close_read_back"]


def test_somebody_elses_is_not_closed_not_told_of_and_its_proof_is_asked_for(talk: DeskTalk, opened: Open) -> None:
    other = opened("VPN drops", conversation="somebody else").number
    opened("Printer jams")
    talk.say(f"close {other}", "close_incident")
    said = talk.said
    assert said == ["utter_incident_needs_proof", "utter_ask_claim_email"]
    talk.say("cancel", "cancel")
    talk.say("close INC0099999", "close_incident")
    assert talk.said == said


@pytest.mark.parametrize("own", [[], ["Printer jams"]])
def test_the_address_after_an_unknown_number_opens_it_and_it_can_be_closed(
    talk: DeskTalk, opened: Open, own: list[str]
) -> None:
    for title in own:
        opened(title)
    other = opened("VPN drops", conversation="another chat").number
    talk.say(f"close {other}", "close_incident")
    talk.say("me@example.com")
    assert talk.said == ["utter_claim_granted", "utter_incident_status"]
    assert other in talk.say("close it", "close_incident")
    assert talk.said == ["utter_close_read_back"]


def test_an_unknown_number_with_its_address_opens_it_at_once(talk: DeskTalk, opened: Open) -> None:
    other = opened("VPN drops", conversation="another chat").number
    talk.say(f"close {other} please, mail me@example.com", "close_incident")
    assert talk.said == ["utter_incident_proof_at_hand", "utter_claim_granted", "utter_incident_status"]


@pytest.mark.parametrize(
    "said", ["yes, it works", "it works again", "yes it is solved", "it's fixed, thanks", "close it"]
)
def test_that_it_works_is_a_yes_to_the_read_back(talk: DeskTalk, opened: Open, said: str) -> None:
    opened("VPN drops")
    talk.say("close my ticket", "close_incident")
    talk.say(said, "close_incident")
    assert talk.said == ["utter_close_done"]


@pytest.mark.parametrize("said", ["is it solved?", "did you close my ticket?", "has my ticket been closed?"])
def test_a_question_is_answered_with_the_status(talk: DeskTalk, opened: Open, said: str) -> None:
    opened("VPN drops")
    talk.say(said, "close_incident")
    assert talk.said == ["utter_incident_status"]
    assert talk.form is None


@pytest.mark.parametrize(
    "said",
    [
        "please don't close my ticket",
        "why was my ticket closed?",
        "it still doesn't work",
        "thanks for closing my ticket",
        "dont forget my ticket",
        "close my ticket? no way",
        "can you close tickets?",
    ],
)
def test_talk_about_closing_closes_nothing(talk: DeskTalk, opened: Open, said: str) -> None:
    opened("VPN drops")
    talk.say(said, "close_incident")
    assert talk.said == ["utter_close_not_asked_for"]


def test_while_the_ticket_system_is_down_the_wish_is_kept(
    desk: Desk, talk: DeskTalk, opened: Open, tickets: SwitchedTickets
) -> None:
    number = opened("VPN drops").number
    tickets.refuses = DOWN
    talk.say("it works again", "close_incident")
    talk.say("yes", "affirm")
    assert talk.said == ["utter_close_waiting"]
    assert [(each.kind, each.number) for each in desk.waiting(CUSTOMER)] == [("close", number)]


def test_what_the_ticket_system_refuses_is_said_and_logged(
    talk: DeskTalk, opened: Open, tickets: SwitchedTickets, caplog: pytest.LogCaptureFixture
) -> None:
    opened("VPN drops")
    tickets.refuses = TicketSystemRefused("refuses in a test")
    talk.say("it works again", "close_incident")
    talk.say("yes", "affirm")
    assert talk.said == ["utter_ticket_system_refused"]
    assert "refuses in a test" in caplog.text


def test_an_incident_without_a_number_yet_is_spoken_of_honestly(
    desk: Desk, talk: DeskTalk, tickets: SwitchedTickets
) -> None:
    tickets.refuses = DOWN
    desk.open_incident(
        CUSTOMER,
        email="me@example.com",
        priority=Priority.LOW,
        category=Category.OTHER,
        title="VPN drops",
        description="",
        key="k",
    )
    talk.say("it works again", "close_incident")
    assert talk.said == ["utter_incident_without_number"]


@pytest.mark.parametrize("said", ["what's the status of {}?", "status of {} please"])
def test_a_status_question_in_the_middle_is_answered_and_the_question_asked_again(
    talk: DeskTalk, three: list[str], said: str
) -> None:
    talk.say("please close my ticket", "close_incident")
    talk.say(said.format(three[0]), "incident_status")
    assert talk.said == ["utter_incident_status", "utter_ask_close_incident_number"]
    assert talk.slots["close_incident_number"] is None


@pytest.mark.parametrize("turns", [[], ["the outlook one"]])
def test_it_can_be_left_at_every_slot(talk: DeskTalk, three: list[str], turns: list[str], desk: Desk) -> None:
    talk.say("please close my ticket", "close_incident")
    for turn in turns:
        talk.say(turn)
    talk.say("never mind", "cancel")
    assert talk.said == ["utter_close_cancelled"]
    assert talk.form is None
    assert all(each.is_open for each in desk.incidents(CUSTOMER))


def test_the_words_that_asked_for_it_are_not_sent_as_a_note(talk: DeskTalk, opened: Open, tmp_path: Path) -> None:
    opened("VPN drops")
    talk.say("it works again since that idiot restarted the router", "close_incident")
    talk.say("yes", "affirm")
    with closing(sqlite3.connect(tmp_path / "desk.db")) as database:
        assert database.execute("SELECT close_note FROM desk_incidents").fetchall() == [("Closed by the customer.",)]


def test_a_problem_that_the_only_incident_is_not_about_closes_nothing(talk: DeskTalk, opened: Open) -> None:
    opened("Outlook crashes")
    talk.say("close my printer ticket", "close_incident")
    assert talk.said == ["utter_incident_none_fits", "utter_ask_close_incident_number"]


def test_one_that_is_gone_at_the_read_back_is_said_to_be(
    talk: DeskTalk, three: list[str], tickets: SwitchedTickets
) -> None:
    tickets.inner.erase([three[0]])
    talk.say(f"close {three[0]}", "close_incident")
    assert talk.said == ["utter_incident_gone"]
    assert three[1] in talk.say("vpn")


def test_one_that_the_staff_has_closed_is_not_read_back(talk: DeskTalk, opened: Open, tickets: SwitchedTickets) -> None:
    tickets.inner.close(opened("VPN drops").number, "", utc_now())
    talk.say("it works again", "close_incident")
    assert talk.said == ["utter_close_closed_already"]
    assert talk.form is None


def test_a_ticket_system_that_is_slow_is_not_waited_for(
    talk: DeskTalk, opened: Open, tickets: SwitchedTickets, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened("VPN drops")
    monkeypatch.setattr(incident_lookup, "LOOK_SECONDS", 0.05)
    tickets.holds_up = True
    try:
        talk.say("it works again", "close_incident")
    finally:
        tickets.go_on.set()
    assert talk.said == ["utter_close_read_back"]
