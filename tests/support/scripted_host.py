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
from collections.abc import Mapping
from http.server import ThreadingHTTPServer
from typing import Any

from tests.support.scripted_http import LONGEST_SECONDS, Call, Failing

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
        self.is_marked = True
        self.notices: list[dict[str, Any]] = []
        self._answered: dict[str, Any] = {}
        self._used: Counter[str] = Counter()
        self._lock = threading.Lock()
        self.server = _Server(("127.0.0.1", 0), type("CallOfThis", (Call,), {"host": self}))
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server.server_port}"

    @property
    def released(self) -> threading.Event:
        """Set when what hangs may go on."""
        return self.log.released

    def script(self, script: Mapping[str, Any]) -> None:
        """What it answers and how it fails from now on; what it has answered stays."""
        with self._lock:
            self.answers, self.faults = script["answers"], script["faults"]
            self.is_marked, self.notices = script["is_marked"], script["notices"]

    def answer(self, body: dict[str, Any], is_stream: bool, headers: Mapping[str, str]) -> tuple[Any, Failing]:
        """What to answer, and how to fail at it."""
        kind = kind_of(body["message"])
        with self._lock:
            failing = self._failing(kind, "*")
            if failing.do in ("lost", "lost and hung", "500"):
                self.log.add(self.name, body, is_new=False, is_stream=is_stream, headers=headers)
                return {"status": 500, "body": "lost"}, failing
            metadata = body["metadata"]
            key = metadata.get("handoff_ticket") or metadata["message_id"]
            is_new = key not in self._answered
            if is_new:
                self._answered[key] = self._next_answer(kind)
            self.log.add(self.name, body, is_new=is_new, is_stream=is_stream, headers=headers)
            return self._answered[key], failing

    def failing(self, kind: str) -> Failing:
        """How to fail at what is no message: "probe", "notices", "seen"."""
        with self._lock:
            return self._failing(kind)

    def close(self) -> None:
        """Nobody listens any more; what is under way is still answered."""
        self.server.shutdown()
        self.server.server_close()

    def _failing(self, *kinds: str) -> Failing:
        for fault in self.faults:
            if fault["on"] in kinds and fault["times"] > 0:
                if fault["after"] > 0:
                    fault["after"] -= 1
                    continue
                fault["times"] -= 1
                return Failing(fault["do"], fault["lines"])
        return Failing()

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

    def add(self, host: str, body: dict[str, Any], **more: Any) -> None:
        """`more` is what `tests.support.scripted_hosts.Request` says of it."""
        with self.changed:
            self.requests.append({"host": host, "body": body, **more})
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
            self._hosts[name].script(script)

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
