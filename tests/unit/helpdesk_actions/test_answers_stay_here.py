"""Inside a form of the helpdesk an answer is an answer: it never moves or even offers anyone."""

from __future__ import annotations

import asyncio

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from handoff.sdk_adapter.skills import FormSkill
from helpdesk_bot.actions.skills import SKILLS
from tests.support.bare_answers import ANSWERS
from tests.support.desk_talk import ACTIONS, CUSTOMER

from .conftest import Open

ASKED = [(skill, slot) for skill in SKILLS for slot in (*skill.fields, skill.confirmation)]


@pytest.mark.parametrize("intent", ["skill_of_financial_bot", "human_handoff"])
@pytest.mark.parametrize(("skill", "slot"), ASKED, ids=lambda each: getattr(each, "form", each))
def test_a_short_answer_is_taken_by_the_form(skill: FormSkill, slot: str, intent: str, opened: Open) -> None:
    """No events from the form would mean that the rules answer, and they offer another host."""
    opened("VPN drops")
    opened("Printer jams")
    left = [answer for answer in ANSWERS if not is_taken(skill, slot, answer, intent)]
    assert left == []


def is_taken(skill: FormSkill, slot: str, answer: str, intent: str) -> bool:
    message = {"text": answer, "intent": {"name": intent, "confidence": 1.0}, "entities": []}
    tracker = Tracker(CUSTOMER, {"requested_slot": slot}, message, [{"event": "user"}], False, None, {}, None)
    return bool(asyncio.run(ACTIONS[f"validate_{skill.form}"].run(CollectingDispatcher(), tracker, {})))
