"""Reading answers: whatever a host sends, the client reads what it can."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handoff.client.parts import Choice, Choices, Image, Offer, Refusal, Text, read_answer, ticket_id

KEYS = ("text", "image", "buttons", "custom", "handoff_host", "handoff", "title", "handoff_refused")
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inside, max_size=4),
    max_leaves=10,
)


@settings(max_examples=50)
@given(st.lists(anything, max_size=5))
def test_nothing_breaks_a_batch(messages: list[Any]) -> None:
    assert read_answer([*messages, {"text": "the end"}])[-1] == Text("the end")


def test_one_message_can_hold_several_things() -> None:
    message = {
        "buttons": [{"title": "Yes", "payload": "/affirm"}, {"title": "No"}],
        "image": "http://x/y.png",
        "text": "?",
    }
    assert read_answer([message]) == (
        Text("?"),
        Image("http://x/y.png"),
        Choices((Choice("Yes", "/affirm"), Choice("No", "No"))),
    )


def test_an_offer_of_two_keys_is_one() -> None:
    assert read_answer([{"custom": {"handoff_host": "http://x"}}]) == (Offer("http://x", "http://x"),)


def test_what_is_malformed_in_an_offer_is_as_if_it_were_not_there() -> None:
    details = {"to": 5, "message": " ", "carried": {"a": 1, "b": [2], "c": None, "d": True}, "ticket": {}}
    (offer,) = read_answer([{"custom": {"handoff_host": "http://x", "title": "X", "handoff": details}}])
    assert offer == Offer("http://x", "X", carried={"a": 1, "d": True})


def test_a_refusal_without_a_reason_is_one() -> None:
    assert read_answer([{"custom": {"handoff_refused": None}}]) == (Refusal("unavailable"),)


@pytest.mark.parametrize("claims", [{"jti": "j1"}, {"jti": "j1", "sub": "ünï"}])
def test_the_id_of_a_ticket_is_found(claims: dict[str, str]) -> None:
    encoded = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    assert ticket_id(f"header.{encoded}.signature") == "j1"


@pytest.mark.parametrize("ticket", [None, "", "a", "a.b.c", "a.!.c", "a.W10.c", "a.e30.c", "a.\ud800.c"])
def test_a_ticket_without_an_id_has_none(ticket: str | None) -> None:
    assert ticket_id(ticket) is None
