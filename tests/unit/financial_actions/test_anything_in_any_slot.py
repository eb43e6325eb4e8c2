"""Whatever is in a slot and whatever is said, a form ends in a question or a sentence, never in an error."""

from __future__ import annotations

import asyncio
import inspect
import json
import pkgutil
import re
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

import financial_bot.actions
from financial_bot.actions.skills import SKILLS
from financial_bot.bank import Bank
from handoff.sdk_adapter.skill_ends import SkillEnd
from handoff.sdk_adapter.skills import FormSkill
from tests.support.bank_talk import CUSTOMER

BOT = Path(financial_bot.actions.__file__).parents[1]
DOMAIN_FILES = [
    BOT / "domain.yml",
    *(BOT / "domain").glob("*.yml"),
    *(BOT.parent / "handoff/skill/domain").glob("*.yml"),
]
RESPONSES = {
    name: {placeholder for variant in variants for placeholder in re.findall(r"\{(\w+)\}", json.dumps(variant))}
    for file in DOMAIN_FILES
    for name, variants in yaml.safe_load(file.read_text()).get("responses", {}).items()
}

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=40),
    st.just("x" * 20_000),
    st.just("9" * 20_000),
    st.lists(st.one_of(st.none(), st.integers(), st.text(max_size=5)), max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=2),
    st.sampled_from(
        ["50.00", "now", "2030-01-01", "minimum", "T-000001", "yes", "Zoe", "1e9", "-5.00", "NaN", 1, 2, 5]
    ),
)
SAID = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["$50", "alice", "emblem", "the minimum", "tomorrow", "no", "cancel", "/inform", "T-1", "50 to bob"]
    ),
    st.just("9" * 4_000),
)
ENTITIES = st.lists(
    st.fixed_dictionaries(
        {
            "entity": st.sampled_from(["amount-of-money", "time", "number", "to", "email"]),
            "start": st.integers(-1, 5),
            "end": st.integers(-1, 9),
            "text": st.text(max_size=5),
            "value": ODD,
            "additional_info": st.one_of(
                ODD,
                st.just({"type": "value", "value": 50, "unit": "$"}),
                st.just({"type": "value", "value": "2030-01-01T00:00:00.000-05:00", "grain": "day"}),
                st.just({"type": "interval", "from": {"value": 1, "unit": "$"}, "to": None}),
            ),
            "extractor": st.sampled_from(["DucklingExtractor", "", None]),
        }
    ),
    max_size=2,
)
INTENTS = st.sampled_from(
    ["inform", "transfer_money", "pay_cc", "add_payee", "cancel_scheduled", "deny", "nlu_fallback"]
)


def actions() -> dict[str, Action]:
    """All that the action server would serve, by name."""
    found: dict[str, Action] = {}
    for module in pkgutil.iter_modules(financial_bot.actions.__path__):
        members = vars(import_module(f"financial_bot.actions.{module.name}")).values()
        classes = {member for member in members if inspect.isclass(member) and issubclass(member, Action)}
        made = [each() for each in classes if not inspect.isabstract(each) and each.__module__ != "rasa_sdk.interfaces"]
        found.update({each.name(): each for each in made})
    return found


ACTIONS = actions()


def run(
    action: Action, slots: dict[str, Any], text: str, intent: str, entities: Sequence[Any] = ()
) -> tuple[dict[str, Any], list[str]]:
    """The slots after the action and its responses, which are in the domain and have all placeholders filled."""
    message = {"text": text, "intent": {"name": intent, "confidence": 0.9}, "entities": list(entities)}
    tracker = Tracker(CUSTOMER, slots, message, [{"event": "user"}], False, None, {}, None)
    dispatcher = CollectingDispatcher()
    events = asyncio.run(action.run(dispatcher, tracker, {})) or []
    said = [each["response"] for each in dispatcher.messages]
    for each in dispatcher.messages:
        assert RESPONSES[each["response"]] <= {name for name, value in each.items() if value is not None}
    return {**slots, **{event["name"]: event["value"] for event in events if event["event"] == "slot"}}, said


@pytest.mark.parametrize("skill", SKILLS, ids=lambda skill: skill.form)
def test_a_form_takes_anything_and_asks(skill: FormSkill, bank: Bank) -> None:
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.fixed_dictionaries(dict.fromkeys(skill.slots, ODD)), SAID, INTENTS, ENTITIES, st.data())
    def take(slots: dict[str, Any], text: str, intent: str, entities: list[Any], data: st.DataObject) -> None:
        asked = data.draw(st.sampled_from([None, *skill.fields, skill.confirmation, "switch_to"]))
        validate = ACTIONS[f"validate_{skill.form}"]
        after, _ = run(validate, {**slots, "requested_slot": asked}, text, intent, entities)
        if asked is None and skill.key:
            assert isinstance(after[skill.key], str)
        for slot in (*skill.fields, skill.confirmation):
            ask = ACTIONS.get(f"action_ask_{slot}")
            if after.get(slot) is None:
                if ask is not None:
                    _, said = run(ask, after, text, intent)
                    assert said, f"nothing is asked for {slot}"
                else:
                    assert f"utter_ask_{slot}" in RESPONSES
                break

    take()


@pytest.mark.parametrize("skill", SKILLS, ids=lambda skill: skill.form)
@pytest.mark.parametrize("outcome", ["no", "not asked for", "impossible", None])
def test_a_form_that_leads_to_nothing_says_so_or_has_said_so(skill: FormSkill, outcome: str | None, bank: Bank) -> None:
    end = next(
        each for each in ACTIONS.values() if getattr(each, "skill", None) == skill and isinstance(each, SkillEnd)
    )
    after, said = run(end, {skill.confirmation: outcome, skill.key: "k"}, "no", "deny")
    assert len(said) == (0 if outcome == "impossible" else 1)
    assert all(after[slot] is None for slot in skill.slots)


QUERIES = sorted(
    {
        "action_check_balance",
        "action_check_earnings",
        "action_last_transactions",
        "action_list_payees",
        "action_list_scheduled",
        "action_search_transactions",
        "action_transfer_charges",
    }
)


@pytest.mark.parametrize("name", QUERIES)
def test_a_question_in_any_words_is_answered(name: str, bank: Bank) -> None:
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(SAID, INTENTS, ODD)
    def ask(text: str, intent: str, last: Any) -> None:
        _, said = run(ACTIONS[name], {"search_last": last}, text, intent)
        assert said

    ask()
