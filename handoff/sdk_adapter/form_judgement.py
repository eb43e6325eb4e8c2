"""What a message in the middle of a form is to that form. Decides, and does nothing."""

from __future__ import annotations

from collections.abc import Mapping

from handoff.answers import Answer, asks_to_wait, is_question
from handoff.sdk_adapter.fields import Field, Reading, Understood, understands
from handoff.sdk_adapter.form_hooks import FormHooks
from handoff.sdk_adapter.signs import (
    NO_QUESTIONS,
    SURE_ENOUGH_TO_INTERRUPT,
    SURE_ENOUGH_TO_LEAVE,
    asks_for_somebody,
    asks_of_another_host,
    calls_wrong,
    is_choice_of_host,
    is_short_and_sure,
)
from handoff.sdk_adapter.skills import FormSkill
from handoff.sdk_adapter.turn import Turn
from handoff.skill_names import OFFER_RESPONSES


class FormJudgement(FormHooks):
    """The decisions of a `forms.SkillForm` about a message, given what its fields read in it."""

    def wanted_instead(self, turn: Turn, readings: Mapping[str, Reading]) -> FormSkill | None:
        """The other skill that the message asks for, if it is no answer to this form's question."""
        others = (skill for skill in self.skills if skill != self.skill and turn.intent in skill.intents)
        other = next(others, None)
        if other is None or not other.is_asked_for(turn) or self.answer(turn.text) is not None:
            return None
        if turn.is_payload or other.stands_alone(turn.text):
            return other
        if other.only_alone:
            return None
        if self.is_free_text(turn, readings):
            return other if is_short_and_sure(turn) else None
        sure = turn.intent_confidence >= SURE_ENOUGH_TO_INTERRUPT
        return other if sure and not understands(readings) else None

    def begins_anew(self, turn: Turn, readings: Mapping[str, Reading]) -> bool:
        """Whether words that another host carried here ask for the same skill once more, with something else in it: the
        half-finished one is not what they are about."""
        is_wish = turn.is_replay and turn.intent in self.skill.intents and self.skill.stands_alone(turn.text)
        differs = any(isinstance(each, Understood) and turn.slots.get(slot) for slot, each in readings.items())
        return is_wish and differs and self.skill.is_asked_for(turn)

    def is_about_a_handoff(self, turn: Turn, readings: Mapping[str, Reading]) -> bool:
        """Whether the message is for the rules about other hosts: it answers an offer of theirs, or asks for somebody.
        Raises ConfigError."""
        answers_an_offer = turn.last_response in OFFER_RESPONSES and turn.intent in ("affirm", "deny", "cancel")
        if answers_an_offer or is_choice_of_host(turn.text):
            return True
        return asks_for_somebody(turn, understands(readings), self.is_free_text(turn, readings))

    def needs_a_moment(self, turn: Turn, readings: Mapping[str, Reading]) -> bool:
        """Whether the message only holds the form up ("no wait"), and is no answer to its question."""
        return asks_to_wait(turn.text) and (not understands(readings) or self.is_free_text(turn, readings))

    def leaves(self, turn: Turn, readings: Mapping[str, Reading]) -> bool:
        """Whether the message is a way out of the form, and no answer to its question."""
        answer = self.answer(turn.text)
        asked = self.field(turn.asked)
        if answer is Answer.NO and asked and not asked.takes_anything and readings.get(asked.slot) is not None:
            return False  # the question was one of yes or no
        if answer is not None:
            return answer is not Answer.YES and turn.asked != self.skill.confirmation  # there it is the answer
        sure = turn.intent in self.leaving_intents and turn.intent_confidence >= SURE_ENOUGH_TO_LEAVE
        return sure and not any(readings.values())

    def interrupts(self, turn: Turn, readings: Mapping[str, Reading]) -> bool:
        """Whether the message is for a rule, or for another host, and no answer to the question."""
        free_text = self.is_free_text(turn, readings)
        if free_text and turn.intent in NO_QUESTIONS:
            return False
        another_hosts = asks_of_another_host(turn) and not free_text
        if turn.intent not in self.interruptions and not another_hosts:
            return False
        if free_text:
            return is_short_and_sure(turn)
        if turn.asked == self.skill.confirmation and self.called_wrong(turn):
            return False
        is_read = understands(readings) or (turn.asked is not None and readings.get(turn.asked) is not None)
        answered = is_read and not is_question(turn.text)
        return turn.intent_confidence >= SURE_ENOUGH_TO_INTERRUPT and not answered

    def called_wrong(self, turn: Turn) -> list[Field]:
        """The fields that the message wants to change without saying to what."""
        return [each for each in self.fields() if calls_wrong(turn.text, each)]

    def field(self, slot: str | None) -> Field | None:
        """The field of the slot, if the form has it."""
        return next((each for each in self.fields() if each.slot == slot), None)

    def is_free_text(self, turn: Turn, readings: Mapping[str, Reading]) -> bool:
        """Whether the message is an answer in words of the user's own, from which a question has to be told."""
        asked = self.field(turn.asked)
        return asked is not None and asked.takes_anything and isinstance(readings.get(asked.slot), Understood)
