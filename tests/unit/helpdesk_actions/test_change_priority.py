"""Another priority for an incident: which, from what to what, after a yes."""

from __future__ import annotations

import pytest

from helpdesk_bot.desk import Desk, Priority, TicketSystemUnavailable
from storage import utc_now
from tests.support.desk_talk import CUSTOMER, DeskTalk
from tests.support.desk_tickets import SwitchedTickets

from .conftest import Open


def test_number_and_priority_from_one_message(desk: Desk, talk: DeskTalk, opened: Open) -> None:
    opened("VPN drops")
    number = opened("Printer jams").number
    answer = talk.say("make my printer ticket URGENT", "change_priority")
    assert talk.said == ["utter_priority_read_back"]
    assert number in answer
    assert "from medium to **high**" in answer
    talk.say("yes", "affirm")
    assert talk.said == ["utter_priority_done"]
    assert desk.incident(CUSTOMER, number).priority is Priority.HIGH


def test_the_priority_is_asked_for_with_buttons(talk: DeskTalk, opened: Open) -> None:
    opened("VPN drops")
    talk.say("change the priority of my ticket", "change_priority")
    assert talk.said == ["utter_ask_priority_wanted"]
    talk.say("hm", "inform")
    assert talk.said == ["utter_priority_wanted_unclear", "utter_ask_priority_wanted"]
    assert "to **low**" in talk.say("it's not urgent")


@pytest.mark.parametrize("said", ["the vpn one, make it high", "vpn, it is urgent", "1, high please"])
def test_a_priority_beside_the_incident_is_read(talk: DeskTalk, opened: Open, said: str) -> None:
    number = opened("VPN drops").number
    opened("Printer jams")
    talk.say("change a priority", "change_priority")
    assert talk.said == ["utter_ask_priority_incident"]
    answer = talk.say(said, "change_priority")
    assert talk.said == ["utter_priority_read_back"]
    assert number in answer
    assert "to **high**" in answer


def test_a_word_of_urgency_in_the_title_is_not_what_is_wanted(talk: DeskTalk, opened: Open) -> None:
    opened("Low battery")
    opened("Printer jams")
    assert "to **high**" in talk.say("make the low battery ticket urgent", "change_priority")
    talk.say("no", "deny")
    talk.say("change a priority", "change_priority")
    talk.say("the low battery one")
    assert talk.said == ["utter_ask_priority_wanted"]


def test_both_parts_are_corrected_at_the_read_back(talk: DeskTalk, opened: Open) -> None:
    first, second = opened("VPN drops").number, opened("Printer jams").number
    talk.say(f"make {first} urgent", "change_priority")
    assert "to **low**" in talk.say("make it low priority", "change_priority")
    assert second in talk.say(f"I mean {second}")
    talk.say("another priority please", "inform")
    assert talk.said == ["utter_ask_priority_wanted"]


def test_the_priority_that_it_has_is_said_and_nothing_asked(talk: DeskTalk, opened: Open) -> None:
    number = opened("VPN drops", Priority.HIGH).number
    answer = talk.say(f"make {number} urgent", "change_priority")
    assert talk.said == ["utter_priority_same"]
    assert "high already" in answer
    assert talk.form is None


def test_the_priority_that_it_has_is_said_also_when_the_incident_comes_second(talk: DeskTalk, opened: Open) -> None:
    number = opened("VPN drops", Priority.HIGH).number
    opened("Printer jams")
    talk.say("my ticket needs high priority", "change_priority")
    assert talk.said == ["utter_ask_priority_incident"]
    talk.say(number, "incident_status")
    assert talk.said == ["utter_priority_same"]


def test_what_the_staff_changed_meanwhile_counts(talk: DeskTalk, opened: Open, tickets: SwitchedTickets) -> None:
    number = opened("VPN drops", Priority.HIGH).number
    tickets.inner.change_priority(number, Priority.LOW, utc_now())
    talk.say(f"make {number} urgent", "change_priority")
    assert talk.said == ["utter_priority_read_back"]


def test_a_no_changes_nothing(desk: Desk, talk: DeskTalk, opened: Open) -> None:
    number = opened("VPN drops").number
    talk.say(f"make {number} urgent", "change_priority")
    talk.say("no", "deny")
    assert talk.said == ["utter_priority_cancelled"]
    assert desk.incident(CUSTOMER, number).priority is Priority.MEDIUM


@pytest.mark.parametrize("turns", [[], ["the vpn one"], ["the vpn one", "high"]])
def test_it_can_be_left_at_every_slot(talk: DeskTalk, opened: Open, turns: list[str]) -> None:
    opened("VPN drops")
    opened("Printer jams")
    talk.say("raise the priority", "change_priority")
    for turn in turns:
        talk.say(turn)
    talk.say("cancel", "cancel")
    assert talk.said == ["utter_priority_cancelled"]


def test_while_the_ticket_system_is_down_the_wish_is_kept(
    desk: Desk, talk: DeskTalk, opened: Open, tickets: SwitchedTickets
) -> None:
    number = opened("VPN drops").number
    tickets.refuses = TicketSystemUnavailable("down for a test")
    talk.say(f"make {number} urgent", "change_priority")
    talk.say("yes", "affirm")
    assert talk.said == ["utter_priority_waiting"]
    assert [each.kind for each in desk.waiting(CUSTOMER)] == ["priority"]


def test_a_closed_one_keeps_its_priority(desk: Desk, talk: DeskTalk, opened: Open) -> None:
    number = opened("VPN drops").number
    desk.close_incident(CUSTOMER, number, "", "k")
    talk.say(f"make {number} urgent", "change_priority")
    assert talk.said == ["utter_priority_incident_closed"]


def test_the_read_back_shows_what_the_staff_made_of_it(talk: DeskTalk, opened: Open, tickets: SwitchedTickets) -> None:
    number = opened("VPN drops", Priority.LOW).number
    tickets.inner.change_priority(number, Priority.HIGH, utc_now())
    assert "from high to **medium**" in talk.say("make it medium priority", "change_priority")


def test_a_yes_to_what_is_no_longer_so_changes_nothing_and_is_asked_for_again(
    desk: Desk, talk: DeskTalk, opened: Open, tickets: SwitchedTickets
) -> None:
    number = opened("VPN drops", Priority.LOW).number
    talk.say("make it medium priority", "change_priority")
    tickets.inner.change_priority(number, Priority.HIGH, utc_now())
    assert "from high to **medium**" in talk.say("yes", "affirm")
    assert talk.said == ["utter_incident_changed_meanwhile", "utter_priority_read_back"]
    assert desk.incident(CUSTOMER, number).priority is Priority.HIGH
    talk.say("yes", "affirm")
    assert talk.said == ["utter_priority_done"]
    assert desk.incident(CUSTOMER, number).priority is Priority.MEDIUM


def test_what_the_staff_has_done_already_is_said_after_the_yes(
    talk: DeskTalk, opened: Open, tickets: SwitchedTickets
) -> None:
    number = opened("VPN drops", Priority.LOW).number
    talk.say("make it medium priority", "change_priority")
    tickets.inner.change_priority(number, Priority.MEDIUM, utc_now())
    talk.say("yes", "affirm")
    assert talk.said == ["utter_incident_changed_meanwhile", "utter_priority_same"]
    assert talk.form is None


@pytest.mark.parametrize(
    ("said", "end"), [("raise it", "utter_priority_done"), ("keep it", "utter_priority_cancelled")]
)
def test_a_yes_and_a_no_in_other_words(talk: DeskTalk, opened: Open, said: str, end: str) -> None:
    opened("VPN drops")
    talk.say("make it urgent", "change_priority")
    talk.say(said)
    assert talk.said == [end]


def test_number_and_priority_together_answer_the_question_which_one(talk: DeskTalk, opened: Open) -> None:
    number = opened("VPN drops").number
    opened("Printer jams")
    talk.say("change a priority", "change_priority")
    assert "to **high**" in talk.say(f"{number} to high", "change_priority")
