"""What a back office or a client may send about notices, as pure functions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.incoming import BadMessage
from handoff.rasa_adapter.messages import IncomingNotice, SeenNotices, read_notice, read_seen
from tests.support.json_values import json_values


def test_a_notice_is_read_with_its_details() -> None:
    body = {
        "id": "bank-17",
        "sender": "sha256:ab",
        "response": "utter_paid",
        "details": {"amount": "$5", "payee": "\x00"},
    }
    assert read_notice(body) == IncomingNotice("bank-17", "sha256:ab", "utter_paid", {"amount": "$5", "payee": "�"})
    assert read_notice({"id": "a", "sender": "b", "response": "c"}).details == {}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"id": None}, "id: must be a text that is not empty"),
        ({"id": "x" * 201}, "id: is longer than 200 characters"),
        ({"sender": 7}, "sender: must be a text that is not empty"),
        ({"sender": "a\x00"}, "sender: has line breaks, or other characters that no id may have"),
        ({"response": ""}, "response: must be a text that is not empty"),
        ({"details": ["$5"]}, "details: must be a JSON object"),
        ({"details": {"amount": 5}}, "details.amount: must be a text"),
        ({"details": {"amount": "x" * 1001}}, "details.amount: is longer than 1000 characters"),
    ],
)
def test_a_body_that_is_no_notice_is_refused_with_the_key(change: dict[str, Any], problem: str) -> None:
    with pytest.raises(BadMessage) as refused:
        read_notice({"id": "a", "sender": "b", "response": "c", "details": {}} | change)
    assert str(refused.value) == problem


@pytest.mark.parametrize("ids", [None, "a", {"a": 1}, ["a"] * 1001, [7], [""], [["a"]]])
def test_what_was_seen_must_be_a_list_of_ids(ids: Any) -> None:
    with pytest.raises(BadMessage, match=r"^ids: "):
        read_seen({"sender": "s", "ids": ids})


def test_what_was_seen_is_read() -> None:
    assert read_seen({"sender": "s", "ids": ["a", "b"]}) == SeenNotices("s", ("a", "b"))


@given(json_values | st.fixed_dictionaries({"id": json_values, "sender": st.text(), "response": st.text()}))
def test_whatever_json_arrives_is_a_notice_or_one_error(body: Any) -> None:
    for read in (read_notice, read_seen):
        try:
            read(body)
        except BadMessage:
            continue


def test_ids_are_read_as_those_of_messages_are() -> None:
    bodies = [
        (read_notice, {"id": "x\ny", "sender": "b", "response": "c"}),
        (read_notice, {"id": "a", "sender": "x\ny", "response": "c"}),
        (read_seen, {"sender": "x\ny", "ids": ["a"]}),
        (read_seen, {"sender": "a", "ids": ["x\ny"]}),
    ]
    for read, body in bodies:
        with pytest.raises(BadMessage, match="line breaks"):
            read(body)
