"""Chains of handoffs end, going back is possible, and the user's own words begin anew."""

from __future__ import annotations

import pytest

from handoff.passage import MOST_HOPS, Passage, may_enter, path_from, read_passage, returns_to
from handoff.protocol import Reason


def passage(*path: str, reason: Reason = "other_skill", back: str | None = "bank") -> Passage:
    return Passage(path[-1], "id", reason, None, path, back)


def test_five_hosts_that_always_pass_on_stop_after_three_hops() -> None:
    path: tuple[str, ...] = ()
    reached = ["a"]
    for here, there in zip("abcd", "bcde", strict=True):
        path = (*path, here)
        if not may_enter(path, there, "other_skill"):
            break
        reached.append(there)
    assert reached == ["a", "b", "c", "d"]
    assert len(reached) - 1 == MOST_HOPS


def test_words_that_were_passed_on_do_not_come_back_to_who_passed_them_on() -> None:
    assert not may_enter(("a", "b", "c"), "a", "other_skill")
    assert not may_enter(("a", "b"), "a", "user_request")
    assert may_enter(("a", "b"), "c", "other_skill")


def test_a_return_is_no_going_round_but_it_is_a_hop() -> None:
    assert may_enter(("a", "b"), "a", "return")
    assert may_enter(("a", "b", "a"), "b", "return")
    assert not may_enter(("a", "b", "a", "b"), "a", "return")


@pytest.mark.parametrize("reason", ["other_skill", "return"])
def test_nobody_hands_over_to_themselves(reason: Reason) -> None:
    assert not may_enter(("a",), "a", reason)


def test_there_and_back_again_works_when_the_user_speaks_in_between() -> None:
    got = passage("a")
    assert path_from("b", got, user_spoke=True) == ("b",)
    assert may_enter(path_from("b", got, user_spoke=True), "a", "other_skill")
    assert path_from("b", got, user_spoke=False) == ("a", "b")


def test_a_host_where_the_user_began_begins_the_path() -> None:
    assert path_from("a", None, user_spoke=False) == ("a",)


@pytest.mark.parametrize(
    ("got", "is_interrupted", "expected"),
    [
        (None, False, "here"),  # nobody handed over: the user came here himself
        (passage("a", reason="user_request"), False, "here"),
        (passage("a"), False, "bank"),
        (passage("a"), True, "here"),  # something is open here
        (passage("a", back=None), False, None),
        (passage("a", reason="return"), False, "bank"),
    ],
)
def test_whom_the_next_host_offers_a_return_to(got: Passage | None, is_interrupted: bool, expected: str | None) -> None:
    assert returns_to("here", got, reason="other_skill", is_interrupted=is_interrupted) == expected


def test_a_host_that_hands_back_is_not_offered_in_turn_unless_something_is_open_there() -> None:
    chosen = passage("a", reason="user_request")
    assert returns_to("here", chosen, reason="return", is_interrupted=False) is None
    assert returns_to("here", chosen, reason="return", is_interrupted=True) == "here"


def test_what_a_tracker_keeps_is_read_again_with_more_keys_or_fewer() -> None:
    kept = passage("a", "b").as_json()
    assert read_passage({**kept, "return_offered": True}) == passage("a", "b")
    for nothing in (None, "text", [], {}, {**kept, "path": None}):
        assert read_passage(nothing) is None
