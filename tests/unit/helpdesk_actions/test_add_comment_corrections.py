"""Adding to an incident: what is corrected at the read-back, and what only seems to be."""

from __future__ import annotations

import pytest

from helpdesk_bot.desk import COMMENT_LIMIT
from tests.support.desk_talk import DeskTalk

from .conftest import Open


def test_text_and_incident_are_corrected_at_the_read_back(talk: DeskTalk, opened: Open) -> None:
    first, second = opened("VPN drops").number, opened("Printer jams").number
    talk.say(f"add to {first} that it beeps", "add_comment")
    assert "It hums" in talk.say("the comment should be: It hums", "add_comment")
    assert second in talk.say("not that one, the printer one")
    talk.say("the text is wrong", "inform")
    assert talk.said == ["utter_ask_comment_text"]


def test_incident_and_text_are_both_new_at_the_read_back(talk: DeskTalk, opened: Open) -> None:
    first, second = opened("VPN drops").number, opened("Printer jams").number
    talk.say(f"add to {first} that it beeps", "add_comment")
    talk.say("add to the printer ticket that it hums", "add_comment")
    assert (talk.slots["comment_incident"], talk.slots["comment_text"]) == (second, "it hums")


@pytest.mark.parametrize(
    "said",
    [
        "add it to the other one",
        "no, add it to {}",
        "put it in the other one",
        "it should go to {}",
        "no, put it into the printer ticket please",
    ],
)
def test_a_correction_of_the_incident_leaves_the_comment_alone(talk: DeskTalk, opened: Open, said: str) -> None:
    first, second = opened("VPN drops").number, opened("Printer jams").number
    talk.say(f"add to {first} that it beeps", "add_comment")
    talk.say(said.format(second), "add_comment")
    assert talk.said == ["utter_changed", "utter_comment_read_back"]
    assert (talk.slots["comment_incident"], talk.slots["comment_text"]) == (second, "it beeps")


@pytest.mark.parametrize(
    ("said", "comment"),
    [
        ("add that {} has the same problem", "it beeps. {} has the same problem"),
        ("the comment should be: same as in my printer ticket", "same as in my printer ticket"),
        ("write that the last one also failed", "the last one also failed"),
        ("it should say that you can close the printer ticket", "you can close the printer ticket"),
        ("add that INC0099999 is similar", "it beeps. INC0099999 is similar"),
    ],
)
def test_an_incident_in_a_corrected_comment_is_not_where_it_goes(
    talk: DeskTalk, opened: Open, said: str, comment: str
) -> None:
    first, second = opened("VPN drops").number, opened("Printer jams").number
    talk.say(f"add to {first} that it beeps", "add_comment")
    talk.say(said.format(second), "add_comment")
    assert talk.said == ["utter_changed", "utter_comment_read_back"]
    assert (talk.slots["comment_incident"], talk.slots["comment_text"]) == (first, comment.format(second))


def test_a_correction_that_is_too_long_leaves_the_comment_as_it_was(talk: DeskTalk, opened: Open) -> None:
    opened("VPN drops")
    talk.say("add to my ticket that it beeps", "add_comment")
    talk.say(f"add that {'x' * COMMENT_LIMIT}", "add_comment")
    assert talk.said == ["utter_comment_correction_too_long", "utter_comment_read_back"]
    assert talk.slots["comment_text"] == "it beeps"
