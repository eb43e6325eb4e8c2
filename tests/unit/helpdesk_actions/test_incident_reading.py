"""Which incident is meant: what was shown and what was spoken of last count."""

from __future__ import annotations

import pytest

from helpdesk_bot.actions.incident_places import means_several, points_to_it
from helpdesk_bot.desk import Desk
from tests.support.desk_talk import CUSTOMER, DeskTalk

from .conftest import Open


@pytest.fixture
def three(opened: Open) -> list[str]:
    """Somebody else's come first, so that places and numbers differ."""
    for count in range(4):
        opened(f"Not yours {count}", conversation="somebody else")
    return [opened(title).number for title in ("Outlook crashes", "VPN drops", "Printer jams")]


@pytest.mark.parametrize(
    ("said", "which"),
    [
        ("1", 0),
        ("number 2", 1),
        ("#3", 2),
        ("the first", 0),
        ("first one", 0),
        ("the older one", 0),
        ("the newest", 2),
        ("the latest ticket", 2),
        ("the last", 2),
        ("second", 1),
    ],
)
def test_a_place_in_the_choice_is_a_choice(talk: DeskTalk, three: list[str], said: str, which: int) -> None:
    talk.say("please close my ticket", "close_incident")
    assert talk.buttons == three
    assert three[which] in talk.say(said)
    assert talk.said == ["utter_close_read_back"]


def test_a_digit_that_is_a_number_and_a_place_is_asked_about(talk: DeskTalk, opened: Open) -> None:
    opened("Not yours", conversation="somebody else")
    numbers = [opened(title).number for title in ("Outlook crashes", "VPN drops")]
    talk.say("please close my ticket", "close_incident")
    talk.say("2")
    assert talk.said == ["utter_incident_several"]
    assert sorted(talk.buttons) == numbers


def test_a_place_counts_among_those_that_were_shown(talk: DeskTalk, opened: Open) -> None:
    numbers = [opened(f"Problem {letter}").number for letter in "abcdefg"]
    talk.say("please close my ticket", "close_incident")
    assert talk.buttons == numbers[2:]
    assert numbers[3] in talk.say("the second one")


def test_a_place_after_a_status_counts_in_its_list(desk: Desk, talk: DeskTalk, three: list[str]) -> None:
    desk.close_incident(CUSTOMER, three[0], "", "k")
    talk.say("how are my tickets", "incident_status")
    assert three[2] in talk.say("make the second one urgent", "change_priority")
    assert talk.said == ["utter_priority_read_back"]


def test_a_place_counts_among_those_that_fit(talk: DeskTalk, opened: Open) -> None:
    opened("Printer jams")
    numbers = [opened(title).number for title in ("VPN drops", "VPN is slow")]
    talk.say("the vpn problem is solved", "close_incident")
    assert numbers[1] in talk.say("the second one")


@pytest.mark.parametrize(
    ("said", "intent", "response"),
    [
        ("close it", "close_incident", "utter_close_read_back"),
        ("make it urgent", "change_priority", "utter_priority_read_back"),
        ("add to this ticket that it beeps", "add_comment", "utter_comment_read_back"),
        ("add that it beeps", "add_comment", "utter_comment_read_back"),
        ("the ticket can be closed", "close_incident", "utter_close_read_back"),
        ("how is it doing", "incident_status", "utter_incident_status"),
    ],
)
def test_it_is_the_one_that_was_shown_last(
    talk: DeskTalk, three: list[str], said: str, intent: str, response: str
) -> None:
    talk.say(f"status of {three[1]}", "incident_status")
    assert three[1] in talk.say(said, intent)
    assert talk.said == [response]


def test_it_is_the_one_that_was_opened_last(talk: DeskTalk, three: list[str]) -> None:
    talk.slots["incident_last"] = three[0]
    assert three[0] in talk.say("make it urgent", "change_priority")


def test_what_is_named_counts_more_than_what_was_shown(talk: DeskTalk, three: list[str]) -> None:
    talk.say(f"status of {three[1]}", "incident_status")
    assert three[2] in talk.say("the printer works again, close it", "close_incident")


def test_after_a_list_it_is_none_of_them(talk: DeskTalk, three: list[str]) -> None:
    talk.say(f"status of {three[1]}", "incident_status")
    talk.say("show my tickets", "incident_status")
    talk.say("close it", "close_incident")
    assert talk.said == ["utter_ask_close_incident_number"]


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("the printer works again", "close_incident"),
        ("close my printer ticket", "close_incident"),
        ("add to the printer ticket that it beeps", "add_comment"),
        ("make the printer ticket urgent", "change_priority"),
    ],
)
def test_the_only_open_one_is_not_taken_for_something_else(
    talk: DeskTalk, opened: Open, said: str, intent: str
) -> None:
    opened("VPN drops")
    talk.say(said, intent)
    assert talk.said[0] == "utter_incident_none_fits"


@pytest.mark.parametrize(
    "said",
    ["it works again since I restarted the router", "my problem is solved", "everything is fine, close my ticket"],
)
def test_the_only_open_one_is_taken_when_nothing_else_is_named(talk: DeskTalk, opened: Open, said: str) -> None:
    opened("VPN drops")
    talk.say(said, "close_incident")
    assert talk.said == ["utter_close_read_back"]


@pytest.mark.parametrize("said", ["all good", "it happens all day", "for all of us", "every morning"])
def test_all_is_not_always_all_incidents(said: str) -> None:
    assert not means_several(said)
    assert points_to_it("close it")
