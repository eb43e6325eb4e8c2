"""How a form listens: the behaviour that the forms of all bots share."""

from __future__ import annotations

import uuid
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT, FormValidationAction

from handoff.protocol import FAILED_INTENT, TAKE_OVER_INTENT, TRIGGER_INTENT
from handoff.sdk_adapter.turn import Turn, read_turn

YES, NO = "yes", "no"
HANDOFF_INTENTS = frozenset({"human_handoff", TRIGGER_INTENT, TAKE_OVER_INTENT, FAILED_INTENT})
SURE_ENOUGH_TO_INTERRUPT = 0.6
SURE_ENOUGH_TO_CANCEL = 0.5


@dataclass(frozen=True)
class Understood:
    """The message has a value for the slot. The value is what a tracker can keep (JSON)."""

    value: Any


@dataclass(frozen=True)
class Unclear:
    """The message speaks of the slot, but no value can be taken from it; `response` says so to the user.

    `details` fill the response's placeholders; `buttons` are Rasa's.
    """

    response: str
    details: Mapping[str, str] = field(default_factory=dict)
    buttons: Sequence[Mapping[str, str]] = ()


Reading = Understood | Unclear | None


class Field(Protocol):
    """One slot of a form and how it is found in a message."""

    @property
    def slot(self) -> str:
        """The slot's name."""

    @property
    def unclear(self) -> str:
        """The response for an answer in which nothing was found."""

    async def read(self, turn: Turn) -> Reading:
        """What `turn` says about the slot; None when it does not speak of it. May be asked at any time."""


class SkillForm(FormValidationAction):
    """A form whose every message is read once, for all its slots, by its fields.

    A message may fill or correct any slot at any time; only what is missing is asked. The last slot is the
    confirmation: a yes counts only when the same message changes nothing, else the read-back is given again. `cancel`
    ends the form at any slot, with the confirmation slot at "no". What no field understands is answered by the bot's
    rule for the intent if it is one of `interruptions`, and by the asked field's `unclear` response otherwise.

    `key_slot` gets a fresh id when the form begins: the idempotency key of what the form leads to.
    """

    confirmation_slot: str
    confirmation_unclear: str
    key_slot: str
    interruptions: frozenset[str] = frozenset()

    @abstractmethod
    def fields(self) -> Sequence[Field]:
        """The form's fields in the order of its `required_slots`, without the confirmation."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Reads the latest message. No events means: not for this form, let the rules answer."""
        turn = read_turn(tracker)
        start = [SlotSet(self.key_slot, uuid.uuid4().hex)] if turn.asked is None else []
        if turn.intent in HANDOFF_INTENTS:
            return start
        if self._leaves(turn):
            return [*start, SlotSet(self.confirmation_slot, NO), SlotSet(REQUESTED_SLOT, None)]
        readings = {each.slot: await each.read(turn) for each in self.fields()}
        if self._interrupts(turn, readings):
            return []
        return start + self._events(dispatcher, turn, {slot: read for slot, read in readings.items() if read})

    def _leaves(self, turn: Turn) -> bool:
        return turn.asked is not None and turn.intent == "cancel" and turn.intent_confidence >= SURE_ENOUGH_TO_CANCEL

    def _interrupts(self, turn: Turn, readings: Mapping[str, Reading]) -> bool:
        if turn.asked is None or turn.intent not in self.interruptions:
            return False
        answered = isinstance(readings.get(turn.asked), Understood)
        free_text = answered and getattr(self._field(turn.asked), "takes_anything", False)
        return turn.intent_confidence >= SURE_ENOUGH_TO_INTERRUPT and (not answered or free_text)

    def _field(self, slot: str) -> Field | None:
        return next((each for each in self.fields() if each.slot == slot), None)

    def _events(
        self, dispatcher: CollectingDispatcher, turn: Turn, readings: Mapping[str, Understood | Unclear]
    ) -> list[EventType]:
        events: list[EventType] = []
        for slot, reading in readings.items():
            if isinstance(reading, Unclear):
                buttons = [dict(button) for button in reading.buttons]
                dispatcher.utter_message(response=reading.response, buttons=buttons, **reading.details)
                events.append(SlotSet(slot, None))
            else:
                events.append(SlotSet(slot, reading.value))
        if events:
            return [*events, SlotSet(self.confirmation_slot, None)]
        return self._answer_to_question(dispatcher, turn)

    def _answer_to_question(self, dispatcher: CollectingDispatcher, turn: Turn) -> list[EventType]:
        if turn.asked is None:
            return []
        if turn.asked == self.confirmation_slot and turn.intent in ("affirm", "deny"):
            return [SlotSet(self.confirmation_slot, YES if turn.intent == "affirm" else NO)]
        asked = self._field(turn.asked)
        dispatcher.utter_message(response=asked.unclear if asked else self.confirmation_unclear)
        return [SlotSet(turn.asked, None)]
