"""The replaced parts of Rasa: the same verdicts where nothing should change, and never on another version."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import rasa
from jsonschema import Draft7Validator, ValidationError, validate
from rasa.core.actions.action import RemoteAction
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain

from handoff.errors import ConfigError
from handoff.rasa_adapter import patches
from handoff.rasa_adapter.importer import BotImporter
from handoff.rasa_adapter.wording import PARTS, UnfilledPlaceholder, placeholders

ROOT = Path(__file__).parents[3]

RESULTS: list[Any] = [
    {"events": [], "responses": []},
    {},
    {"events": [{"event": "slot", "name": "a", "value": 1}], "responses": [{"text": "hi"}]},
    {"events": [{"event": "slot", "name": "a", "value": None, "timestamp": None}]},
    {"events": [{"event": "no such event"}]},
    {"events": [{}]},
    {"events": "no list"},
    {"events": None},
    {"responses": ["no object"]},
    {"responses": {}},
    [],
    None,
    "text",
]


@pytest.mark.parametrize("result", RESULTS, ids=repr)
def test_the_compiled_check_of_an_action_result_gives_rasas_own_verdict(result: Any) -> None:
    schema = RemoteAction.action_response_format_spec()

    def refused_by(check: Any) -> bool:
        try:
            check(result)
        except ValidationError:
            return True
        return False

    assert refused_by(Draft7Validator(schema).validate) == refused_by(lambda value: validate(value, schema))


def test_another_version_of_rasa_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patches, "_applied", False)
    monkeypatch.setattr(rasa, "__version__", "3.7.0")
    with pytest.raises(ConfigError, match=r"3\.6\.21, not 3\.7\.0"):
        patches.apply()


def domain_of(bot: str) -> Domain:
    return BotImporter(
        str(ROOT / bot / "config.yml"), str(ROOT / bot / "domain.yml"), [str(ROOT / bot / "data")]
    ).get_domain()


def texts(part: Any) -> list[str]:
    """All texts in a part of a response that people read; a button's payload is for machines."""
    if isinstance(part, dict):
        return [text for key, each in part.items() if key != "payload" for text in texts(each)]
    if isinstance(part, list):
        return [text for each in part for text in texts(each)]
    return [part] if isinstance(part, str) else []


@pytest.mark.parametrize(
    ("bot", "own"), [("financial_bot", "utter_notice_card_done"), ("helpdesk_bot", "utter_incident_status")]
)
def test_no_response_of_a_bot_reaches_the_user_with_a_placeholder_in_it(bot: str, own: str) -> None:
    """The shared skill's too: with any value left out it is an error to say it, with all of them it has no brace."""
    patches.apply()
    responses = domain_of(bot).responses
    assert {own, "utter_offer_hosts", "utter_turn_failed"} <= responses.keys()
    for name, variants in responses.items():
        for variant in variants:
            generator = TemplatedNaturalLanguageGenerator({name: [variant]})
            channel = variant.get("channel", "collector")
            needed = placeholders(name, variant)
            when = {each["name"]: each["value"] for each in variant.get("condition", [])}
            for left_out in needed:
                values = dict.fromkeys(needed - {left_out}, "value")
                with pytest.raises(UnfilledPlaceholder, match=re.escape(f"response {name}: ")):
                    generator.generate_from_slots(name, {**when, left_out: None}, channel, **values)
            said = generator.generate_from_slots(name, when, channel, **dict.fromkeys(needed, "value"))
            assert said is not None
            assert not any("{" in text or "}" in text for part in PARTS for text in texts(said.get(part))), said
