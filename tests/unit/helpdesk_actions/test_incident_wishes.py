"""What a sentence asks to change about an incident is read from its words, whatever the classifier thinks."""

from __future__ import annotations

import pytest

from helpdesk_bot.actions.desk_wishes import asks_to_close
from helpdesk_bot.actions.incident_wishes import Wish, asks_for_status, asks_only_to_close, other_wish, wishes_in


@pytest.mark.parametrize(
    ("said", "wishes"),
    [
        ("make the outlook ticket low", {"priority"}),
        ("please raise the priority of my ticket", {"priority"}),
        ("could you lower it", {"priority"}),
        ("low priority please", {"priority"}),
        ("add to the outlook ticket that it beeps", {"comment"}),
        ("could you put a note on my incident", {"comment"}),
        ("close the other one", {"close"}),
        ("it works again", {"close"}),
        ("don't close it, raise the priority", {"priority"}),
        ("write into my ticket that it is urgent: close the window", {"comment"}),
        ("make it work", set()),
        ("the outlook one", set()),
        ("how do I close it?", set()),
        ("nothing is fixed", set()),
        ("outlook is urgent for me", set()),
    ],
)
def test_what_is_asked_for(said: str, wishes: set[Wish]) -> None:
    assert wishes_in(said) == wishes


def test_ones_own_wish_counts_before_another() -> None:
    assert other_wish("close it and make the outlook one urgent", ("close",)) is None
    assert other_wish("make the outlook one urgent", ("close",)) == "priority"


@pytest.mark.parametrize(
    "said",
    ["status", "any news?", "is it solved?", "did you close my ticket?", "how are my tickets", "show me the status"],
)
def test_a_question_for_the_status(said: str) -> None:
    assert asks_for_status(said)


@pytest.mark.parametrize("said", ["close it", "the state it is in is bad", "it is solved", "news to me that it beeps"])
def test_no_question_for_the_status(said: str) -> None:
    assert not asks_for_status(said)


def test_what_shall_be_written_down_closes_nothing() -> None:
    assert not asks_only_to_close('please write into the ticket "cancel"')
    assert asks_only_to_close("it works again, close it")


@pytest.mark.parametrize(
    "said",
    ["thanks for closing my ticket", "dont forget my ticket", "close my ticket? no way", "can you close tickets?"],
)
def test_what_speaks_of_closing_is_not_always_a_wish(said: str) -> None:
    assert not asks_to_close(said)
    assert asks_to_close("don't forget to close my ticket")
