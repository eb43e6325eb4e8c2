"""The skills that have a form, and what may be asked in the middle of one."""

from __future__ import annotations

from handoff.sdk_adapter.skills import FormSkill

BREATHING_BREAK = FormSkill(
    form="breathing_break_form",
    intents=frozenset({"breathing_break"}),
    fields=("break_minutes",),
    confirmation="break_confirmed",
)

SKILLS = (BREATHING_BREAK,)
QUESTIONS = frozenset(
    {"greet", "goodbye", "help", "thank", "bot_challenge", "how_are_you", "mood_good", "mood_bad", "out_of_scope"}
)
