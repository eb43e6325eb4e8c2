"""What happens when a form has ended: the one deed that it led to, and back to what was interrupted."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from handoff.sdk_adapter.forms import IMPOSSIBLE, NOT_ASKED_FOR, SET_ASIDE, YES
from handoff.sdk_adapter.handing_over import LEFT_OPEN_SLOT
from handoff.sdk_adapter.skills import FormSkill, come_back, run_again, set_aside


def key_of(value: Any) -> str:
    """The idempotency key in a key slot. Raises TypeError where there is none: without it nothing may be done."""
    if not isinstance(value, str) or not value:
        raise TypeError(f"no idempotency key but {value!r}")
    return value


class SkillEnd(Action, ABC):
    """Runs after a `SkillForm`, whatever way it ended: carries out what was confirmed, or says that it was not; then
    the skill's slots are empty, and the skill that this one interrupted goes on.

    `cancelled` and `not_asked_for` are responses.
    """

    skill: FormSkill
    skills: Sequence[FormSkill]
    cancelled: str
    not_asked_for: str = "utter_please_rephrase"

    @abstractmethod
    async def carry_out(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Sequence[str]:
        """Does what was confirmed and says what became of it.

        Returns the slots for which the form has to ask again since something changed meanwhile; the read-back follows
        then, and the confirmation slot is to be among them. Empty: it is done. An error ends the turn; the slots stay,
        and the same yes can be said again.
        """

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Raises what `carry_out` raises."""
        outcome = tracker.get_slot(self.skill.confirmation)
        if outcome == SET_ASIDE:
            return set_aside(self.skill, tracker.slots)
        if outcome == YES:
            open_again = await self.carry_out(dispatcher, tracker)
            if open_again:
                return [*(SlotSet(slot, None) for slot in open_again), *run_again(self.skill.form)]
        elif outcome != IMPOSSIBLE:
            dispatcher.utter_message(response=self.not_asked_for if outcome == NOT_ASKED_FOR else self.cancelled)
        emptied: list[EventType] = [SlotSet(slot, None) for slot in self.skill.slots]
        if tracker.get_slot(LEFT_OPEN_SLOT) is not None:
            emptied.append(SlotSet(LEFT_OPEN_SLOT, None))  # it has ended here meanwhile, said in another window
        return [*emptied, *come_back(dispatcher, tracker, self.skills)]
