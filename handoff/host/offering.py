"""Replies as the messages of Rasa's REST channel, and what they change in the conversation. Pure but for fresh ids."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from handoff.host.conversation import Conversation
from handoff.host.replies import Ask, Button, HandOver, Reply, Text, Wish
from handoff.hosts import Host, Hosts
from handoff.passage import may_enter, path_from, returns_to
from handoff.policy import carried
from handoff.protocol import OfferClaims, offer, trigger_payload

_DECLINE = "/deny"


def as_messages(
    replies: Sequence[Reply], conversation: Conversation, here: Host, hosts: Hosts, now: float
) -> list[dict[str, Any]]:
    """The messages of one answer. Offers have claims and no ticket yet. Raises UnknownHost for a wish to go nowhere."""
    messages = [part for reply in replies for part in _parts(reply, conversation, here, hosts, now)]
    return [{"recipient_id": conversation.id, **part} for part in messages]


def _parts(reply: Reply, conversation: Conversation, here: Host, hosts: Hosts, now: float) -> list[dict[str, Any]]:
    if isinstance(reply, Text):
        return [_text(reply)]
    target = hosts.get(reply.wish.to)
    path = path_from(here.id, conversation.passage, user_spoke=conversation.user_spoke)
    if not may_enter(path, target.id, reply.wish.reason):
        return [_text(reply.otherwise)]
    _remember(reply, conversation)
    if isinstance(reply, Ask):
        buttons = (Button(reply.yes, trigger_payload(target)), Button(reply.no, _DECLINE))
        return [_text(Text(reply.question, buttons))]
    announced = [] if reply.announcement is None else [{"text": reply.announcement}]
    return [*announced, {"custom": _offer(reply.wish, path, conversation, here, target, now)}]


def _text(reply: Text) -> dict[str, Any]:
    buttons = [{"title": button.title, "payload": button.payload} for button in reply.buttons]
    return {"text": reply.text, **({"buttons": buttons} if buttons else {})}


def _remember(reply: HandOver | Ask, conversation: Conversation) -> None:
    conversation.wish = reply.wish
    conversation.is_asked = isinstance(reply, Ask)
    conversation.return_was_offered |= reply.wish.reason == "return"


def _offer(
    wish: Wish, path: Sequence[str], conversation: Conversation, here: Host, target: Host, now: float
) -> dict[str, Any]:
    back = returns_to(here.id, conversation.passage, reason=wish.reason, is_interrupted=conversation.is_interrupted)
    claims = OfferClaims(id=str(uuid.uuid4()), issued_at=int(now), path=path, returns_to=back)
    return offer(target, wish.reason, wish.message, carried(here, target, conversation.slots), claims)
