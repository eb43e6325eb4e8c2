"""How every form listens, on a small form of its own."""

from __future__ import annotations

from typing import Any

import pytest

from .painting import hear


def test_one_message_can_fill_a_slot_that_was_not_asked_for() -> None:
    slots, said = hear("in red please", asked="note")
    assert slots["colour"] == "red"
    assert said == []


def test_what_an_earlier_form_left_behind_is_forgotten_when_a_form_begins() -> None:
    """A session that expires drops the form and carries its slots over."""
    slots, _ = hear("paint something", "paint", asked=None)
    assert {name: value for name, value in slots.items() if name != "key"} == {
        "colour": None,
        "note": None,
        "confirmed": None,
    }
    assert hear("paint it red", "paint", asked=None)[0]["colour"] == "red"


def test_the_key_is_new_with_each_form_and_stays_while_the_form_goes_on() -> None:
    first, again, later = (hear("red", asked=asked)[0] for asked in (None, None, "note"))
    assert first["key"] != again["key"]
    assert "key" not in later


@pytest.mark.parametrize(
    ("text", "confirmed"), [("yes", "yes"), ("/affirm", "yes"), ("no", "no"), ("never mind", "no")]
)
def test_a_yes_or_no_counts_when_it_answers_the_read_back(text: str, confirmed: str) -> None:
    assert hear(text, asked="confirmed")[0] == {"confirmed": confirmed}


@pytest.mark.parametrize("text", ["why?", "yes no", "yes but wait", "yeah right", "only if it's free"])
def test_what_is_not_plainly_a_yes_is_none_however_sure_the_classifier_is(text: str) -> None:
    slots, said = hear(text, "affirm", asked="confirmed", confidence=1.0)
    assert slots == {"confirmed": None}
    assert [each["response"] for each in said] == ["utter_confirmation_unclear"]


@pytest.mark.parametrize("last", ["utter_offer_hosts", "utter_offer_skilled_host"])
def test_a_yes_to_an_offer_made_since_the_read_back_is_no_yes_to_the_read_back(last: str) -> None:
    assert hear("yes", "affirm", asked="confirmed", last=last) == ({}, [])


def test_a_yes_after_anything_but_the_read_back_brings_the_read_back_again() -> None:
    assert hear("yes", "affirm", asked="confirmed", last="utter_help")[0] == {"confirmed": None}


def test_a_yes_that_changes_something_is_no_yes_and_the_change_is_said() -> None:
    slots, said = hear("yes but green", "affirm", asked="confirmed")
    assert slots == {"colour": "green", "confirmed": None}
    assert [each["response"] for each in said] == ["utter_changed"]


def test_a_question_at_the_read_back_changes_nothing_unless_it_asks_for_the_change() -> None:
    assert hear("is red allowed here?", asked="confirmed")[0] == {"confirmed": None}
    assert hear("can you make it red?", asked="confirmed")[0] == {"colour": "red", "confirmed": None}


@pytest.mark.parametrize("asked", ["colour", "note", "confirmed"])
@pytest.mark.parametrize("text", ["no wait", "hold on please", "not yet", "one sec"])
@pytest.mark.parametrize("intent", ["deny", "cancel", "inform", "help"])
def test_who_needs_a_moment_gets_it_and_the_question_stays(text: str, asked: str, intent: str) -> None:
    slots, said = hear(text, intent, asked, confidence=1.0)
    assert slots == {asked: None}
    assert [each["response"] for each in said] == ["utter_take_your_time"]


def test_a_moment_and_more_is_heard_as_what_it_says() -> None:
    assert hear("no wait, green", asked="confirmed")[0] == {"colour": "green", "confirmed": None}
    assert hear("wait for the second coat", asked="note")[0]["note"] == "wait for the second coat"


@pytest.mark.parametrize("text", ["wrong colour", "change the colour please", "that is the wrong color"])
def test_naming_what_is_wrong_asks_for_it_again(text: str) -> None:
    assert hear(text, "deny", asked="confirmed")[0] == {"colour": None, "confirmed": None}


def test_a_yes_to_another_question_confirms_nothing() -> None:
    slots, said = hear("yes", "affirm", asked="colour")
    assert slots == {"colour": None}
    assert [each["response"] for each in said] == ["utter_colour_unclear"]


@pytest.mark.parametrize("asked", ["colour", "note"])
@pytest.mark.parametrize("text", ["cancel", "never mind", "no", "go back", "stop it please"])
def test_there_is_a_way_out_at_any_slot(asked: str, text: str) -> None:
    assert hear(text, "inform", asked)[0] == {"confirmed": "no", "requested_slot": None}


@pytest.mark.parametrize("text", ["cancel does not work", "the stop button is broken", "hi, my screen says goodbye"])
def test_where_any_words_are_an_answer_words_like_a_command_are_an_answer(text: str) -> None:
    assert hear(text, "cancel", "note")[0] == {"note": text, "confirmed": None}


def test_a_question_is_left_to_the_rules_but_not_when_it_answers_what_was_asked() -> None:
    assert hear("what can you do", "help") == ({}, [])
    assert hear("red, what else", "help")[0]["colour"] == "red"
    assert hear("what can you do", "help", asked="note") == ({}, [])
    assert hear("mumble", "help", confidence=0.3)[1][0]["response"] == "utter_colour_unclear"


def test_what_is_unusable_is_said_and_the_slot_is_asked_again() -> None:
    slots, said = hear("in grue", asked="confirmed")
    assert slots == {"colour": None, "confirmed": None}
    assert (said[0]["response"], said[0]["name"]) == ("utter_no_such_colour", "grue")


@pytest.mark.parametrize("text", ["", "x" * 20_000, "\ud83d", "{name}", None, 42, ["red"]])
def test_any_text_ends_in_a_question(text: Any) -> None:
    slots, said = hear(text)
    assert slots == {"colour": None}
    assert said


def test_a_choice_of_buttons_is_the_question_and_is_not_asked_twice() -> None:
    slots, said = hear("something reddish")
    assert [each["response"] for each in said] == ["utter_which_red"]
    assert slots == {"colour": None, "requested_slot": "which_colour", "confirmed": None}
    assert hear("the red one", asked="which_colour")[0]["colour"] == "red"
