"""What a client or a back office may send, as pure functions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.incoming import BadMessage, MessageTooLong, read_message
from handoff.rasa_adapter.messages import IncomingNotice, SeenNotices, read_notice, read_seen


def test_a_message_is_read_with_its_id() -> None:
    metadata = {"message_id": "m", "handoff_ticket": 1, "handoff_replay": "j"}
    body = {"sender": "s", "message": " hi ", "metadata": metadata}
    message = read_message(body)
    assert (message.sender, message.text, message.message_id) == ("s", "hi", "m")
    assert (message.ticket, message.replay) == (1, "j")


def test_characters_that_databases_refuse_are_replaced_one_by_one() -> None:
    assert read_message({"sender": "s", "message": "a\x00b\ud83dc\nd"}).text == "a�b�c\nd"


def test_more_than_four_thousand_characters_are_too_long() -> None:
    assert read_message({"sender": "s", "message": "x" * 4000}).text == "x" * 4000
    with pytest.raises(MessageTooLong):
        read_message({"sender": "s", "message": "x" * 4001})


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(json_values | st.fixed_dictionaries({"sender": json_values, "message": json_values, "metadata": json_values}))
def test_whatever_json_arrives_is_a_message_or_one_of_two_errors(body: Any) -> None:
    try:
        message = read_message(body)
    except (BadMessage, MessageTooLong):
        return
    assert message.text.strip()
    message.text.encode()  # can be stored


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


def test_no_client_can_take_the_id_that_a_ticket_will_have() -> None:
    with pytest.raises(BadMessage, match="message_id"):
        read_message({"sender": "a", "message": "hi", "metadata": {"message_id": "ticket:0b9d"}})


@pytest.mark.parametrize("broken", ["x\ny", "x\ry", "x\ty", "x\u2028y", "x\u2029y", "x\x85y", "x\x9by", "\ud83d"])
def test_no_id_begins_a_line_of_its_own_in_the_log(broken: str) -> None:
    bodies = [
        (read_message, {"sender": broken, "message": "hi"}),
        (read_message, {"sender": "a", "message": "hi", "metadata": {"message_id": broken}}),
        (read_notice, {"id": broken, "sender": "b", "response": "c"}),
        (read_notice, {"id": "a", "sender": broken, "response": "c"}),
        (read_seen, {"sender": "a", "ids": [broken]}),
    ]
    for read, body in bodies:
        with pytest.raises(BadMessage, match="line breaks"):
            read(body)


def test_an_id_may_have_spaces_and_letters_of_any_alphabet() -> None:
    body = {"sender": "Ann Müller 안", "message": "hi", "metadata": {"message_id": "a b"}}
    assert (read_message(body).sender, read_message(body).message_id) == ("Ann Müller 안", "a b")
