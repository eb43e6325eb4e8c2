"""The replaced parts of Rasa: the same verdicts where nothing should change, and never on another version."""

from __future__ import annotations

from typing import Any

import pytest
import rasa
from jsonschema import Draft7Validator, ValidationError, validate
from rasa.core.actions.action import RemoteAction

from handoff.errors import ConfigError
from handoff.rasa_adapter import patches

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
