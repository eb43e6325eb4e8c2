"""What can happen in a conversation, as a program sees it: understanding what a client sent. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handoff.answers import Answer, read_answer
from handoff.errors import UnknownHost
from handoff.host.conversation import Conversation
from handoff.host.replies import Wish
from handoff.hosts import Host, Hosts
from handoff.incoming import IncomingMessage
from handoff.policy import Carried
from handoff.protocol import FAILED_INTENT, FAILURE_REASONS, TRIGGER_INTENT, is_payload
from handoff.ticket import digest


@dataclass(frozen=True)
class Said:
    """A message to answer; `is_replay` when the user said it to the host before, which sent the user here for it."""

    text: str
    is_replay: bool = False


@dataclass(frozen=True)
class TakenOver:
    """The conversation begins here: greet. `source` is who brought it, None when nobody knows. `carried` came with a
    ticket and is in the conversation's slots too. `will_speak`: a replay follows at once, so do not ask anything."""

    source: Host | None
    carried: Carried
    will_speak: bool


@dataclass(frozen=True)
class Chosen:
    """The user wants to go, by a button or by a yes. `HandOver(wish, ...)` is the answer, if the program agrees."""

    wish: Wish


@dataclass(frozen=True)
class Declined:
    """A no to the `Ask` before."""

    wish: Wish


@dataclass(frozen=True)
class Failed:
    """The user could not be taken to `target` (None: somebody unlisted), for a reason of FAILURE_REASONS, and is still
    here: say so, and offer what is left."""

    target: Host | None
    reason: str


Event = Said | TakenOver | Chosen | Declined | Failed


def read_payload(text: str) -> tuple[str, Mapping[str, Any]] | None:
    """Name and entities of `/name{"entity": "value"}`, as buttons and clients send it; None for a person's words.

    Entities that are no JSON are none, as in Rasa.
    """
    return (text[1:].partition("{")[0], _entities(text)) if is_payload(text) else None


def left_host(message: IncomingMessage, hosts: Hosts) -> Host | None:
    """The host that a take-over without a ticket says that it left: for wording, and for nothing else."""
    url = _entities(message.text).get("from_host")
    return hosts.by_url(url) if isinstance(url, str) else None


def understand(message: IncomingMessage, conversation: Conversation, here: str, hosts: Hosts) -> Event:
    """What a message that is no take-over means to the host with the id `here`."""
    payload = read_payload(message.text)
    if payload is not None and payload[0] in (TRIGGER_INTENT, FAILED_INTENT):
        target = other_host(payload[1].get("to"), here, hosts)
        if payload[0] == TRIGGER_INTENT and target is not None:
            return Chosen(_wish_for(target, conversation.wish))
        reason = payload[1].get("reason")
        return Failed(target, reason if reason in FAILURE_REASONS else "unlisted")
    if conversation.wish is not None and conversation.is_asked:
        answer = read_answer(message.text)
        if answer is not None:
            return Chosen(conversation.wish) if answer is Answer.YES else Declined(conversation.wish)
    return Said(message.text, _is_replay(message, conversation))


def is_own_word(event: Event) -> bool:
    """Whether the user has said something that begins a new path: no button, no replay, no yes or no to an offer."""
    return isinstance(event, Said) and not event.is_replay and not is_payload(event.text)


def other_host(host_id: object, here: str, hosts: Hosts) -> Host | None:
    """The listed host with that id, unless it is the one with the id `here`."""
    try:
        return None if host_id == here else hosts.get(str(host_id))
    except UnknownHost:
        return None


def _entities(text: str) -> Mapping[str, Any]:
    _, brace, rest = text.partition("{")
    try:
        entities: dict[str, Any] = json.loads(brace + rest or "{}")
    except (ValueError, RecursionError):
        return {}
    return entities


def _wish_for(target: Host, offered: Wish | None) -> Wish:
    """What a button for `target` means: the offer that stands, again, or a wish of the user's."""
    return offered if offered is not None and offered.to == target.id else Wish(target.id)


def _is_replay(message: IncomingMessage, conversation: Conversation) -> bool:
    passage = conversation.passage
    return (
        passage is not None
        and not conversation.user_spoke
        and message.replay == passage.ticket_id
        and digest(message.text) == passage.message_digest
    )
