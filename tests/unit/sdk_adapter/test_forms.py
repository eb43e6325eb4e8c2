"""How every form listens, on a small form of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from handoff.sdk_adapter.forms import Field, Reading, SkillForm, Unclear, Understood
from handoff.sdk_adapter.turn import Turn


class ColourField:
    """Red and green are colours; "grue" is none."""

    slot = "colour"
    unclear = "utter_colour_unclear"

    async def read(self, turn: Turn) -> Reading:
        if "grue" in turn.text:
            return Unclear("utter_no_such_colour", {"name": "grue"})
        return next((Understood(colour) for colour in ("red", "green") if colour in turn.text), None)


class NoteField:
    """Anything, when it was asked for."""

    slot = "note"
    unclear = "utter_note_unclear"
    takes_anything = True

    async def read(self, turn: Turn) -> Reading:
        return Understood(turn.text) if turn.asked == self.slot else None


class PaintForm(SkillForm):
    """A colour, a note, a confirmation."""

    confirmation_slot = "confirmed"
    confirmation_unclear = "utter_confirmed_unclear"
    key_slot = "key"
    interruptions = frozenset({"help"})

    def name(self) -> str:
        return "validate_paint_form"

    def fields(self) -> Sequence[Field]:
        return (ColourField(), NoteField())


def hear(
    text: str, intent: str = "inform", asked: str | None = "colour", confidence: float = 0.9
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The slots that the form sets and the responses that it gives."""
    message = {"text": text, "intent": {"name": intent, "confidence": confidence}, "entities": []}
    tracker = Tracker("s", {"requested_slot": asked}, message, [], False, None, {"name": "paint_form"}, None)
    dispatcher = CollectingDispatcher()
    events = asyncio.run(PaintForm().run(dispatcher, tracker, {}))
    return {event["name"]: event["value"] for event in events}, dispatcher.messages


def test_one_message_can_fill_a_slot_that_was_not_asked_for() -> None:
    slots, said = hear("in red please", asked="note")
    assert slots["colour"] == "red"
    assert said == []


def test_the_key_is_new_with_each_form_and_stays_while_the_form_goes_on() -> None:
    first, again, later = (hear("red", asked=asked)[0] for asked in (None, None, "note"))
    assert first["key"] != again["key"]
    assert "key" not in later


@pytest.mark.parametrize(("intent", "confirmed"), [("affirm", "yes"), ("deny", "no")])
def test_a_yes_or_no_counts_when_it_was_asked_for(intent: str, confirmed: str) -> None:
    assert hear("well", intent, asked="confirmed")[0] == {"confirmed": confirmed}


def test_a_yes_that_changes_something_is_no_yes_the_read_back_is_given_again() -> None:
    assert hear("yes but green", "affirm", asked="confirmed")[0] == {"colour": "green", "confirmed": None}


def test_a_yes_to_another_question_confirms_nothing() -> None:
    slots, said = hear("yes", "affirm", asked="colour")
    assert slots == {"colour": None}
    assert [each["response"] for each in said] == ["utter_colour_unclear"]


@pytest.mark.parametrize("asked", ["colour", "note", "confirmed"])
def test_cancel_leaves_at_any_slot(asked: str) -> None:
    assert hear("cancel", "cancel", asked)[0] == {"confirmed": "no", "requested_slot": None}


def test_a_question_is_left_to_the_rules_but_not_when_it_answers_what_was_asked() -> None:
    assert hear("what can you do", "help") == ({}, [])
    assert hear("red, what else", "help")[0]["colour"] == "red"
    assert hear("what can you do", "help", asked="note") == ({}, [])
    assert hear("mumble", "help", confidence=0.3)[1][0]["response"] == "utter_colour_unclear"


@pytest.mark.parametrize("intent", ["human_handoff", "trigger_handoff", "handoff", "handoff_failed"])
def test_handoff_messages_never_fill_a_slot(intent: str) -> None:
    assert hear(f"/{intent}", intent, asked="note") == ({}, [])


def test_what_is_unusable_is_said_and_the_slot_is_asked_again() -> None:
    slots, said = hear("in grue", asked="confirmed")
    assert slots == {"colour": None, "confirmed": None}
    assert (said[0]["response"], said[0]["name"]) == ("utter_no_such_colour", "grue")


@pytest.mark.parametrize("text", ["", "x" * 20_000, "\ud83d", "{name}", None, 42, ["red"]])
def test_any_text_ends_in_a_question(text: Any) -> None:
    slots, said = hear(text)
    assert slots == {"colour": None}
    assert said
