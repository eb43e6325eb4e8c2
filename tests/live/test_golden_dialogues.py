"""Conversations that cross from one bot to the other: nobody has to say anything twice."""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from handoff.client import Client, Line
from handoff.hosts import Hosts, load_hosts
from tests.live.test_main_job import first_payee, new_customer
from tests.support.system import ROOT, System

DIALOGUES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "golden" / "dialogues.yml").read_text())
BOTS = ("financial_bot", "helpdesk_bot")


def hosts_of(system: System) -> Hosts:
    """The hosts of the config where this system runs them."""
    urls = {f"HANDOFF_{bot.upper()}_URL": system.url(bot) for bot in BOTS}
    return load_hosts(ROOT / "handoff_config.yml", urls)


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda dialogue: str(dialogue["name"]))
def test_a_dialogue_goes_as_written(system: System, dialogue: dict[str, Any]) -> None:
    customer = new_customer()
    payee = first_payee(system, customer) if "{payee}" in json.dumps(dialogue) else ""
    with Client(hosts_of(system), dialogue["start"], customer) as client:
        for number, step in enumerate(dialogue["steps"], start=1):
            heard = _answer(client, step, payee)
            where = f"step {number}, {step}: {heard}"
            assert client.holder.id == step["holder"], where
            for expected in step.get("reads", ()):
                assert expected.replace("{payee}", payee) in heard, where
            for unwanted in step.get("not", ()):
                assert unwanted.replace("{payee}", payee) not in heard, where
    repeated = [repetition for bot in BOTS for repetition in asked_though_carried(events(system, bot, customer))]
    assert repeated == []


def _answer(client: Client, step: dict[str, Any], payee: str) -> str:
    lines = client.press(step["press"]) if "press" in step else client.say(step["say"].replace("{payee}", payee))
    problems = [line for line in lines if line.kind == "problem"]
    assert problems == []
    return _texts(lines)


def _texts(lines: tuple[Line, ...]) -> str:
    return "\n".join(line.text for line in lines if line.kind == "text")


def events(system: System, bot: str, customer: str) -> list[dict[str, Any]]:
    """All that a bot keeps of a conversation."""
    with sqlite3.connect(f"file:{system.folder}/{bot}_conversations.db?mode=ro", uri=True) as database:
        rows = database.execute("SELECT data FROM events WHERE sender_id = ? ORDER BY id", (customer,)).fetchall()
    return [json.loads(row[0]) for row in rows]


@dataclass(frozen=True)
class Repetition:
    """Something that a target asked although it had been carried there."""

    what: str
    asked_by: str


def asked_though_carried(kept: list[dict[str, Any]]) -> list[Repetition]:
    """The questions for a slot that had come along, and the requests to say the carried message again."""
    found: list[Repetition] = []
    carried: set[str] = set()
    is_replay = False
    for event in kept:
        metadata = event.get("metadata") or {}
        if event["event"] == "user":
            carried |= set((metadata.get("handoff") or {}).get("carried") or {})
            is_replay = "handoff_replay" in metadata
        response = str(metadata.get("utter_action") or "") if event["event"] == "bot" else ""
        asked = re.fullmatch(r"utter_ask_(\w+)", response)
        if asked and asked[1] in carried:
            found.append(Repetition(asked[1], response))
        if response == "utter_please_rephrase" and is_replay:
            found.append(Repetition("message", response))
    return found


def test_a_repetition_would_be_seen() -> None:
    took_over = {"event": "user", "metadata": {"handoff": {"carried": {"email": "ann@example.com"}}}}
    replayed = {"event": "user", "metadata": {"handoff_replay": "jti"}}
    asked = {"event": "bot", "metadata": {"utter_action": "utter_ask_email"}}
    lost = {"event": "bot", "metadata": {"utter_action": "utter_please_rephrase"}}
    assert asked_though_carried([asked, took_over]) == []
    assert asked_though_carried([took_over, asked]) == [Repetition("email", "utter_ask_email")]
    assert asked_though_carried([took_over, replayed, lost]) == [Repetition("message", "utter_please_rephrase")]
