"""A proxy in front of an action server that fails when told to, the way real ones do."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests


class Fault(Enum):
    """What happens to a call."""

    NONE = "passed on"
    REFUSED = "the connection is closed without an answer, as when nobody is there"
    SERVER_ERROR = "500, and the action never runs"
    ANSWER_LOST = "the action runs, and its answer is lost"
    HANGS = "no answer until the caller gives up"


class FaultyProxy:
    """Listens on a free port of 127.0.0.1 and passes calls on to `target`. Set `fault` to break it, for the action
    named `only`, or for all."""

    def __init__(self, target: str) -> None:
        self.target = target
        self.fault = Fault.NONE
        self.only = ""
        self.release = threading.Event()
        self.held = 0  # how many calls hang now
        self._record: list[bytes] | None = None
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                proxy._handle(self)

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing: the tests say what went wrong."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where Rasa finds the action server."""
        return f"http://127.0.0.1:{self._server.server_port}/webhook"

    def break_with(self, fault: Fault, only: str = "") -> None:
        """From now on calls fail like this."""
        self.fault, self.only = fault, only
        self.release.clear()

    def mend(self) -> None:
        """From now on calls are passed on."""
        self.fault, self.only = Fault.NONE, ""
        self.release.set()

    @contextmanager
    def recording(self) -> Iterator[list[bytes]]:
        """The bodies of all calls and of their answers, as long as it is open."""
        self._record = []
        yield self._record
        self._record = None

    def close(self) -> None:
        """Stops listening."""
        self.mend()
        self._server.shutdown()
        self._server.server_close()

    def _handle(self, call: BaseHTTPRequestHandler) -> None:
        body = call.rfile.read(int(call.headers.get("Content-Length", 0)))
        fault = self.fault if f'"next_action": "{self.only}' in body.decode() or not self.only else Fault.NONE
        if fault is Fault.HANGS:
            self.held += 1
            self.release.wait(60)
            self.held -= 1
        if fault in (Fault.REFUSED, Fault.HANGS):
            call.close_connection = True
            return
        if fault is Fault.SERVER_ERROR:
            self._answer(call, 500, b'{"error": "broken on purpose"}')
            return
        headers = {name: call.headers[name] for name in ("X-Action-Key", "Content-Type") if name in call.headers}
        answer = requests.post(self.target, data=body, headers=headers, timeout=30)
        if self._record is not None:
            self._record += [body, answer.content]
        if fault is Fault.ANSWER_LOST:
            call.close_connection = True
            return
        self._answer(call, answer.status_code, answer.content)

    @staticmethod
    def _answer(call: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
        call.send_response(status)
        call.send_header("Content-Type", "application/json")
        call.send_header("Content-Length", str(len(body)))
        call.end_headers()
        call.wfile.write(body)
