"""A form of a paint shop to listen with: a colour, a note, a confirmation."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from handoff.sdk_adapter.fields import Field, Reading, Unclear, Understood
from handoff.sdk_adapter.forms import SkillForm
from handoff.sdk_adapter.skills import FormSkill
from handoff.sdk_adapter.turn import Turn


class ColourField:
    """Red and green are colours; "grue" is none."""

    slot = "colour"
    unclear = "utter_colour_unclear"
    called = ("colour", "color")
    takes_anything = False

    async def read(self, turn: Turn) -> Reading:
        if "reddish" in turn.text:
            return Unclear("utter_which_red", buttons=[{"title": "red", "payload": "red"}])
        if "grue" in turn.text:
            return Unclear("utter_no_such_colour", {"name": "grue"})
        return next((Understood(colour) for colour in ("red", "green") if colour in turn.text), None)

    def holds(self, value: Any) -> bool:
        return value in ("red", "green")


class NoteField:
    """Anything, when it was asked for."""

    slot = "note"
    unclear = "utter_note_unclear"
    called = ("note",)
    takes_anything = True

    async def read(self, turn: Turn) -> Reading:
        return Understood(turn.text) if turn.asked == self.slot else None

    def holds(self, value: Any) -> bool:
        return isinstance(value, str)


class PaintForm(SkillForm):
    """A colour, a note, a confirmation."""

    skill = FormSkill("paint_form", frozenset({"paint"}), ("colour", "note"), "confirmed", "key")
    skills = (skill,)
    read_backs = frozenset({"utter_read_back"})
    interruptions = frozenset({"help"})

    def fields(self) -> Sequence[Field]:
        return (ColourField(), NoteField())


def run(form: SkillForm, tracker: Tracker) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The slots that a form sets after the latest message and the responses that it gives."""
    dispatcher = CollectingDispatcher()
    set_slots = asyncio.run(form.run(dispatcher, tracker, {}))
    return {event["name"]: event["value"] for event in set_slots}, dispatcher.messages


def hear(
    text: str,
    intent: str = "inform",
    asked: str | None = "colour",
    confidence: float = 0.9,
    last: str = "utter_read_back",
    **metadata: str,
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What the paint form makes of a text; see `run`."""
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": confidence},
        "entities": [],
        "metadata": metadata,
    }
    events = [{"event": "bot", "metadata": {"utter_action": last}}, {"event": "user"}]
    slots = {"requested_slot": asked}
    return run(PaintForm(), Tracker("s", slots, message, events, False, None, {"name": "paint_form"}, None))
