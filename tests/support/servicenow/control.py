"""The control address, /fake/...: how tests switch faults on and look at what happened. No real instance has it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from tests.support.servicenow.api import Request, Settings, TableApi
from tests.support.servicenow.faults import Answer, Faults
from tests.support.servicenow.tables import Record, Tables

PATH = "/fake/"
STAFF = "Beth Anglin"


@dataclass
class Instance:
    """Everything that a running fake has."""

    user: str
    password: str
    tables: Tables = field(default_factory=Tables)
    faults: Faults = field(default_factory=Faults)
    settings: Settings = field(default_factory=Settings)
    requests: list[dict[str, Any]] = field(default_factory=list)

    @property
    def api(self) -> TableApi:
        """The Table API as it is set at the moment."""
        return TableApi(self.tables, self.settings, self.user, self.password)

    def note(self, request: Request, connection: int, cookie: str | None) -> None:
        """Remembers what was asked."""
        self.requests.append(
            {
                "method": request.method,
                "table": request.table,
                "parameters": request.parameters,
                "body": request.body.decode(errors="replace"),
                "connection": connection,
                "cookie": cookie,
            }
        )

    def control(self, method: str, what: str, body: bytes) -> Answer:
        """What a test asks for."""
        sent = json.loads(body) if body else {}
        with self.tables.lock:
            result = self._control(method, what, sent)
        return Answer(200, json.dumps({"result": result}).encode())

    def _control(self, method: str, what: str, sent: Any) -> Any:
        if (method, what) == ("POST", "faults"):
            self.faults.switch_on(sent)
        elif (method, what) == ("DELETE", "faults"):
            self.faults.mend()
        elif (method, what) == ("POST", "settings"):
            self.settings = Settings(**sent)
        elif (method, what) == ("DELETE", "requests"):
            self.requests.clear()
        elif (method, what) == ("GET", "requests"):
            return self.requests
        elif (method, what) == ("DELETE", "rows"):
            self.tables.records = {name: [] for name in self.tables.records}
        elif what == "rows":
            return self._rows(method, sent)
        else:
            raise ValueError(f"there is no {method} {PATH}{what}")
        return None

    def _rows(self, method: str, sent: Any) -> Any:
        if method == "POST":
            return _shown(self.tables.insert(sent["table"], sent["values"], STAFF))
        if method == "PATCH":
            record = self.tables.find(sent["table"], sent["sys_id"])
            assert record is not None
            return _shown(self.tables.update(sent["table"], record, sent["values"], STAFF))
        return {table: [_shown(record) for record in records] for table, records in self.tables.records.items()}


def _shown(record: Record) -> dict[str, Any]:
    journals = {
        name: [{"author": entry.author, "text": entry.text} for entry in entries]
        for name, entries in record.journals.items()
    }
    return {**record.values, **journals}
