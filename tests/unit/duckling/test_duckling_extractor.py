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
        time = fields.get("time", 1718028000)
        message = Message({"text": text} if text is not None else {"intent": "greet"}, time=time)
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
    just_after_midnight_in_tokyo = {"time": 1718031660}  # 2024-06-11 00:01 there, the 10th in New York
    days = {}
    for name, zone in (("unset", None), ("empty", " "), ("tokyo", "Asia/Tokyo"), ("wrong", "Asia/Tokio")):
        os.environ.pop("BANK_TIMEZONE", None)
        if zone is not None:
            os.environ["BANK_TIMEZONE"] = zone
        try:
            component = extractor(timeout=5, timezone_variable="BANK_TIMEZONE")
            days[name] = entities(component, "tomorrow", **just_after_midnight_in_tokyo)[0]["value"]
        except Exception as exc:
            days[name] = f"{type(exc).__name__}: {exc}"
    result["days"] = days
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


def test_tomorrow_just_after_midnight_is_the_day_after_the_customers_today(outcome: Outcome) -> None:
    """The zone that the environment names decides the day: in Tokyo it is the 11th when it is the 10th in New York."""
    assert outcome[0]["days"]["tokyo"] == "2024-06-12T00:00:00.000+09:00"


@pytest.mark.parametrize("name", ["unset", "empty"])
def test_without_the_variable_the_configured_zone_counts(outcome: Outcome, name: str) -> None:
    assert outcome[0]["days"][name] == "2024-06-11T00:00:00.000-04:00"


def test_an_unknown_zone_stops_the_load_with_the_name_of_the_variable(outcome: Outcome) -> None:
    assert outcome[0]["days"]["wrong"] == "DucklingRejected: BANK_TIMEZONE is 'Asia/Tokio', which is no known time zone"
