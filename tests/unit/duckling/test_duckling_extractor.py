"""The pipeline component: entities for each message, and never an exception."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import duckling_client

PROJECT = Path(duckling_client.__file__).parent.parent

# In a process of its own: importing Rasa brings warnings of its libraries that are not ours to fix.
SCRIPT = """if True:
    import json, logging, os, sys
    from rasa.shared.nlu.training_data.message import Message
    from duckling_client.extractor import DucklingExtractor
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="LOG %(name)s %(message)s")
    def extractor(**config):
        config = {**DucklingExtractor.get_default_config(), **config}
        return DucklingExtractor.load(config, None, None, None)
    def entities(component, text, **fields):
        message = Message({"text": text} if text is not None else {"intent": "greet"}, time=1718028000)
        message.set("entities", [{"entity": "kept"}]) if fields.get("before") else None
        component.process([message])
        return message.get("entities")
    default = extractor(timeout=5)
    result = {
        "found": entities(default, "$5 tomorrow"),
        "kept": entities(default, "$5", before=True),
        "textless": entities(default, None),
        "empty": entities(default, "  "),
        "unreachable": entities(extractor(url="http://127.0.0.1:9"), "$5"),
        "endless": entities(extractor(timeout=0.3), "march 3 " * 8),
    }
    for wrong in ({"timezone": "Mars/Phobos"}, {"locale": "tlh_US"}):
        try:
            extractor(**wrong)
        except Exception as exc:
            result[str(wrong)] = type(exc).__name__
    print(json.dumps(result))
"""


@pytest.fixture(scope="module")
def outcome() -> tuple[dict[str, Any], list[str]]:
    process = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SCRIPT],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    result: dict[str, Any] = json.loads(process.stdout)
    return result, [line for line in process.stderr.splitlines() if line.startswith("LOG duckling_client")]


Outcome = tuple[dict[str, Any], list[str]]


def test_a_message_gets_amount_and_time_at_its_own_time(outcome: Outcome) -> None:
    money, time = outcome[0]["found"]
    assert (money["entity"], money["value"], money["additional_info"]["unit"]) == ("amount-of-money", 5, "$")
    assert (time["entity"], time["value"]) == ("time", "2024-06-11T00:00:00.000-04:00")
    assert money["extractor"] == "DucklingExtractor"


def test_entities_of_other_extractors_stay(outcome: Outcome) -> None:
    assert [entity["entity"] for entity in outcome[0]["kept"]] == ["kept", "amount-of-money"]


def test_messages_without_words_are_left_alone(outcome: Outcome) -> None:
    assert not outcome[0]["textless"]
    assert not outcome[0]["empty"]


def test_without_an_answer_there_are_no_entities_and_one_line_in_the_log_each(outcome: Outcome) -> None:
    result, log = outcome
    assert (result["unreachable"], result["endless"]) == ([], [])
    assert ["DucklingUnavailable" in log[0], "DucklingTimeout" in log[1], len(log)] == [True, True, 2]
    assert "march" not in log[1]


def test_a_wrong_configuration_is_refused_at_load(outcome: Outcome) -> None:
    result = outcome[0]
    assert result["{'timezone': 'Mars/Phobos'}"] == result["{'locale': 'tlh_US'}"] == "DucklingRejected"
