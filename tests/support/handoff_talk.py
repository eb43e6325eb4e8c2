"""A conversation with the handoff actions without Rasa: real actions, SDK, list of hosts, wording and neighbours."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import yaml
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from tests.support.system import ROOT

SKILL = yaml.safe_load((ROOT / "handoff" / "skill" / "domain" / "handoff.yml").read_text(encoding="utf-8"))
RESPONSES: dict[str, Any] = SKILL["responses"]
DOMAIN = {"responses": RESPONSES, "forms": {"bread_form": {}, "cake_form": {}}}

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass
class HandoffTalk:
    """One user's conversation with one host. `slots`, `events` and `form` are what Rasa would keep of it."""

    slots: dict[str, Any] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    form: str | None = None
    channel: str = "rest"
    said: list[str] = field(default_factory=list)  # names of the responses to the last message
    text: str = ""  # and their words
    buttons: list[str] = field(default_factory=list)  # payloads
    offer: dict[str, Any] | None = None  # what a client would follow
    next: str | None = None  # what Rasa runs next
    _message: dict[str, Any] = field(default_factory=dict)

    def say(
        self, text: str, intent: str, action: Action, metadata: dict[str, Any] | None = None, **entities: str
    ) -> str:
        """What the action answers to the text; `metadata` is what the channel found out about it."""
        found = [{"entity": name, "value": value} for name, value in entities.items()]
        self._message = {
            "text": text,
            "intent": {"name": intent, "confidence": 0.9},
            "entities": found,
            "metadata": metadata or {},
        }
        user = {"event": "user", "text": text, "input_channel": self.channel, "metadata": metadata or {}}
        self.events.append({**user, "parse_data": self._message})
        self.said, self.buttons, self.text, self.offer, self.next = [], [], "", None, None
        return self.run(action)

    def run(self, action: Action) -> str:
        """What the action says, to the latest message, beside what was said to it before."""
        loop = {"name": self.form} if self.form else {}
        tracker = Tracker("somebody", dict(self.slots), self._message, list(self.events), False, None, loop, None)
        dispatcher = CollectingDispatcher()
        events = asyncio.run(action.run(dispatcher, tracker, DOMAIN))
        for message in dispatcher.messages:
            self._show(message)
        for event in events:
            self.events.append(event)
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
            elif event["event"] == "active_loop":
                self.form = event["name"]
            elif event["event"] == "followup":
                self.next = event["name"]
        return self.text

    def expire(self) -> None:
        """An hour without a word, as Rasa and this project's patch of it leave things: no form, and all slots set
        anew but the one that says what the form asked."""
        self.form = None
        self.slots.pop("requested_slot", None)
        self.events = [{"event": "session_started"}]
        self.events += [{"event": "slot", "name": name, "value": value} for name, value in self.slots.items()]

    def _show(self, message: dict[str, Any]) -> None:
        name = message.get("response")
        self.events.append({"event": "bot", "metadata": {"utter_action": name} if name else {}})
        if name is None:
            self.offer = message["custom"]
            return
        template = str(RESPONSES[name][0]["text"])
        missing = [each for each in _PLACEHOLDER.findall(template) if not isinstance(message.get(each), str)]
        assert not missing, f"{name} needs {missing}"
        self.said.append(name)
        self.buttons += [button["payload"] for button in message.get("buttons") or []]
        self.text += _PLACEHOLDER.sub(lambda found: str(message[found[1]]), template) + "\n"


@dataclass
class Neighbour:
    """A host that answers at its channel's root with `status`; it waits before it does when `hangs`."""

    port: int = 0
    status: int = 200
    hangs: bool = False
    asked: list[str] = field(default_factory=list)
    done: Event = field(default_factory=Event)


@contextmanager
def neighbour(status: int = 200, hangs: bool = False) -> Iterator[Neighbour]:
    """A real HTTP server on a free port."""
    host = Neighbour(status=status, hangs=hangs)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host.asked.append(self.path)
            if host.hangs:
                host.done.wait()
            self.send_response(host.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    host.port = server.server_port
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield host
    finally:
        host.done.set()
        server.shutdown()
        server.server_close()
        thread.join()
