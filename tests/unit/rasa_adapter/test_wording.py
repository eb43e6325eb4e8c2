"""Responses are said with all their placeholders filled, or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.rasa_adapter.wording import PARTS, StrayBrace, UnfilledPlaceholder, fill


@pytest.mark.parametrize("value", ["{amount}", "{0[amount]}", "0[", "}{", "{{x}}", "%s {0}", "\\1 \\g<name>"])
def test_what_a_user_wrote_is_shown_as_it_is(value: str) -> None:
    response = {"text": "{name}, you have {amount}."}
    assert fill("utter", response, {"name": value, "amount": "$5"})["text"] == f"{value}, you have $5."


@given(st.text(), st.text())
def test_any_value_comes_out_as_it_went_in(one: str, two: str) -> None:
    assert fill("utter", {"text": "<{one}|{two}|{one}>"}, {"one": one, "two": two})["text"] == f"<{one}|{two}|{one}>"


def test_every_part_of_a_response_is_filled_however_deep() -> None:
    response: dict[str, Any] = {
        "text": "{a}",
        "image": "http://host/{a}.png",
        "buttons": [{"title": "{a}", "payload": '/inform{{"a": "{a}"}}'}],
        "custom": {"list": [{"deep": "{a}", "number": 1}], "nothing": None},
        "attachment": {"url": "{a}"},
        "quick_replies": [{"title": "{a}"}],
        "elements": [{"title": "{a}"}],
        "condition": [{"type": "slot", "name": "{not a part}", "value": True}],
    }
    assert fill("utter", response, {"a": "x"}) == {
        "text": "x",
        "image": "http://host/x.png",
        "buttons": [{"title": "x", "payload": '/inform{"a": "x"}'}],
        "custom": {"list": [{"deep": "x", "number": 1}], "nothing": None},
        "attachment": {"url": "x"},
        "quick_replies": [{"title": "x"}],
        "elements": [{"title": "x"}],
        "condition": [{"type": "slot", "name": "{not a part}", "value": True}],
    }
    for part in PARTS:
        with pytest.raises(UnfilledPlaceholder, match=r"utter: nobody gave a value for \{a\}"):
            fill("utter", {part: response[part]}, {"a": None})


def test_the_response_itself_stays_as_it_was() -> None:
    response = {"text": "{a}", "buttons": [{"title": "{a}"}]}
    fill("utter", response, {"a": "x"})
    assert response == {"text": "{a}", "buttons": [{"title": "{a}"}]}


def test_a_payload_may_be_written_as_people_type_it() -> None:
    assert fill("utter", {"text": '/inform{"a": "b"}'}, {})["text"] == '/inform{"a": "b"}'


@pytest.mark.parametrize("text", ["{amount", "amount}", "{}", "{{amount}", '{"a": {"b": 1}}', "{a\nb}"])
def test_a_brace_that_belongs_to_nothing_is_an_error_that_names_the_response(text: str) -> None:
    with pytest.raises(StrayBrace, match="utter_balance"):
        fill("utter_balance", {"text": text}, {"amount": "$5"})
