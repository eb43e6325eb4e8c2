"""A long conversation for plain Rasa is made of rows that Rasa could have written itself, one after the other."""

import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bench.speed.stored_turns import SPAN_SECONDS, copy_turns, repeated

NOW = 1_800_000_000.0


def row(kind: str, at: float, **data: Any) -> dict[str, Any]:
    described = json.dumps({"event": kind, "timestamp": at, **data})
    return {"type_name": kind, "timestamp": at, "intent_name": None, "action_name": None, "data": described}


def user(text: str, at: float) -> dict[str, Any]:
    return row("user", at, text=text, message_id=text, parse_data={"text": text, "message_id": text})


TALKED = [
    *(row("action", 1, name="action_session_start"), row("session_started", 2), row("action", 3, name="action_listen")),
    *(user("hello", 4), row("bot", 5, text="Hello")),
    *(user("my balance", 6), row("slot", 7, name="seen", value=[{"a": 1}]), row("bot", 8, text="$5")),
]


def texts(rows: list[dict[str, Any]]) -> list[str]:
    return [json.loads(each["data"])["text"] for each in rows if each["type_name"] == "user"]


def test_turns_are_repeated_in_their_order_after_one_beginning() -> None:
    rows = repeated(TALKED, 5, NOW)
    assert texts(rows) == ["hello", "my balance", "hello", "my balance", "hello"]
    assert [each["type_name"] for each in rows].count("session_started") == 1
    assert rows[1]["type_name"] == "session_started"


def test_times_rise_up_to_now_and_stay_within_the_session() -> None:
    """Rasa sorts by time, and begins a new session after an hour without a word."""
    times = [each["timestamp"] for each in repeated(TALKED, 1000, NOW)]
    assert times == sorted(set(times))
    assert times[-1] == NOW
    assert times[0] > NOW - SPAN_SECONDS


def test_what_is_in_a_row_says_the_same_time_and_an_id_of_its_own() -> None:
    rows = repeated(TALKED, 20, NOW)
    described = [json.loads(each["data"]) for each in rows]
    assert [each["timestamp"] for each in described] == [each["timestamp"] for each in rows]
    said = [each for each in described if each["event"] == "user"]
    assert len({each["message_id"] for each in said}) == len(said)
    assert all(each["parse_data"]["message_id"] == each["message_id"] for each in said)


@pytest.mark.parametrize("turns", [0, 7])
def test_they_are_written_for_the_new_conversation_only(tmp_path: Path, turns: int) -> None:
    file = tmp_path / "conversations.db"
    names = "sender_id, type_name, timestamp, intent_name, action_name, data"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(f"CREATE TABLE events (id INTEGER PRIMARY KEY, {names})")
        for each in TALKED:
            connection.execute(f"INSERT INTO events ({names}) VALUES ('ann', ?, ?, ?, ?, ?)", tuple(each.values()))
    copy_turns(file, "ann", "bob", turns)
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute(
            "SELECT type_name, timestamp FROM events WHERE sender_id = 'bob' ORDER BY id"
        ).fetchall()
        kept = connection.execute("SELECT count(*) FROM events WHERE sender_id = 'ann'").fetchone()
    assert [kind for kind, _ in found].count("user") == turns
    assert all(at <= time.time() for _, at in found)
    assert kept == (len(TALKED),)
