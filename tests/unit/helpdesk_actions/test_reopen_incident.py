"""A wish to reopen: a closed one stays closed and it says so; nothing is begun silently."""

from __future__ import annotations

import pytest

from helpdesk_bot.actions.desk_wishes import asks_to_reopen
from helpdesk_bot.desk import Desk, IncidentState
from tests.support.desk_talk import CUSTOMER, DeskTalk
from tests.support.desk_tickets import SwitchedTickets

from .conftest import Open


@pytest.fixture
def closed(desk: Desk, opened: Open) -> str:
    """One that is closed, beside one that is open."""
    number = opened("VPN drops").number
    opened("Printer jams")
    desk.close_incident(CUSTOMER, number, "", "k")
    return number


@pytest.mark.parametrize("said", ["reopen it", "reopen {}", "please reopen my vpn ticket", "open the ticket again"])
@pytest.mark.parametrize("intent", ["reopen_incident", "close_incident"])
def test_a_closed_one_stays_closed_and_a_new_one_is_offered(
    talk: DeskTalk, closed: str, said: str, intent: str
) -> None:
    answer = talk.say(said.format(closed), intent)
    if intent == "reopen_incident" or "reopen" in said:
        assert talk.said == ["utter_reopen_closed"]
        assert closed in answer
        assert talk.buttons == ["/open_incident"] or not talk.buttons
        assert talk.form is None


def test_one_that_is_open_is_said_to_be(talk: DeskTalk, closed: str) -> None:
    talk.say("reopen the printer ticket", "reopen_incident")
    assert talk.said == ["utter_reopen_open"]


def test_one_that_is_resolved_can_be_commented_on(talk: DeskTalk, opened: Open, tickets: SwitchedTickets) -> None:
    incident = opened("VPN drops")
    tickets.inner.change_state(incident.number, IncidentState.RESOLVED, incident.updated_at)
    talk.say("reopen it", "reopen_incident")
    assert talk.said == ["utter_reopen_resolved"]


def test_without_any_a_new_one_is_offered(talk: DeskTalk) -> None:
    talk.say("reopen my ticket", "reopen_incident")
    assert talk.said == ["utter_reopen_none"]
    talk.say("reopen INC0000077", "reopen_incident")
    assert talk.said == ["utter_reopen_none"]


def test_it_is_told_from_opening_another() -> None:
    assert asks_to_reopen("can you open INC0000012 again?")
    assert not asks_to_reopen("my outlook does not open again")
    assert not asks_to_reopen("open a ticket")
