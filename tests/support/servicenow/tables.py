"""The instance's rows, and what it does by itself when they are written."""

from __future__ import annotations

import itertools
import threading
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timezone

INSTANT = "%Y-%m-%d %H:%M:%S"
JOURNALS = ("comments", "work_notes")
_COMMON = ("sys_id", "sys_created_on", "sys_updated_on", "sys_created_by")
_INCIDENT = """number short_description description caller_id impact urgency priority category subcategory state
    close_code close_notes correlation_id correlation_display watch_list contact_type active assigned_to""".split()
TABLES = {
    "incident": frozenset([*_COMMON, *_INCIDENT, *JOURNALS]),
    "sys_user": frozenset([*_COMMON, "user_name", "name", "email", "active"]),
}
REFERENCES = {"caller_id": "sys_user", "assigned_to": "sys_user"}
_NEW_INCIDENT = {"state": "1", "impact": "3", "urgency": "3", "category": "inquiry", "contact_type": "self-service"}
_LENGTHS = {"short_description": 160, "description": 4000, "correlation_id": 100}
_DONE = {"6", "7", "8"}
# Priority by impact and urgency, each 1 to 3.
_MATRIX = ((1, 2, 3), (2, 3, 4), (3, 4, 5))


class DataPolicy(Exception):
    """The instance wants more fields than it was given."""


@dataclass
class Entry:
    """One entry of a journal."""

    at: datetime
    author: str
    text: str


@dataclass
class Record:
    """One row: its plain values, and its journals newest first."""

    values: dict[str, str]
    journals: dict[str, list[Entry]] = field(default_factory=lambda: {name: [] for name in JOURNALS})


class Tables:
    """All rows, in the order of their insertion. `lock` is held by whoever works with them."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.records: dict[str, list[Record]] = {name: [] for name in TABLES}
        self._numbers = itertools.count(10_001)

    def find(self, table: str, sys_id: str) -> Record | None:
        """The row with this sys_id."""
        return next((each for each in self.records[table] if each.values["sys_id"] == sys_id), None)

    def insert(self, table: str, values: dict[str, str], author: str) -> Record:
        """Inserts a row; a test that brings its rows may bring any field. Raises DataPolicy."""
        now = _now()
        record = Record(dict.fromkeys(TABLES[table] - set(JOURNALS), ""))
        record.values |= {"sys_id": uuid.uuid4().hex, "sys_created_on": now, "sys_created_by": author, "active": "true"}
        if table == "incident":
            record.values |= {**_NEW_INCIDENT, "number": f"INC{next(self._numbers):07d}"}
        self._write(record, table, values, author)
        self.records[table].append(record)
        return record

    def update(self, table: str, record: Record, values: dict[str, str], author: str) -> Record:
        """Changes a row. Raises DataPolicy."""
        after = Record(dict(record.values), {name: list(entries) for name, entries in record.journals.items()})
        self._write(after, table, values, author)
        record.values, record.journals = after.values, after.journals
        return record

    def delete(self, table: str, sys_id: str) -> None:
        """Deletes a row."""
        self.records[table] = [each for each in self.records[table] if each.values["sys_id"] != sys_id]

    def _write(self, record: Record, table: str, values: dict[str, str], author: str) -> None:
        now = datetime.now(timezone.utc)
        record.values["sys_updated_on"] = _now()
        for name, value in values.items():
            if name in JOURNALS and table == "incident":
                if value:
                    record.journals[name].insert(0, Entry(now, author, value))
            elif name in TABLES[table]:  # any other is ignored without a word
                record.values[name] = str(value)[: _LENGTHS.get(name)]
        if table == "incident":
            _by_rule(record.values)


def _by_rule(values: dict[str, str]) -> None:
    if values["state"] in {"6", "7"} and not (values["close_code"] and values["close_notes"]):
        raise DataPolicy("Data Policy Exception: Resolution code, Resolution notes are mandatory")
    values["active"] = "false" if values["state"] in _DONE - {"6"} else "true"
    if values["impact"] in "123" and values["urgency"] in "123":
        values["priority"] = str(_MATRIX[int(values["impact"]) - 1][int(values["urgency"]) - 1])


def _now() -> str:
    return datetime.now(timezone.utc).strftime(INSTANT)
