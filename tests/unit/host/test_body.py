"""What a client may post to a host, as pure functions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.host.body import read_body, read_json, read_text
from handoff.host.errors import BadBody, TooLong
from handoff.host.events import read_payload
from handoff.incoming import IncomingMessage


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b"[" * 100_000, b"'x'"])
def test_what_is_no_json_is_a_bad_body(raw: bytes) -> None:
    with pytest.raises(BadBody):
        read_json(raw)


def test_a_message_is_read_with_its_id_and_what_handoff_adds() -> None:
    metadata = {"message_id": "m", "handoff_ticket": "t", "handoff_replay": "j", "more": 1}
    body = {"sender": "s", "message": " hi ", "metadata": metadata}
    assert read_body(body) == IncomingMessage("s", "hi", "m", "t", "j")


def test_an_older_client_sends_no_metadata() -> None:
    assert read_body({"sender": "s", "message": "hi", "metadata": None}) == IncomingMessage("s", "hi")


def test_characters_that_cannot_be_stored_are_replaced_in_texts_and_refused_in_ids() -> None:
    assert read_body({"sender": "s", "message": "a\x00b\ud83dc\nd"}).text == "a�b�c\nd"
    with pytest.raises(BadBody, match="sender"):
        read_body({"sender": "s\ud83d", "message": "hi"})


def test_more_than_four_thousand_characters_are_too_long() -> None:
    assert read_body({"sender": "s", "message": "x" * 4000}).text == "x" * 4000
    with pytest.raises(TooLong):
        read_body({"sender": "s", "message": "x" * 4001})


@pytest.mark.parametrize(("text", "error"), [(7, BadBody), (" ", BadBody), ("x" * 4001, TooLong)])
def test_a_text_by_itself_is_read_by_the_same_rules(text: Any, error: type[Exception]) -> None:
    assert read_text("text", " a\x00 ") == "a�"
    with pytest.raises(error, match=r"^text: "):
        read_text("text", text)


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(json_values | st.fixed_dictionaries({"sender": json_values, "message": json_values, "metadata": json_values}))
def test_whatever_json_arrives_is_a_message_or_a_bad_body(body: Any) -> None:
    try:
        message = read_body(body)
    except BadBody:
        return
    message.text.encode()  # can be stored


@given(st.text(max_size=40) | st.text(max_size=30).map(lambda text: f"/trigger_handoff{{{text}"))
def test_whatever_is_said_has_a_payload_or_none(text: str) -> None:
    read_payload(text)


def test_a_payload_is_a_name_and_what_comes_in_braces() -> None:
    assert read_payload('/trigger_handoff{"to": "bank"}') == ("trigger_handoff", {"to": "bank"})
    assert read_payload("/deny") == ("deny", {})
    for unreadable in ("/deny{", "/deny{x}", '/deny{"a": ' + "[" * 3000 + "}"):
        assert read_payload(unreadable) == ("deny", {})


@pytest.mark.parametrize("text", ["/home/ann is full", "/", "/deny please", "no /deny", "deny{}", "/a-b{}"])
def test_words_that_begin_with_a_slash_are_words(text: str) -> None:
    assert read_payload(text) is None
