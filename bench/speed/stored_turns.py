"""Long conversations for plain Rasa, made of the rows of a short one in the database of its SQLTrackerStore."""

from __future__ import annotations

import itertools
import json
import sqlite3
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

COLUMNS = ("type_name", "timestamp", "intent_name", "action_name", "data")
WAIT_SECONDS = 30.0
SPAN_SECONDS = 1800.0  # all of it within the last half hour: after an hour Rasa would begin a new session

Row = dict[str, Any]


def copy_turns(database: Path, original: str, conversation: str, turns: int) -> None:
    """Writes a conversation with so many turns: the beginning of the session of `original`, then its turns again and
    again. Every copy has an id of its own and a later time than the one before; the last is now. None: writes nothing.
    """
    if turns == 0:
        return
    with closing(sqlite3.connect(database, timeout=WAIT_SECONDS)) as connection, connection:
        names = ", ".join(COLUMNS)
        found = connection.execute(f"SELECT {names} FROM events WHERE sender_id = ? ORDER BY id", (original,))
        rows = repeated([dict(zip(COLUMNS, row, strict=True)) for row in found], turns, time.time())
        marks = ", ".join("?" * (len(COLUMNS) + 1))
        connection.executemany(
            f"INSERT INTO events (sender_id, {names}) VALUES ({marks})",
            [(conversation, *(row[name] for name in COLUMNS)) for row in rows],
        )


def repeated(rows: Sequence[Row], turns: int, now: float) -> list[Row]:
    """The rows of such a conversation, in order; see copy_turns. `now` is in seconds since 1970."""
    opening, talked = _in_turns(rows)
    chosen = [*opening, *(row for turn in itertools.islice(itertools.cycle(talked), turns) for row in turn)]
    step = SPAN_SECONDS / len(chosen)
    return [_copy(row, now - step * (len(chosen) - 1 - number)) for number, row in enumerate(chosen)]


def _in_turns(rows: Sequence[Row]) -> tuple[list[Row], list[list[Row]]]:
    """What comes before the first message, and then the rows from each message up to the next."""
    beginnings = [number for number, row in enumerate(rows) if row["type_name"] == "user"]
    ends = [*beginnings[1:], len(rows)]
    turns = [list(rows[begin:end]) for begin, end in zip(beginnings, ends, strict=True)]
    return list(rows[: beginnings[0]]), turns


def _copy(row: Row, at: float) -> Row:
    data = {**_with_new_ids(json.loads(row["data"]), uuid.uuid4().hex), "timestamp": at}
    return {**row, "timestamp": at, "data": json.dumps(data)}


def _with_new_ids(value: Any, new: str) -> Any:
    if isinstance(value, dict):
        return dict(_renewed(value, new))
    return [_with_new_ids(each, new) for each in value] if isinstance(value, list) else value


def _renewed(value: dict[str, Any], new: str) -> Iterator[tuple[str, Any]]:
    for key, inner in value.items():
        yield key, new if key == "message_id" and isinstance(inner, str) else _with_new_ids(inner, new)
