"""Hosts that answer as a test wants it, over real HTTP, in a process of their own. See `tests.support.scripted_hosts`.

`python -m tests.support.scripted_host` reads commands from standard input, one JSON object a line, and answers each
with a line. A host here keeps the protocol: it has one answer to a message id, and one to a ticket.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LONGEST_SECONDS = 30
_KINDS = {"/handoff{": "take over", "/handoff_failed{": "failed", "/trigger_handoff{": "trigger"}


def kind_of(message: str) -> str:
    """What a script calls a message: the protocol's by their kind, any other by its words."""
    return next((kind for beginning, kind in _KINDS.items() if message.startswith(beginning)), message)


class Host:
    """One host: what it answers, how it fails, and what it has answered."""

    def __init__(self, name: str, log: Log) -> None:
        self.name = name
        self.log = log
        self.answers: dict[str, list[Any]] = {}
        self.faults: list[dict[str, Any]] = []
        self._answered: dict[str, Any] = {}
        self._used: Counter[str] = Counter()
        self._lock = threading.Lock()
        self.server = _Server(("127.0.0.1", 0), _handler(self))
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, body: dict[str, Any]) -> tuple[Any, str]:
        """What to answer, and how to fail at it ("": not at all)."""
        kind = kind_of(body["message"])
        with self._lock:
            fault = self._fault(kind)
            if fault in ("lost", "lost and hung", "500"):
                self.log.add(self.name, body, is_new=False)
                return {"status": 500, "body": "lost"}, fault
            metadata = body["metadata"]
            key = metadata.get("handoff_ticket") or metadata["message_id"]
            is_new = key not in self._answered
            if is_new:
                self._answered[key] = self._next_answer(kind)
            self.log.add(self.name, body, is_new=is_new)
            return self._answered[key], fault

    def close(self) -> None:
        """Nobody listens any more; what is under way is still answered."""
        self.server.shutdown()
        self.server.server_close()

    def _fault(self, kind: str) -> str:
        for fault in self.faults:
            if fault["on"] in (kind, "*") and fault["times"] > 0:
                if fault["after"] > 0:
                    fault["after"] -= 1
                    continue
                fault["times"] -= 1
                return str(fault["do"])
        return ""

    def _next_answer(self, kind: str) -> Any:
        default = [{"text": "hello" if kind == "take over" else f"heard {kind}"}]
        answers = self.answers.get(kind, [default])
        self._used[kind] += 1
        return answers[min(self._used[kind], len(answers)) - 1]


class Log:
    """What all hosts were sent, in order."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.changed = threading.Condition()
        self.released = threading.Event()

    def add(self, host: str, body: dict[str, Any], is_new: bool) -> None:
        """`is_new`: the host has done something for it."""
        with self.changed:
            self.requests.append({"host": host, "body": body, "is_new": is_new})
            self.changed.notify_all()

    def wait_for(self, count: int) -> list[dict[str, Any]]:
        """All requests, as soon as there are so many."""
        with self.changed:
            self.changed.wait_for(lambda: len(self.requests) >= count, LONGEST_SECONDS)
            return list(self.requests)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that are killed hang up: nothing to tell."""


def _handler(host: Host) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer, fault = host.answer(body)
            self.close_connection = True
            if fault == "dies":
                host.close()
            if fault in ("hung", "lost and hung"):
                host.log.released.wait(LONGEST_SECONDS)
            if fault not in ("lost", "lost and hung"):
                _write(self, answer, is_cut=fault == "cut")

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: the tests say what went wrong."""

    return Handler


def _write(call: BaseHTTPRequestHandler, answer: Any, is_cut: bool) -> None:
    whole = answer if isinstance(answer, dict) else {"body": json.dumps(answer)}
    body = whole["body"].encode()
    call.send_response(whole.get("status", 200))
    for name, value in whole.get("headers", {}).items():
        call.send_header(name, value)
    call.send_header("Content-Type", "application/json")
    call.send_header("Content-Length", str(len(body)))
    call.end_headers()
    call.wfile.write(body[: len(body) // 2] if is_cut else body)


class Hosts:
    """All hosts of one test, and addresses at which nobody listens."""

    def __init__(self) -> None:
        self.log = Log()
        self._hosts: dict[str, Host] = {}
        self._deaf: list[socket.socket] = []

    def open(self, names: list[str], dead: list[str]) -> dict[str, Any]:
        """New hosts in the place of those before; where they are."""
        self._close()
        self.log = Log()
        self._hosts = {name: Host(name, self.log) for name in names}
        self._deaf = [_deaf() for _ in dead]
        urls = {name: host.url for name, host in self._hosts.items()}
        nobody = {
            name: f"http://127.0.0.1:{each.getsockname()[1]}" for name, each in zip(dead, self._deaf, strict=True)
        }
        return {**urls, **nobody}

    def script(self, scripts: dict[str, Any]) -> None:
        """What the hosts answer and how they fail from now on."""
        for name, script in scripts.items():
            self._hosts[name].answers = script["answers"]
            self._hosts[name].faults = script["faults"]

    def _close(self) -> None:
        self.log.released.set()
        for host in self._hosts.values():
            host.close()
        for each in self._deaf:
            each.close()


def _deaf() -> socket.socket:
    """A port that is taken, and where nobody listens: connections are refused."""
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    return taken


def main() -> None:
    """Until standard input ends."""
    hosts = Hosts()
    for line in sys.stdin:
        command = json.loads(line)
        reply: Any = None
        if command["do"] == "open":
            reply = hosts.open(command["names"], command["dead"])
        elif command["do"] == "script":
            hosts.script(command["scripts"])
        elif command["do"] == "release":
            hosts.log.released.set()
        elif command["do"] == "seen":
            reply = hosts.log.wait_for(command["count"])
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()
