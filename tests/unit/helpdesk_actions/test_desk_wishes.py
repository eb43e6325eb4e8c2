"""A wish that changes an incident is told from talk about one, and from an answer to another skill's question."""

from __future__ import annotations

import pytest

from helpdesk_bot.actions.desk_wishes import (
    asks_to_change,
    asks_to_close,
    names_a_closing,
    names_a_comment,
    names_an_incident,
)


@pytest.mark.parametrize(
    "said",
    [
        "it works again",
        "can you close my ticket?",
        "is fixed now, close it",
        "has been solved by a restart",
        "I don't need the ticket any more",
        "why don't you close my ticket",
        "the problem is gone",
        "what about closing my ticket",
    ],
)
def test_a_wish_to_close(said: str) -> None:
    assert asks_to_close(said)


@pytest.mark.parametrize(
    "said",
    [
        "don't close my ticket",
        "why was INC0000012 closed?",
        "it still doesn't work",
        "has my ticket been closed?",
        "is it solved?",
        "my ticket was closed but it is not solved",
        "please reopen my ticket",
        "keep my ticket open",
        "nothing works",
    ],
)
def test_talk_about_closing(said: str) -> None:
    assert not asks_to_close(said)


@pytest.mark.parametrize("said", ["don't change it", "why is the priority low?", "did you add my comment?"])
def test_talk_about_a_change(said: str) -> None:
    assert not asks_to_change(said)
    assert asks_to_change("can you change the priority of my ticket")


def test_in_the_middle_of_another_skill_only_what_names_an_incident_is_a_wish_of_its_own() -> None:
    assert names_an_incident("make INC0000012 urgent")
    assert names_an_incident("raise the priority of my printer ticket")
    assert not names_an_incident("make it urgent")
    assert names_a_comment("add a comment to my ticket")
    assert not names_a_comment("add that it beeps")
    assert names_a_closing("close my ticket")
    assert names_a_closing("close INC0000012")
    assert not names_a_closing("it works again")
