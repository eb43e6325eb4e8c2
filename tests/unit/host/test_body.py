"""What a client may post to a host, as pure functions. `handoff.incoming` reads the message in it."""

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


def test_a_message_and_a_text_by_itself_are_read_as_every_host_reads_them() -> None:
    assert read_body({"sender": "s", "message": " a\x00 ", "metadata": None}) == IncomingMessage("s", "a�")
    assert read_text("text", " a\x00 ") == "a�"


@pytest.mark.parametrize(("text", "error"), [(7, BadBody), (" ", BadBody), ("x" * 4001, TooLong)])
def test_what_no_host_can_read_is_an_error_of_this_package(text: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"^message: "):
        read_body({"sender": "s", "message": text})
    with pytest.raises(error, match=r"^text: "):
        read_text("text", text)


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
