"""Tickets, messages and a program for a host made with handoff.host, with the time standing still."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from handoff.host.conversation import Conversation
from handoff.host.events import Chosen, Event, TakenOver
from handoff.host.reception import Answering, Reception, Sentences
from handoff.host.replies import Ask, HandOver, Reply, Text, Wish
from handoff.host.store import SqliteConversations
from handoff.hosts import Hosts
from handoff.ticket import Ticket, digest, seal

SECRET = "s" * 32
NOW = 1_800_000_000
CONFIG = """
handoff_hosts:
  bank: {title: Bank, url: "http://localhost:1", shares: [email, pin], accepts: [email]}
  branches: {title: Branches, url: "http://localhost:2", shares: [email], accepts: [email]}
  desk: {title: Desk, url: "http://localhost:3", accepts: [email]}
"""
OTHERWISE = Text("Where to?")


class Program:
    """A program that is told what to reply, message by message, and remembers what happened. Told nothing, it says how
    many messages there were, greets, and lets the user go where they want."""

    def __init__(self) -> None:
        self.replies: list[Sequence[Reply] | Answering] = []
        self.events: list[Event] = []
        self.slots: list[dict[str, Any]] = []

    def __call__(self, event: Event, conversation: Conversation) -> Sequence[Reply]:
        self.events.append(event)
        self.slots.append(dict(conversation.slots))
        planned = self.replies.pop(0) if self.replies else self._usual(event)
        return planned(event, conversation) if callable(planned) else planned

    def _usual(self, event: Event) -> Sequence[Reply]:
        if isinstance(event, Chosen):
            return [HandOver(event.wish, OTHERWISE)]
        return [Text("hello" if isinstance(event, TakenOver) else f"{len(self.events)}")]


def open_reception(folder: Path, hosts: Hosts, program: Program, now: float = NOW) -> Reception:
    """The host "branches", as after each start."""
    conversations = SqliteConversations(folder / "conversations.db")
    sentences = Sentences(failed="Sorry.", too_long="Too long.")
    return Reception("branches", hosts, SECRET, conversations, program, sentences, clock=lambda: now)


def ticket(message: str | None = None, **changes: Any) -> Ticket:
    """A good ticket from the bank to the branches for the conversation "c", but for `changes`."""
    good = Ticket(
        issuer="bank",
        audience="branches",
        conversation="c",
        id=str(uuid.uuid4()),
        issued_at=NOW,
        expires_at=NOW + 60,
        reason="other_skill",
        message_digest=None if message is None else digest(message),
        carried={"email": "ann@example.com"},
        path=("bank",),
        returns_to="bank",
    )
    return replace(good, **changes)


def message(text: str, message_id: str | None = None, **metadata: Any) -> dict[str, Any]:
    """The body of a request."""
    return {"sender": "c", "message": text, "metadata": {"message_id": message_id or str(uuid.uuid4()), **metadata}}


def take_over(given: Ticket | str, message_id: str | None = None) -> dict[str, Any]:
    """A client brings the conversation with a ticket."""
    sealed = given if isinstance(given, str) else seal(given, SECRET)
    return message('/handoff{"from_host": "http://localhost:1"}', message_id, handoff_ticket=sealed)


def handing_over(to: str, said: str | None = None, reason: Any = "other_skill") -> HandOver:
    return HandOver(Wish(to, reason, said), OTHERWISE)


def asking(to: str, reason: Any = "other_skill", said: str | None = None) -> Ask:
    return Ask("Shall I?", "Yes, please", "No", Wish(to, reason, said), OTHERWISE)


def failing(event: Event, conversation: Conversation) -> Sequence[Reply]:
    """A program that cannot answer."""
    raise RuntimeError("the program has failed")
