"""Inside a form of the bank an answer is an answer: it never moves or even offers anyone."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from duckling_client import LocalDuckling, find_mentions, mention_to_rasa_entity
from financial_bot.actions.add_payee import AddPayeeForm
from financial_bot.actions.cancel_scheduled import CancelScheduledForm
from financial_bot.actions.pay_cc import PayCardForm
from financial_bot.actions.remove_payee import RemovePayeeForm
from financial_bot.actions.skills import SKILLS
from financial_bot.actions.transfer_money import TransferMoneyForm
from financial_bot.bank import Bank
from handoff.sdk_adapter.forms import SkillForm
from tests.support.bank_talk import CUSTOMER
from tests.support.bare_answers import ANSWERS

FORMS = (TransferMoneyForm(), PayCardForm(), AddPayeeForm(), RemovePayeeForm(), CancelScheduledForm())
ASKED = [(form, slot) for form in FORMS for slot in (*form.skill.fields, form.skill.confirmation)]


Found = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def found(duckling: LocalDuckling) -> Found:
    """What Duckling finds in each answer, as Rasa's entities."""
    now = int(time.time() * 1000)
    here = {"locale": "en_US", "timezone": "America/New_York", "reference_time_ms": now}
    return {
        answer: [mention_to_rasa_entity(each) for each in find_mentions(duckling, answer, **here)] for answer in ANSWERS
    }


def test_these_are_all_forms() -> None:
    assert {form.skill for form in FORMS} == set(SKILLS)


@pytest.mark.parametrize("intent", ["skill_of_helpdesk_bot", "human_handoff"])
@pytest.mark.parametrize(("form", "slot"), ASKED, ids=lambda each: each if isinstance(each, str) else each.skill.form)
def test_a_short_answer_is_taken_by_the_form(form: SkillForm, slot: str, intent: str, bank: Bank, found: Found) -> None:
    """No events from the form would mean that the rules answer, and they offer another host."""

    async def left() -> list[str]:
        return [answer for answer in ANSWERS if not await is_taken(form, slot, answer, intent, found)]

    assert asyncio.run(left()) == []


async def is_taken(form: SkillForm, slot: str, answer: str, intent: str, found: Found) -> bool:
    message = {"text": answer, "intent": {"name": intent, "confidence": 1.0}, "entities": found[answer]}
    tracker = Tracker(CUSTOMER, {"requested_slot": slot}, message, [{"event": "user"}], False, None, {}, None)
    return bool(await form.run(CollectingDispatcher(), tracker, {}))
