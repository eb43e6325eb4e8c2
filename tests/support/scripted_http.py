"""How a scripted host speaks HTTP: to programs and to pages in a browser, whole answers and streams."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

LONGEST_SECONDS = 30
_ROOT = "/webhooks/rest/"


@dataclass(frozen=True)
class Failing:
    """How to fail at a request ("": not at all), in a stream after so many lines."""

    do: str = ""
    lines: int = 0


class Answerer(Protocol):
    """What answers; see `tests.support.scripted_host.Host`."""

    is_marked: bool
    notices: list[dict[str, Any]]

    @property
    def released(self) -> threading.Event:
        """Set when what hangs may go on."""
        ...

    def answer(self, body: dict[str, Any], is_stream: bool, headers: Mapping[str, str]) -> tuple[Any, Failing]:
        """What to answer to a message, and how to fail at it."""
        ...

    def failing(self, kind: str) -> Failing:
        """How to fail at something that is no message."""
        ...

    def close(self) -> None:
        """Nobody listens any more."""
        ...


class Call(BaseHTTPRequestHandler):
    """One request of a client; one per connection."""

    protocol_version = "HTTP/1.1"
    host: Answerer

    def do_OPTIONS(self) -> None:
        """A browser asks whether its page may."""
        self._write({"status": 204, "body": ""})

    def do_GET(self) -> None:
        """The mark of a host, or its notices."""
        path = urlsplit(self.path)
        if path.path == f"{_ROOT}notices":
            sender = parse_qs(path.query).get("sender", [""])[0]
            wanted = [notice for notice in self.host.notices if notice.get("sender", sender) == sender]
            keys = ("id", "text", "at")
            self._give("notices", [{key: notice[key] for key in keys if key in notice} for notice in wanted])
        elif path.path == _ROOT:
            self._give("probe", {"status": "ok", **({"handoff": 1} if self.host.is_marked else {})})
        else:
            self._write({"status": 404, "body": "{}"})

    def do_POST(self) -> None:
        """A message, or the notices that were seen."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        path = urlsplit(self.path)
        if path.path == f"{_ROOT}notices/seen":
            self.host.notices[:] = [notice for notice in self.host.notices if notice["id"] not in body["ids"]]
            self._give("seen", {"ids": body["ids"]})
            return
        is_stream = parse_qs(path.query).get("stream") == ["true"]
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer, failing = self.host.answer(body, is_stream, headers)
        if failing.do == "dies":
            self.host.close()
        if is_stream and isinstance(answer, list) and failing.do not in ("lost", "lost and hung"):
            self._stream(answer, failing)
        else:
            self._fail_or_write(answer, failing)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the tests say what went wrong."""

    def _give(self, kind: str, answer: Any) -> None:
        failing = self.host.failing(kind)
        self._fail_or_write({"status": 500, "body": "lost"} if failing.do == "500" else _whole(answer), failing)

    def _fail_or_write(self, answer: Any, failing: Failing) -> None:
        self.close_connection = True
        if failing.do in ("hung", "lost and hung"):
            self.host.released.wait(LONGEST_SECONDS)
        if failing.do not in ("lost", "lost and hung"):
            self._write(answer, is_cut=failing.do == "cut")

    def _write(self, answer: Any, is_cut: bool = False) -> None:
        whole = answer if isinstance(answer, dict) else _whole(answer)
        body = whole["body"].encode()
        self._begin(whole.get("status", 200), whole.get("headers", {}))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if is_cut else body)

    def _stream(self, messages: Sequence[Any], failing: Failing) -> None:
        """One line per message, each as soon as it may be; without a last chunk if the connection is cut."""
        self._begin(200, {})
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        lines = [f"{json.dumps(message)}\n" for message in messages]
        for number, line in enumerate(lines):
            if failing.do == "cut" and number == failing.lines:
                self._chunk(line[: len(line) // 2])
                return
            if failing.do == "hung" and number == failing.lines:
                self.host.released.wait(LONGEST_SECONDS)
            self._chunk(line)
        if failing.do == "hung" and failing.lines >= len(lines):
            self.host.released.wait(LONGEST_SECONDS)
        if failing.do != "cut":
            self._chunk("")

    def _chunk(self, text: str) -> None:
        encoded = text.encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(encoded), encoded))
        self.wfile.flush()

    def _begin(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        self.send_header("Connection", "close")
        self.send_header("Access-Control-Allow-Origin", self.headers.get("Origin", "*"))
        self.send_header("Access-Control-Allow-Credentials", "true")
        self.send_header("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
        self.send_header("Access-Control-Allow-Headers", self.headers.get("Access-Control-Request-Headers", "*"))
        for name, value in headers.items():
            self.send_header(name, value)


def _whole(answer: Any) -> dict[str, Any]:
    return {"body": json.dumps(answer)}
