"""How a form listens: the behaviour that the forms of all bots share."""

from __future__ import annotations

import re
import uuid
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT, FormValidationAction

from handoff.answers import Answer, is_question, read_answer
from handoff.protocol import FAILED_INTENT, TAKE_OVER_INTENT, TRIGGER_INTENT
from handoff.sdk_adapter.turn import Turn, read_turn
from handoff.skill_names import OFFER_RESPONSES, OTHER_SKILL_PREFIX

YES, NO, NOT_ASKED_FOR = "yes", "no", "not asked for"
HANDOFF_INTENTS = frozenset({"human_handoff", TRIGGER_INTENT, TAKE_OVER_INTENT, FAILED_INTENT})

SURE_ENOUGH_TO_INTERRUPT = 0.6
# where any words are an answer, only a short and certain question is taken for one
SURE_ENOUGH_TO_INTERRUPT_FREE_TEXT = 0.85
LONGEST_INTERRUPTION_OF_FREE_TEXT = 6  # words
SURE_ENOUGH_TO_LEAVE = 0.8

_WANTS_A_CHANGE = re.compile(
    r"\b(change|correct|edit|fix|wrong|incorrect|different|another|other|should be|not right)\b", re.I
)

_ASKS_TO_ACT = re.compile(
    r"\b(make|send|change|instead|rather|transfer|pay|put|set|switch|move|open|use|about)\b", re.IGNORECASE
)


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

    @property
    def called(self) -> tuple[str, ...]:
        """What people call the slot when they want to change it, in lower case."""

    @property
    def takes_anything(self) -> bool:
        """Whether any words are an answer, so that questions and ways out have to be told from it."""

    async def read(self, turn: Turn) -> Reading:
        """What `turn` says about the slot; None when it does not speak of it. May be asked at any time."""


class SkillForm(FormValidationAction):
    """A form whose every message is read once, for all its slots, by its fields.

    A message may fill or correct any slot at any time; only what is missing is asked. The last slot is the
    confirmation: a yes counts only when it is nothing but a yes (`handoff.answers`), answers the read-back and not
    something said since, and changes nothing; else the read-back is given again. A no, or a wish to leave, ends the
    form at any slot with the confirmation slot at "no". What no field understands is answered by the bot's rule for
    the intent if it is one of `interruptions` or another host's skill, and by the asked field's `unclear` response
    otherwise.

    `read_backs` are the names of the responses that ask for the confirmation, `changed` the one that says that
    something was changed. `key_slot` gets a fresh id when the form begins: the idempotency key of what the form leads
    to. What an earlier form left in the slots is forgotten then, except in those that are `remembered`: a session that
    expires drops the form and keeps the slots.
    """

    confirmation_slot: str
    confirmation_unclear: str
    read_backs: frozenset[str]
    changed: str
    key_slot: str
    interruptions: frozenset[str] = frozenset()
    remembered: frozenset[str] = frozenset()

    @abstractmethod
    def fields(self) -> Sequence[Field]:
        """The form's fields in the order of its `required_slots`, without the confirmation."""

    def set_aside(self, turn: Turn) -> str | None:
        """The response for a message at the read-back that this form cannot take beside what it has; None: it can."""
        return None

    def is_asked_for(self, turn: Turn) -> bool:
        """Whether the message that would begin the form really asks for it; if not, the form ends at once with the
        confirmation slot at NOT_ASKED_FOR."""
        return True

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Reads the latest message. No events means: not for this form, let the rules answer."""
        turn = read_turn(tracker)
        if turn.asked is None:
            return await self._begin(dispatcher, turn)
        if self._is_about_a_handoff(turn):
            return []
        readings = await self._read(turn)
        if self._leaves(turn, readings):
            return self._end(NO)
        aside = self.set_aside(turn) if turn.asked == self.confirmation_slot else None
        if aside is not None:
            dispatcher.utter_message(response=aside)
            return [SlotSet(self.confirmation_slot, None)]
        if self._interrupts(turn, readings):
            return []
        return self._go_on(dispatcher, turn, readings)

    async def _read(self, turn: Turn) -> dict[str, Reading]:
        """What is new in the message. A question at the read-back ("is monday a holiday?") tells nothing new."""
        if turn.asked == self.confirmation_slot and is_question(turn.text) and not _ASKS_TO_ACT.search(turn.text):
            return {}
        readings = {each.slot: await each.read(turn) for each in self.fields()}
        return {slot: each for slot, each in readings.items() if not _says_the_same(each, turn.slots.get(slot))}

    async def _begin(self, dispatcher: CollectingDispatcher, turn: Turn) -> list[EventType]:
        key = SlotSet(self.key_slot, uuid.uuid4().hex)
        if not self.is_asked_for(turn):
            return [key, *self._end(NOT_ASKED_FOR)]
        readings = {each.slot: await each.read(turn) for each in self.fields()}
        unread = {slot for slot, reading in readings.items() if reading is None} - self.remembered
        left_over = [SlotSet(slot, None) for slot in (*sorted(unread), self.confirmation_slot)]
        return [key, *left_over, *_fill(dispatcher, readings)]

    def _go_on(self, dispatcher: CollectingDispatcher, turn: Turn, readings: Mapping[str, Reading]) -> list[EventType]:
        confirming = turn.asked == self.confirmation_slot
        events = _fill(dispatcher, readings)
        if events:
            if confirming and not any(isinstance(reading, Unclear) for reading in readings.values()):
                dispatcher.utter_message(response=self.changed)
            return [*events, SlotSet(self.confirmation_slot, None)]
        if not confirming:
            asked = self._field(turn.asked)
            dispatcher.utter_message(response=asked.unclear if asked else self.confirmation_unclear)
            return [SlotSet(turn.asked, None)]
        return self._confirm(dispatcher, turn)

    def _confirm(self, dispatcher: CollectingDispatcher, turn: Turn) -> list[EventType]:
        answer = read_answer(turn.text)
        if answer in (Answer.NO, Answer.LEAVE):
            return [SlotSet(self.confirmation_slot, NO)]
        if answer is Answer.YES:
            heard = turn.last_response in self.read_backs
            return [SlotSet(self.confirmation_slot, YES if heard else None)]
        wrong = [each for each in self.fields() if _wants_to_change(turn.text, each)]
        if not wrong:
            dispatcher.utter_message(response=self.confirmation_unclear)
        return [*(SlotSet(each.slot, None) for each in wrong), SlotSet(self.confirmation_slot, None)]

    def _is_about_a_handoff(self, turn: Turn) -> bool:
        if turn.last_response in OFFER_RESPONSES and turn.intent in ("affirm", "deny", "cancel"):
            return True
        asked = self._field(turn.asked)
        if asked is not None and asked.takes_anything and not turn.is_payload:
            return turn.intent in HANDOFF_INTENTS and _is_short_and_sure(turn)
        return turn.intent in HANDOFF_INTENTS

    def _leaves(self, turn: Turn, readings: Mapping[str, Reading]) -> bool:
        if turn.asked == self.confirmation_slot:
            return False  # a no to the read-back is an answer to it
        if read_answer(turn.text) in (Answer.NO, Answer.LEAVE):
            return True
        asked = self._field(turn.asked)
        sure = turn.intent == "cancel" and turn.intent_confidence >= SURE_ENOUGH_TO_LEAVE
        return sure and not (asked and asked.takes_anything) and not any(readings.values())

    def _interrupts(self, turn: Turn, readings: Mapping[str, Reading]) -> bool:
        asked = self._field(turn.asked)
        free_text = asked is not None and asked.takes_anything
        another_hosts = turn.intent.startswith(OTHER_SKILL_PREFIX) and not free_text
        if turn.intent not in self.interruptions and not another_hosts:
            return False
        if free_text:
            return _is_short_and_sure(turn)
        answered = any(isinstance(reading, Understood) for reading in readings.values()) and not is_question(turn.text)
        return turn.intent_confidence >= SURE_ENOUGH_TO_INTERRUPT and not answered

    def _end(self, outcome: str) -> list[EventType]:
        return [SlotSet(self.confirmation_slot, outcome), SlotSet(REQUESTED_SLOT, None)]

    def _field(self, slot: str | None) -> Field | None:
        return next((each for each in self.fields() if each.slot == slot), None)


def _is_short_and_sure(turn: Turn) -> bool:
    short = len(turn.text.split()) <= LONGEST_INTERRUPTION_OF_FREE_TEXT
    return short and turn.intent_confidence >= SURE_ENOUGH_TO_INTERRUPT_FREE_TEXT


def _says_the_same(reading: Reading, known: Any) -> bool:
    return known is not None and isinstance(reading, Understood) and reading.value == known


def _fill(dispatcher: CollectingDispatcher, readings: Mapping[str, Reading]) -> list[EventType]:
    """The slots that the readings fill or empty; what is unclear is said."""
    events: list[EventType] = []
    for slot, reading in readings.items():
        if isinstance(reading, Unclear):
            buttons = [dict(button) for button in reading.buttons]
            dispatcher.utter_message(response=reading.response, buttons=buttons, **reading.details)
            events.append(SlotSet(slot, None))
        elif isinstance(reading, Understood):
            events.append(SlotSet(slot, reading.value))
    return events


def _wants_to_change(text: str, field: Field) -> bool:
    plain = text.casefold()
    return bool(_WANTS_A_CHANGE.search(plain)) and any(re.search(rf"\b{name}\b", plain) for name in field.called)
