"""Whatever is said about the steps, in whatever letters: no wrong yes, and no text that takes long."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_bot.actions.solved_reading import Solved, read_solved

_PARTS = [
    "yes",
    "no",
    "ok",
    "it works",
    "still broken",
    "open a ticket",
    "let me check",
    "banana",
    "but",
    ",",
    ".",
    "I'll",
]


@given(st.lists(st.sampled_from(_PARTS), max_size=8))
def test_a_yes_is_never_read_where_something_is_still_broken(parts: list[str]) -> None:
    """A wrong yes would cost the customer the ticket."""
    said = " ".join(parts)
    if "still broken" in parts or "banana" in parts:
        assert read_solved(said) is not Solved.YES


@given(st.sampled_from(["it works now", "still broken", "open a ticket", "ok"]), st.data())
def test_case_and_punctuation_do_not_change_the_answer(said: str, data: st.DataObject) -> None:
    shouted = "".join(data.draw(st.sampled_from([letter.upper(), letter.lower()])) for letter in said)
    assert read_solved(f"  {shouted}{data.draw(st.sampled_from(['', '!', '.', ' ...', '!!!']))} ") is read_solved(said)


@given(st.text(max_size=500))
def test_any_text_can_be_read(text: str) -> None:
    assert read_solved(text) in (None, *Solved)


@pytest.mark.parametrize(
    "piece", ["not a ", "yes ", "no ", "ok ", "it is ", "the the ", "now ", "my a b ", "x", "sure", "oh "]
)
def test_a_long_text_is_read_quickly(piece: str) -> None:
    started = time.process_time()
    for text in ((piece * 400)[:399] + "!", piece * 5000):
        read_solved(text)
    assert time.process_time() - started < 0.5
