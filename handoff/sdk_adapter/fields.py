"""One slot of a form, and what a message says about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT

from handoff.sdk_adapter.turn import Turn

# Rasa asks for a requested slot with the response of its name; there is none with this in front.
ASKED_ALREADY = "which_"


@dataclass(frozen=True)
class Understood:
    """The message has a value for the slot. The value is what a tracker can keep (JSON)."""

    value: Any


@dataclass(frozen=True)
class Unclear:
    """The message speaks of the slot, but no value can be taken from it; `response` says so to the user.

    `details` fill the response's placeholders; `buttons` are Rasa's. A response with buttons is a question itself, so
    the slot is not asked for once more.
    """

    response: str
    details: Mapping[str, str] = field(default_factory=dict)
    buttons: Sequence[Mapping[str, str]] = ()

    def say(self, dispatcher: CollectingDispatcher) -> None:
        """Tells the user."""
        buttons = [dict(button) for button in self.buttons]
        dispatcher.utter_message(response=self.response, buttons=buttons, **self.details)


@dataclass(frozen=True)
class Needless:
    """The message makes the whole form needless; `response` says so to the user, and `details` fill it."""

    response: str
    details: Mapping[str, str] = field(default_factory=dict)

    def say(self, dispatcher: CollectingDispatcher) -> None:
        """Tells the user."""
        dispatcher.utter_message(response=self.response, **self.details)


Reading = Understood | Unclear | Needless | None


class Field(Protocol):
    """One slot of a form and how it is found in a message."""

    @property
    def slot(self) -> str:
        """The slot's name."""

    @property
    def unclear(self) -> str:
        """The response for an answer in which nothing was found."""

    @property
    def called(self) -> tuple[str, ...]:
        """What people call the slot when they want to change it, in lower case."""

    @property
    def takes_anything(self) -> bool:
        """Whether any words are an answer, so that questions and ways out have to be told from it."""

    async def read(self, turn: Turn) -> Reading:
        """What `turn` says about the slot; None when it does not speak of it. May be asked at any time."""

    def holds(self, value: Any) -> bool:
        """Whether `value`, whatever it is, is one that `read` can have understood."""


def fill(dispatcher: CollectingDispatcher, readings: Mapping[str, Reading]) -> list[EventType]:
    """The slots that the readings fill or empty; what is unclear is said."""
    events: list[EventType] = []
    asked = None
    for slot, reading in readings.items():
        if isinstance(reading, Unclear):
            reading.say(dispatcher)
            events.append(SlotSet(slot, None))
            asked = slot if reading.buttons else asked
        elif isinstance(reading, Understood):
            events.append(SlotSet(slot, reading.value))
    return events if asked is None else [*events, SlotSet(REQUESTED_SLOT, f"{ASKED_ALREADY}{asked}")]


def slot_asked_for(requested: str | None) -> str | None:
    """The slot that a form's requested slot stands for; see ASKED_ALREADY."""
    return None if requested is None else requested.removeprefix(ASKED_ALREADY)


def understands(readings: Mapping[str, Reading]) -> bool:
    """Whether any slot got a value."""
    return any(isinstance(reading, Understood) for reading in readings.values())


def needless(readings: Mapping[str, Reading]) -> Needless | None:
    """The first reading that makes the form needless, if any."""
    return next((reading for reading in readings.values() if isinstance(reading, Needless)), None)


def says_the_same(reading: Reading, known: Any) -> bool:
    """Whether the reading is the value that the slot has already."""
    return known is not None and isinstance(reading, Understood) and reading.value == known


def ask_again(dispatcher: CollectingDispatcher, slot: str, response: str, **details: str) -> list[EventType]:
    """Says why a slot has to be filled anew; `response` is the question, and the next message its answer."""
    dispatcher.utter_message(response=response, **details)
    return [SlotSet(slot, None), SlotSet(REQUESTED_SLOT, slot)]
