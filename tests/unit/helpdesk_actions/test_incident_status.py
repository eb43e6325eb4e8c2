"""How incidents are doing: true, in words, honest about what is not fresh, and nothing of anybody else's."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from helpdesk_bot.actions.incident_reading import Sight, incidents_meant
from helpdesk_bot.actions.written import written_ago, written_time
from helpdesk_bot.desk import Desk, IncidentState, Known, Priority, TicketSystemUnavailable
from storage import utc_now
from tests.support.desk_talk import CUSTOMER, DeskTalk
from tests.support.desk_tickets import NOW, SwitchedTickets

from .conftest import Open

DOWN = TicketSystemUnavailable("down for a test")


def test_one_by_its_number_with_what_the_staff_wrote_last(
    talk: DeskTalk, opened: Open, tickets: SwitchedTickets
) -> None:
    number = opened("VPN *drops*", Priority.HIGH).number
    tickets.inner.reply(number, "Please restart_the_router", utc_now())
    tickets.inner.add_work_note(number, "customer sounds angry", utc_now())
    tickets.inner.change_state(number, IncidentState.IN_PROGRESS, utc_now())
    answer = talk.say(f"what is the status of {number}?", "incident_status")
    assert talk.said == ["utter_incident_status", "utter_incident_answer"]
    assert "In Progress, priority high, opened just now" in answer
    assert "VPN \\*drops\\*" in answer
    assert "restart\\_the\\_router" in answer
    assert "angry" not in answer


def test_ones_own_comment_is_not_shown_as_the_staffs(desk: Desk, talk: DeskTalk, opened: Open) -> None:
    number = opened("VPN drops").number
    desk.comment(CUSTOMER, number, "Any news?", "k")
    talk.say(f"status of {number}", "incident_status")
    assert talk.said == ["utter_incident_status"]


def test_without_a_number_all_that_are_open(desk: Desk, talk: DeskTalk, opened: Open) -> None:
    numbers = [opened(title).number for title in ("Outlook crashes", "VPN drops", "Printer jams")]
    desk.close_incident(CUSTOMER, numbers[1], "", "k")
    answer = talk.say("how are my tickets doing", "incident_status")
    assert talk.said == ["utter_incidents_open"]
    assert re.findall(r"INC\d+", answer) == [numbers[0], numbers[2]]


@pytest.mark.parametrize("said", ["show me all my tickets", "what about the closed ones"])
def test_all_are_shown_when_asked_for(desk: Desk, talk: DeskTalk, opened: Open, said: str) -> None:
    numbers = [opened(title).number for title in ("Outlook crashes", "VPN drops")]
    desk.close_incident(CUSTOMER, numbers[1], "", "k")
    answer = talk.say(said, "incident_status")
    assert talk.said == ["utter_incidents_all"]
    assert set(re.findall(r"INC\d+", answer)) == set(numbers)


def test_five_are_shown_and_the_rest_counted(talk: DeskTalk, opened: Open) -> None:
    numbers = [opened(f"Problem {count}").number for count in range(7)]
    answer = talk.say("how are my tickets doing", "incident_status")
    assert re.findall(r"INC\d+", answer) == numbers[2:]
    assert "not shown: 2" in answer


def test_several_numbers_in_one_message_show_these(talk: DeskTalk, opened: Open) -> None:
    numbers = [opened(title).number for title in ("Outlook crashes", "VPN drops", "Printer jams")]
    answer = talk.say(f"status of {numbers[0]} and {numbers[2]}", "incident_status")
    assert talk.said == ["utter_incident_status", "utter_incident_status"]
    assert re.findall(r"INC\d+", answer) == [numbers[0], numbers[2]]


def test_of_several_numbers_the_unknown_one_is_asked_about(talk: DeskTalk, opened: Open) -> None:
    own = opened("Outlook crashes").number
    other = opened("VPN drops", conversation="another chat").number
    talk.say(f"status of {own} and {other}", "incident_status")
    assert talk.said[:2] == ["utter_incident_status", "utter_incident_needs_proof"]
    talk.say("me@example.com")
    assert talk.said == ["utter_claim_granted", "utter_incident_status"]


def test_a_word_of_its_title_is_enough(talk: DeskTalk, opened: Open) -> None:
    opened("Outlook crashes")
    number = opened("VPN drops").number
    assert number in talk.say("any news on the vpn ticket", "incident_status")
    assert talk.said == ["utter_incident_status"]


def test_with_none_it_says_so(talk: DeskTalk) -> None:
    talk.say("how are my tickets doing", "incident_status")
    assert talk.said == ["utter_no_incidents"]


def test_with_none_open_it_says_how_to_see_the_closed_ones(desk: Desk, talk: DeskTalk, opened: Open) -> None:
    desk.close_incident(CUSTOMER, opened("VPN drops").number, "", "k")
    talk.say("how are my tickets doing", "incident_status")
    assert talk.said == ["utter_incidents_none_open"]


def test_what_still_waits_is_told(desk: Desk, talk: DeskTalk, opened: Open, tickets: SwitchedTickets) -> None:
    number = opened("VPN drops").number
    tickets.refuses = DOWN
    desk.comment(CUSTOMER, number, "It beeps.", "k")
    talk.say("how are my tickets doing", "incident_status")
    assert talk.said == ["utter_incident_remembered", "utter_waiting_comment"]
    talk.say(f"status of {number}", "incident_status")
    assert talk.said == ["utter_incident_remembered", "utter_waiting_comment"]


def test_while_the_ticket_system_is_down_memory_is_shown_as_memory(
    talk: DeskTalk, opened: Open, tickets: SwitchedTickets, caplog: pytest.LogCaptureFixture
) -> None:
    for title in ("VPN drops", "Printer jams"):
        opened(title)
    tickets.refuses = DOWN
    answer = talk.say("how are my tickets doing", "incident_status")
    assert talk.said == ["utter_incidents_remembered"]
    assert re.search(r"as of \d\d:\d\d UTC", answer)
    assert "down for a test" in caplog.text


def test_times_are_written_in_words() -> None:
    ago = {timedelta(seconds=9): "just now", timedelta(minutes=1): "1 minute ago", timedelta(hours=5): "5 hours ago"}
    assert {since: written_ago(NOW - since, NOW) for since in ago} == ago
    assert written_ago(NOW - timedelta(days=2), NOW) == "2 days ago"
    assert written_ago(NOW - timedelta(days=30), NOW) == "on 13 May 2024"
    assert written_time(NOW, NOW) == "14:00 UTC"
    assert written_time(NOW - timedelta(days=1), NOW) == "11 June 2024, 14:00 UTC"


@pytest.mark.parametrize("said", ["has my printer ticket been closed?", "is the printer ticket resolved?"])
def test_whether_a_certain_one_is_closed_shows_that_one(desk: Desk, talk: DeskTalk, opened: Open, said: str) -> None:
    opened("Outlook shows nothing")
    number = opened("Printer jams").number
    desk.close_incident(CUSTOMER, number, "", "k")
    assert number in talk.say(said, "incident_status")
    assert talk.said == ["utter_incident_status"]


def test_a_number_is_known_with_fewer_zeros_than_the_company_writes() -> None:
    known = Known("INC00000012", "VPN drops", IncidentState.NEW, Priority.LOW, NOW)
    sight = Sight((known,), (known,))
    assert incidents_meant("inc 12", "inc 12", sight) == (known,)
    assert incidents_meant("INC00000012", "", sight) == (known,)
