"""What counts as a take-over, and what as a button."""

from __future__ import annotations

import pytest

from handoff.protocol import is_payload, is_take_over


@pytest.mark.parametrize(
    "text",
    [
        "/handoff",
        '/handoff{"from_host": "http://localhost:1"}',
        '/handoff {"from_host": 1}',
        '/handoff@1{"from_host": 1}',
        '/handoff@0.3{"a":\n1}',
        "/handoff@1",
        "/handoff@",
        "/handoff@x{}",
        "/ handoff{}",
        " /handoff\n{}",
        "/handoff{",
        "/handoff{x}",
        "/handoff{} and more",
    ],
)
def test_a_take_over_is_recognised_in_every_spelling_that_rasa_reads(text: str) -> None:
    assert is_take_over(text)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "handoff",
        '/handoff_failed{"to": "x"}',
        "/handoffs",
        "/handoffs{}",
        "/handoff-x",
        "/handoff-x{}",
        "/handoff/x",
        "/handoff[]",
        "/handoff is broken {",
        "/HANDOFF",
        "/hand off",
        "/home",
        "//handoff{}",
        "take /handoff{}",
        "/trigger_handoff{}",
    ],
)
def test_nothing_else_is_a_take_over(text: str | None) -> None:
    assert not is_take_over(text)


@pytest.mark.parametrize("text", ["/deny", '/trigger_handoff{"to": "bank"}', "/deny{", "/deny{x}", '/deny{"a":\n1}'])
def test_a_name_alone_or_with_braces_is_a_payload(text: str) -> None:
    assert is_payload(text)


@pytest.mark.parametrize("text", ["/home/ann is full", "/", "//", "/deny please", "deny", "no /deny", "", "/a-b{}"])
def test_anything_else_is_a_persons_own_words(text: str) -> None:
    assert not is_payload(text)
