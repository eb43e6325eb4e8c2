"""A short break for breathing: a form that asks how long, and what it leads to."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from handoff.sdk_adapter.fields import Field
from handoff.sdk_adapter.forms import SkillForm
from handoff.sdk_adapter.skill_ends import SkillEnd

from .minutes_field import MinutesField
from .skills import BREATHING_BREAK, QUESTIONS, SKILLS

BREATHS_PER_MINUTE = 6  # four seconds in, six out


class BreathingBreakForm(SkillForm):
    """How many minutes; nothing is read back, since a break changes nothing."""

    skill = BREATHING_BREAK
    skills = SKILLS
    interruptions = QUESTIONS
    read_backs = frozenset()

    def fields(self) -> Sequence[Field]:
        """In the order in which they are asked."""
        return (MinutesField(),)


class BreathingBreak(SkillEnd):
    """Says how to breathe, and how often."""

    skill = BREATHING_BREAK
    skills = SKILLS
    cancelled = "utter_break_cancelled"

    def name(self) -> str:
        """Name in the domain."""
        return "action_breathing_break"

    async def carry_out(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Sequence[str]:
        """It is done when it is said."""
        minutes = int(tracker.get_slot("break_minutes"))
        breaths = minutes * BREATHS_PER_MINUTE
        dispatcher.utter_message(response="utter_break_begins", minutes=str(minutes), breaths=str(breaths))
        return ()
