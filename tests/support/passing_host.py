"""A host that passes every message on to the next one: made with handoff.host, served by Python's own HTTP server.

`python -m tests.support.passing_host HERE NEXT FILE` listens where HANDOFF_CONFIG says that HERE is. It answers itself
when somebody asks "who are you", or brings a message back. "take me to <id>" goes there, "and back" goes back at once.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from handoff.host.body import read_json
from handoff.host.conversation import Conversation
from handoff.host.errors import BadBody
from handoff.host.events import Event, Said, TakenOver
from handoff.host.reception import Reception, Sentences
from handoff.host.replies import Button, HandOver, Reply, Text, Wish
from handoff.host.store import SqliteConversations
from handoff.hosts import load_hosts
from handoff.protocol import HEALTH
from handoff.secret import load_secret

Receive = Callable[[Any], Any]


def passing_on(here: str, following: str) -> Callable[[Event, Conversation], list[Reply]]:
    """The program of the host `here`."""
    choice = Text("Where to?", (Button(f"Take me to {following}", f"take me to {following}"),))

    def answer(event: Event, conversation: Conversation) -> list[Reply]:
        passage = conversation.passage
        if isinstance(event, TakenOver):
            return [Text(f"{here} took over")]
        if not isinstance(event, Said):
            return [Text(f"{here}: {event}")]
        if event.text.startswith("take me to "):
            return [HandOver(Wish(event.text.removeprefix("take me to ")), choice)]
        if event.text == "who are you" or (event.is_replay and passage and passage.reason == "return"):
            return [Text(f"{here} heard {event.text}")]
        if event.text.endswith("and back") and event.is_replay and passage:
            return [HandOver(Wish(passage.source, "return", event.text), choice)]
        return [HandOver(Wish(following, "other_skill", event.text), choice)]

    return answer


def handler(receive: Receive) -> type[BaseHTTPRequestHandler]:
    """What the server does with a request."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(200, dict(HEALTH))

        def do_POST(self) -> None:
            try:
                self._answer(200, receive(read_json(self.rfile.read(int(self.headers["Content-Length"])))))
            except BadBody as error:
                self._answer(400, {"error": str(error)})

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

        def _answer(self, status: int, content: Any) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


def main(here: str, following: str, file: str) -> None:
    """Serves until it is ended."""
    hosts = load_hosts(Path(os.environ["HANDOFF_CONFIG"]))
    reception = Reception(
        here,
        hosts,
        load_secret(hosts.file),
        SqliteConversations(Path(file)),
        passing_on(here, following),
        Sentences(failed=f"{here} failed", too_long="too long"),
    )
    ThreadingHTTPServer(("127.0.0.1", hosts.get(here).port), handler(reception.receive)).serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
