"""A client's core among hosts that are tables: no network, no clock, and a crash wherever a test wants one."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handoff.client.model import Answered, Conversation, Event, Failure, Unanswered
from handoff.client.outgoing import Outgoing, outgoing
from handoff.client.record import from_json, to_json
from handoff.client.reducer import step
from handoff.hosts import Host, Hosts
from tests.support.scripted_host import kind_of

NAMES = ("bank", "desk", "shop", "club")
HOSTS = Hosts(
    Path("hosts"), tuple(Host(name, name.title(), f"http://{name}", f"http://{name}", None) for name in NAMES)
)
MOST_REQUESTS = 50

Answer = tuple[Any, ...] | Failure
# What a host answers to a kind of message, or to words; "hello" and "heard" otherwise.
Table = Mapping[tuple[str, str], Answer]


class Crash(Exception):
    """The end of the client."""


def text(words: str) -> dict[str, Any]:
    """A line of a host's."""
    return {"text": words}


def offer(target: str, message: str | None = None, ticket: str | None = None, **more: Any) -> dict[str, Any]:
    """An offer; its ticket is not signed."""
    details = {"version": 1, "to": target, "reason": "other_skill", "message": message, "ticket": ticket, **more}
    return {"custom": {"handoff_host": f"http://{target}", "title": target.title(), "handoff": details}}


def refused(reason: str) -> dict[str, Any]:
    """A target that does not take over."""
    return {"custom": {"handoff_refused": reason}}


@dataclass
class World:
    """Hosts that keep the answer to every id, one client, and what the client wrote last.

    `crash_at` (how many requests were sent before) and `is_done` (the host had done its work) say when the client dies.
    """

    table: Table
    crash_at: int | None = None
    is_done: bool = False
    conversation: Conversation = field(default_factory=lambda: Conversation("c1", "bank"))
    done: list[str] = field(default_factory=list)
    sent: list[Outgoing] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._answered: dict[tuple[str, str], Answer] = {}
        self._offers: dict[tuple[str, str], dict[str, Any]] = {}
        self.new_id: Callable[[], str] = map("m{}".format, itertools.count(1)).__next__

    def happens(self, event: Event) -> None:
        """Something happens, and all that comes of it; a client that dies begins again from what it wrote."""
        self._apply(event)
        while True:
            try:
                return self._carry_on()
            except Crash:
                self.conversation = from_json(json.loads(self._written))

    def _carry_on(self) -> None:
        while (request := outgoing(HOSTS, self.conversation)) is not None:
            assert len(self.sent) < MOST_REQUESTS, "the client does not come to an end"
            is_last = self.crash_at == len(self.sent)
            self.sent.append(request)
            if is_last and not self.is_done:
                raise Crash
            answer = self._answer(request)
            if is_last:
                raise Crash
            answered = isinstance(answer, tuple)
            self._apply(Answered(request.id, answer) if answered else Unanswered(request.id, answer))  # type: ignore[arg-type]

    def _apply(self, event: Event) -> None:
        self.conversation = step(HOSTS, self.conversation, event, self.new_id)
        self._written = json.dumps(to_json(self.conversation))

    def _answer(self, request: Outgoing) -> Answer:
        key = (request.host, str(request.body["metadata"].get("handoff_ticket", request.id)))
        if key in self._answered:
            return self._answered[key]
        kind = kind_of(str(request.body["message"]))
        answer = self._new_answer(request, kind)
        if isinstance(answer, tuple):
            self._answered[key] = answer
            self.done.append(f"{request.host}: {kind}")
            offers = [each for each in answer if each and "handoff_host" in each.get("custom", {})]
            self._offers.update({(request.host, each["custom"]["handoff"]["to"]): each for each in offers[:1]})
        return answer

    def _new_answer(self, request: Outgoing, kind: str) -> Answer:
        """A host that is asked for its offer to somebody makes it again."""
        if kind == "trigger":
            target = json.loads(str(request.body["message"]).removeprefix("/trigger_handoff"))["to"]
            return (self._offers[request.host, target],)
        default = text("hello" if kind == "take over" else f"heard {kind}")
        return self.table.get((request.host, kind), (default,))
