"""What a client may send to any host, as pure functions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.incoming import BadMessage, IncomingMessage, MessageTooLong, read_identifier, read_message
from tests.support.json_values import json_values


def test_a_message_is_read_with_its_id_and_what_handoff_adds() -> None:
    metadata = {"message_id": "m", "handoff_ticket": 1, "handoff_replay": "j", "more": 1}
    body = {"sender": "s", "message": " hi ", "metadata": metadata}
    assert read_message(body) == IncomingMessage("s", "hi", "m", 1, "j")


def test_an_older_client_sends_no_metadata() -> None:
    assert read_message({"sender": "s", "message": "hi"}) == IncomingMessage("s", "hi")
    assert read_message({"sender": "s", "message": "hi", "metadata": None}) == IncomingMessage("s", "hi")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"sender": None}, "sender: must be a text that is not empty"),
        ({"sender": " "}, "sender: must be a text that is not empty"),
        ({"sender": "x" * 201}, "sender: is longer than 200 characters"),
        ({"sender": "s\ud83d"}, "sender: has line breaks, or other characters that no id may have"),
        ({"message": 7}, "message: must be a text"),
        ({"message": " "}, "message: must not be empty"),
        ({"metadata": []}, "metadata: must be a JSON object"),
        ({"metadata": {"message_id": 7}}, "metadata.message_id: must be a text that is not empty"),
        # a client cannot take the id that a ticket will have
        ({"metadata": {"message_id": "ticket:0b9d"}}, "metadata.message_id: must not begin with 'ticket:'"),
    ],
)
def test_a_body_that_is_no_message_is_refused_with_the_key(change: dict[str, Any], problem: str) -> None:
    with pytest.raises(BadMessage) as refused:
        read_message({"sender": "s", "message": "hi"} | change)
    assert str(refused.value) == problem


def test_characters_that_databases_refuse_are_replaced_one_by_one() -> None:
    assert read_message({"sender": "s", "message": "a\x00b\ud83dc\nd"}).text == "a�b�c\nd"


def test_more_than_four_thousand_characters_are_too_long() -> None:
    assert read_message({"sender": "s", "message": "x" * 4000}).text == "x" * 4000
    with pytest.raises(MessageTooLong):
        read_message({"sender": "s", "message": "x" * 4001})


@given(json_values | st.fixed_dictionaries({"sender": json_values, "message": json_values, "metadata": json_values}))
def test_whatever_json_arrives_is_a_message_or_one_of_two_errors(body: Any) -> None:
    try:
        message = read_message(body)
    except (BadMessage, MessageTooLong):
        return
    assert message.text.strip()
    message.text.encode()  # can be stored


@pytest.mark.parametrize("broken", ["x\ny", "x\ry", "x\ty", "x\u2028y", "x\u2029y", "x\x85y", "x\x9by", "\ud83d"])
def test_no_id_begins_a_line_of_its_own_in_the_log(broken: str) -> None:
    with pytest.raises(BadMessage, match="line breaks"):
        read_identifier("id", broken)
    for change in ({"sender": broken}, {"metadata": {"message_id": broken}}):
        with pytest.raises(BadMessage, match="line breaks"):
            read_message({"sender": "s", "message": "hi"} | change)


def test_an_id_may_have_spaces_and_letters_of_any_alphabet() -> None:
    body = {"sender": "Ann Müller 안", "message": "hi", "metadata": {"message_id": "a b"}}
    assert (read_message(body).sender, read_message(body).message_id) == ("Ann Müller 안", "a b")
