"""The Table API: requests in, answers out; no HTTP here."""

from __future__ import annotations

import base64
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.support.servicenow.faults import ANSWERS, Answer, error_body
from tests.support.servicenow.querying import parse
from tests.support.servicenow.rendering import Renderer
from tests.support.servicenow.tables import REFERENCES, TABLES, DataPolicy, Record, Tables

PATH = "/api/now/table/"
_MOST_ROWS = 10_000
_ENCODING = "utf-8"


@dataclass(frozen=True)
class Request:
    """What came in. `parameters` are decoded, `path` is the part after the table's address: a sys_id, or empty."""

    method: str
    table: str
    sys_id: str
    parameters: dict[str, str]
    body: bytes = b""
    authorization: str = ""
    base: str = ""


@dataclass
class Settings:
    """How the account sees instants, and at most how many rows a page has, whatever is asked for."""

    zone: str = "America/Los_Angeles"
    format: str = "%Y-%m-%d %H:%M:%S"
    largest_page: int = _MOST_ROWS
    author: str = "Chat Helpdesk"
    ignores: list[str] = field(default_factory=list)  # fields whose conditions the instance does not understand
    nulls: bool = False  # what is empty is sent as null
    hides: list[str] = field(default_factory=list)  # fields that the account may not read: rows come without them
    seconds: float = 0.0  # how long the instance thinks about each request


class TableApi:
    """One instance's tables behind their API, for one account."""

    def __init__(self, tables: Tables, settings: Settings, user: str, password: str) -> None:
        self._tables = tables
        self._settings = settings
        self._authorization = "Basic " + base64.b64encode(f"{user}:{password}".encode(_ENCODING)).decode()

    def answer(self, request: Request) -> Answer:
        """Does what the request asks for."""
        time.sleep(self._settings.seconds)
        if request.authorization != self._authorization:
            challenge = (("WWW-Authenticate", 'BASIC realm="Service-now"'),)
            return Answer(401, ANSWERS["401"].body, challenge)
        if request.table not in TABLES:
            return Answer(400, error_body(f"Invalid table {request.table}", None))
        with self._tables.lock:
            try:
                return self._carry_out(request)
            except DataPolicy as exc:
                return Answer(403, error_body("Operation Failed", str(exc)))

    def _carry_out(self, request: Request) -> Answer:
        if request.method == "GET" and not request.sys_id:
            return self._list(request)
        if request.method == "POST":
            record = self._tables.insert(request.table, json.loads(request.body), self._settings.author)
            place = f"{request.base}{PATH}{request.table}/{record.values['sys_id']}"
            return self._row(request, record, 201, (("Location", place),))
        found = self._tables.find(request.table, request.sys_id)
        if found is None:
            return ANSWERS["404"]
        if request.method == "PATCH":
            self._tables.update(request.table, found, json.loads(request.body), self._settings.author)
        return self._row(request, found, 200)

    def _row(self, request: Request, record: Record, status: int, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
        return Answer(status, _result(self._shown(request, record)), headers)

    def _shown(self, request: Request, record: Record) -> dict[str, Any]:
        renderer = Renderer(self._tables, request.base, self._settings.zone, self._settings.format)
        row = renderer.row(request.table, record, request.parameters)
        readable = {name: content for name, content in row.items() if name not in self._settings.hides}
        return {name: _with_nulls(content) for name, content in readable.items()} if self._settings.nulls else readable

    def _list(self, request: Request) -> Answer:
        dotted = {f"{name}.{inner}" for name, table in REFERENCES.items() for inner in TABLES[table]}
        fields = (TABLES[request.table] | dotted) - set(self._settings.ignores)
        query = parse(request.parameters.get("sysparm_query", ""), frozenset(fields))
        records = {each.values["sys_id"]: each for each in self._tables.records[request.table]}
        found = query.find([each.values for each in records.values()])
        limit = min(int(request.parameters.get("sysparm_limit", _MOST_ROWS)), self._settings.largest_page)
        offset = int(request.parameters.get("sysparm_offset", 0))
        page = [self._shown(request, records[row["sys_id"]]) for row in found[offset : offset + limit]]
        headers = (("X-Total-Count", str(len(found))), ("Link", _links(request, limit, offset, len(found))))
        return Answer(200, _result(page), headers)


def _with_nulls(content: Any) -> Any:
    if isinstance(content, dict):
        return {key: text or None for key, text in content.items()}
    return content or None


def _result(result: Any) -> bytes:
    return json.dumps({"result": result}).encode()


def _links(request: Request, limit: int, offset: int, total: int) -> str:
    places = {"first": 0, "prev": offset - limit, "next": offset + limit, "last": (max(total, 1) - 1) // limit * limit}
    links = []
    for name, place in places.items():
        if 0 <= place < max(total, 1):
            parameters = urlencode({**request.parameters, "sysparm_offset": place, "sysparm_limit": limit})
            links.append(f'<{request.base}{PATH}{request.table}?{parameters}>;rel="{name}"')
    return ",".join(links)
