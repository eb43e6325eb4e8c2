"""How a form listens: the behaviour that the forms of all bots share."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT, FormValidationAction

from handoff.answers import Answer, read_answer
from handoff.protocol import TAKE_OVER_INTENT
from handoff.sdk_adapter.carried_fields import read_carried
from handoff.sdk_adapter.fields import (
    Field,
    Reading,
    Unclear,
    fill,
    needless,
    says_the_same,
    slot_asked_for,
    understands,
)
from handoff.sdk_adapter.form_judgement import FormJudgement
from handoff.sdk_adapter.signs import tells_nothing_new
from handoff.sdk_adapter.skills import (
    INTERRUPTED_SLOT,
    MOST_INTERRUPTED,
    RESUMED_SLOT,
    SWITCH_SLOT,
    WANTED_SLOT,
    FormSkill,
    interrupted_skills,
    message_to_begin_with,
    want,
)
from handoff.sdk_adapter.turn import Turn, read_turn
from handoff.skill_names import CARRIED_SLOT

YES, NO, NOT_ASKED_FOR, IMPOSSIBLE, SET_ASIDE = "yes", "no", "not asked for", "impossible", "set aside"
NOT_ASKED = ""  # what words were an answer to that the user said to another host


class SkillForm(FormJudgement, FormValidationAction):
    """A form whose every message is read once, for all its slots, by its fields.

    A message may fill or correct any slot at any time; only what is missing is asked. The last slot is the
    confirmation: a yes counts only when it is nothing but a yes (`handoff.answers`), answers the read-back and not
    something said since, and changes nothing; else the read-back is given again. A no that is not an answer to the
    question, or a wish to leave, ends the form at any slot with the confirmation slot at NO. A field can end it too, by
    reading that it is needless (`fields.Needless`); the slot is at IMPOSSIBLE then. A wish for one of the other
    `skills` is asked about once; after a yes the form ends with the confirmation slot at SET_ASIDE, waits on the stack
    (`handoff.sdk_adapter.skills`), and goes on where it was when the other skill has ended. What no field understands
    is answered by the bot's rule for the intent if it is one of `interruptions` or another host's skill, and by the
    asked field's `unclear` response otherwise. One of the `leaving_intents` leaves the form if the classifier is sure
    of it. What the user said to another host, which carried it here, answers no question of this form; a wish for
    another skill in it is followed at once, and so is one for this skill that would overwrite what it has. `carries`
    names slots of other hosts' that fill slots of the form: {"incident_email": "email"}.

    `read_backs` are the names of the responses that ask for the confirmation; where there are none, nothing is asked,
    and the form ends at YES when its fields are filled. `says_yes` and `says_no` are phrases that answer a read-back
    beside those of `handoff.answers`: "close it" closes an incident and moves no money. The skill's key slot, if it has
    one, gets a fresh id when the form begins: the idempotency key of what the form leads to. What an earlier form left
    in the slots is forgotten then, except in those that are remembered: a session that expires drops the form and keeps
    the slots.
    """

    def name(self) -> str:
        """Name in the domain."""
        return f"validate_{self.skill.form}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Reads the latest message. No events means: not for this form, let the rules answer. A slot with a value that
        its field cannot have understood counts as empty."""
        turn = read_turn(tracker)
        broken = [each.slot for each in self.fields() if not _is_sound(each, turn.slots.get(each.slot))]
        slots = {**turn.slots, **dict.fromkeys(broken)}
        events = await self._run(dispatcher, replace(turn, asked=slot_asked_for(turn.asked), slots=slots))
        return self._confirmed_unless_asked(slots, [*(SlotSet(slot, None) for slot in broken), *events])

    def _confirmed_unless_asked(self, slots: Mapping[str, Any], events: list[EventType]) -> list[EventType]:
        """The events, and with them the yes that nobody is asked for once everything is there."""
        if self.read_backs or not events:
            return events
        after = {**slots, **{each["name"]: each["value"] for each in events if each.get("event") == "slot"}}
        is_full = all(after.get(slot) is not None for slot in self.skill.fields)
        is_open = after.get(self.skill.confirmation) is None
        return [*events, SlotSet(self.skill.confirmation, YES)] if is_full and is_open else events

    async def _run(self, dispatcher: CollectingDispatcher, turn: Turn) -> list[EventType]:
        if turn.slots.get(RESUMED_SLOT) == self.skill.form:
            return [SlotSet(RESUMED_SLOT, None), *await self._brought_back(dispatcher, turn)]
        if turn.asked is None or turn.form_begun == self.skill.form:
            return await self._begin(dispatcher, replace(turn, asked=None))
        if turn.is_replay and self.answer(turn.text) is not None:  # it answered another host
            return [SlotSet(REQUESTED_SLOT, SWITCH_SLOT) if turn.asked == SWITCH_SLOT else SlotSet(turn.asked, None)]
        if turn.asked == SWITCH_SLOT:
            return await self._hear_whether_to_switch(dispatcher, turn)
        return await self._hear(dispatcher, turn)

    async def _brought_back(self, dispatcher: CollectingDispatcher, turn: Turn) -> list[EventType]:
        """What a take-over that the form goes on after has carried for it."""
        if turn.intent != TAKE_OVER_INTENT:
            return []
        carried = await read_carried(self.fields(), self.carries, turn)
        lacking = {slot: each for slot, each in carried.items() if turn.slots.get(slot) is None}
        used = {self.carries[slot] for slot in lacking}
        left = {name: value for name, value in (turn.slots.get(CARRIED_SLOT) or {}).items() if name not in used}
        # used once: what turns out to be wrong within this turn is asked for
        return [*fill(dispatcher, lacking), *([SlotSet(CARRIED_SLOT, left or None)] if used else [])]

    async def _begin(self, dispatcher: CollectingDispatcher, turn: Turn) -> list[EventType]:
        events: list[EventType] = [SlotSet(self.skill.key, uuid.uuid4().hex)] if self.skill.key else []
        if turn.slots.get(WANTED_SLOT) is not None:
            events.append(SlotSet(WANTED_SLOT, None))
        switched = message_to_begin_with(self.skill.form, turn)
        if switched is None and turn.slots.get(INTERRUPTED_SLOT) is not None:
            events.append(SlotSet(INTERRUPTED_SLOT, None))  # left over by a session that expired
        turn = switched or turn
        if not self.skill.is_asked_for(turn):
            return [*events, *self._end(NOT_ASKED_FOR)]
        hindrance = await self.hindrance(turn)
        if hindrance is not None:
            hindrance.say(dispatcher)
            return [*events, *self._end(IMPOSSIBLE)]
        said = {each.slot: await each.read(turn) for each in self.fields()}
        if (reason := needless(said)) is not None:
            reason.say(dispatcher)
            return [*events, *self._end(IMPOSSIBLE)]
        carried = await read_carried(self.fields(), self.carries, turn)
        readings: dict[str, Reading] = {slot: each or carried.get(slot) for slot, each in said.items()}
        unread = {slot for slot, reading in readings.items() if reading is None} - self.skill.remembered
        left_over = (*sorted(unread), self.skill.confirmation, *self.skill.others)
        return [*events, *(SlotSet(slot, None) for slot in left_over), *fill(dispatcher, readings)]

    async def _hear_whether_to_switch(self, dispatcher: CollectingDispatcher, turn: Turn) -> list[EventType]:
        if self.is_about_a_handoff(turn, {}):
            return []
        answer = read_answer(turn.text)  # "close it" is no answer to this question
        if answer is Answer.YES:
            return self._end(SET_ASIDE)
        if answer is not None:
            dispatcher.utter_message(response="utter_lets_go_on")
            return [SlotSet(WANTED_SLOT, None)]
        return await self._hear(dispatcher, replace(turn, asked=self._next_slot(turn.slots)))

    async def _hear(self, dispatcher: CollectingDispatcher, turn: Turn) -> list[EventType]:
        answered = await self.answer_aside(dispatcher, turn)
        return await self._hear_out(dispatcher, turn) if answered is None else answered

    async def _hear_out(self, dispatcher: CollectingDispatcher, turn: Turn) -> list[EventType]:
        heard = replace(turn, asked=NOT_ASKED) if turn.is_replay else turn
        readings = await self._read(heard)
        if self.is_about_a_handoff(turn, readings):
            return []
        if (reason := needless(readings)) is not None:
            reason.say(dispatcher)
            return self._end(IMPOSSIBLE)
        if turn.asked == self.skill.confirmation and self.answer(turn.text) is not None:
            return self._confirm(dispatcher, turn)
        again = self.begun_again(heard)
        if again is not None:
            dispatcher.utter_message(response=again)
            return await self._begin_again(dispatcher, replace(turn, asked=None))
        other = self.wanted_instead(heard, readings) or await self.means_another(heard)
        other = self.skill if other is None and self.begins_anew(heard, readings) else other
        if other is not None:
            return self._switch(dispatcher, turn, other)
        return self._take(dispatcher, turn, readings)

    async def _begin_again(self, dispatcher: CollectingDispatcher, turn: Turn) -> list[EventType]:
        readings = {each.slot: await each.read(turn) for each in self.fields()}
        outdated = [slot for slot, reading in readings.items() if reading is None and slot not in self.lasting]
        return [*(SlotSet(slot, None) for slot in (*outdated, self.skill.confirmation)), *fill(dispatcher, readings)]

    def _take(self, dispatcher: CollectingDispatcher, turn: Turn, readings: Mapping[str, Reading]) -> list[EventType]:
        if self.needs_a_moment(turn, readings):
            dispatcher.utter_message(response="utter_take_your_time")
            return [SlotSet(turn.asked, None)]
        if self.leaves(turn, readings):
            return self._end(NO)
        is_beside = turn.asked == self.skill.confirmation or not understands(readings)
        aside = self.cannot_take_beside(turn) if is_beside else None
        if aside is not None:
            dispatcher.utter_message(response=aside)
            return [SlotSet(turn.asked, None)]
        if self.interrupts(turn, readings):
            return []
        return self._go_on(dispatcher, turn, readings)

    async def _read(self, turn: Turn) -> dict[str, Reading]:
        """What is new in the message. At the read-back a plain answer ("all right") and a question ("is monday a
        holiday?") tell nothing new."""
        if turn.asked == self.skill.confirmation and (
            tells_nothing_new(turn.text) or self.answer(turn.text) is not None
        ):
            return {}
        readings = {each.slot: await each.read(turn) for each in self.fields()}
        return {slot: each for slot, each in readings.items() if not says_the_same(each, turn.slots.get(slot))}

    def _go_on(self, dispatcher: CollectingDispatcher, turn: Turn, readings: Mapping[str, Reading]) -> list[EventType]:
        confirming = turn.asked == self.skill.confirmation
        events = fill(dispatcher, readings)
        if events:
            if confirming and not any(isinstance(reading, Unclear) for reading in readings.values()):
                dispatcher.utter_message(response=self.changed)
            return [*events, SlotSet(self.skill.confirmation, None)]
        if confirming:
            return self._confirm(dispatcher, turn)
        asked = self.field(turn.asked)
        dispatcher.utter_message(response=asked.unclear if asked else self.confirmation_unclear)
        return [SlotSet(turn.asked, None)]

    def _confirm(self, dispatcher: CollectingDispatcher, turn: Turn) -> list[EventType]:
        answer = self.answer(turn.text)
        if answer in (Answer.NO, Answer.LEAVE):
            return [SlotSet(self.skill.confirmation, NO)]
        if answer is Answer.YES:
            heard = turn.last_response in self.read_backs
            return [SlotSet(self.skill.confirmation, YES if heard else None)]
        wrong = self.called_wrong(turn)
        if not wrong:
            dispatcher.utter_message(response=self.confirmation_unclear)
        return [*(SlotSet(each.slot, None) for each in wrong), SlotSet(self.skill.confirmation, None)]

    def _switch(self, dispatcher: CollectingDispatcher, turn: Turn, other: FormSkill) -> list[EventType]:
        if len(interrupted_skills(turn.slots)) >= MOST_INTERRUPTED:
            dispatcher.utter_message(response="utter_too_much_interrupted")
            return [SlotSet(WANTED_SLOT, None)]
        if turn.is_replay:  # the user has left this form for it already
            return [want(other, turn), *self._end(SET_ASIDE)]
        return [want(other, turn), SlotSet(REQUESTED_SLOT, SWITCH_SLOT)]

    def _end(self, outcome: str) -> list[EventType]:
        return [SlotSet(self.skill.confirmation, outcome), SlotSet(REQUESTED_SLOT, None)]

    def _next_slot(self, slots: Mapping[str, Any]) -> str:
        return next((slot for slot in self.skill.fields if slots.get(slot) is None), self.skill.confirmation)


def _is_sound(field: Field, value: Any) -> bool:
    return value is None or field.holds(value)
