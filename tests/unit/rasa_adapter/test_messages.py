"""What a client may send, as a pure function."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.rasa_adapter.messages import BadMessage, MessageTooLong, read_message


def test_a_message_is_read_with_its_id() -> None:
    body = {"sender": "s", "message": " hi ", "metadata": {"message_id": "m", "more": 1}}
    message = read_message(body)
    assert (message.sender, message.text, message.message_id) == ("s", "hi", "m")
    assert message.metadata["more"] == 1


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
