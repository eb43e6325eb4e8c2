"""What is sent next: one request at a time, the rest waits in order. Pure."""

from __future__ import annotations

import json
from dataclasses import replace

from handoff.client.model import Conversation, Delivery, TakeOver
from handoff.client.parts import Offer, ticket_id
from handoff.protocol import FAILED_INTENT, TRIGGER_INTENT


def enqueue(conversation: Conversation, delivery: Delivery) -> Conversation:
    """With one more thing to send, after all that waits."""
    return start_next(replace(conversation, outbox=(*conversation.outbox, delivery)))


def enqueue_first(conversation: Conversation, *deliveries: Delivery) -> Conversation:
    """With more to send before all that waits, because it belongs to something said earlier."""
    return start_next(replace(conversation, outbox=(*deliveries, *conversation.outbox)))


def start_next(conversation: Conversation) -> Conversation:
    """With the first thing that waits under way, unless something is."""
    if conversation.pending is not None or not conversation.outbox:
        return conversation
    first, *others = conversation.outbox
    rest = replace(conversation, outbox=tuple(others))
    delivery = _addressed(first, conversation.holder)
    return start_next(rest) if delivery is None else replace(rest, pending=delivery)


def replay(id: str, offer: Offer, target: str, answers: str) -> Delivery:
    """The words that the target was handed the conversation for."""
    message = offer.message or ""
    return Delivery(id, answers, "replay", message, target, message, replays=ticket_id(offer.ticket))


def report(id: str, to: str, title: str, reason: str, source: str, answers: str) -> Delivery:
    """Tells the source that the host `to` did not take over; `reason` is one of `handoff.protocol.FAILURE_REASONS`."""
    text = f"/{FAILED_INTENT}{_json({'to': to, 'reason': reason})}"
    return Delivery(id, answers, "report", text, bound_to=source, about=title)


def renew(id: str, to: str, title: str, source: str, answers: str) -> Delivery:
    """Asks the source to make its offer again."""
    return Delivery(id, answers, "renew", f"/{TRIGGER_INTENT}{_json({'to': to})}", bound_to=source, about=title)


def again(take_over: TakeOver, source: str) -> Delivery:
    """What brings the offer of a take-over once more, for a client that has forgotten it."""
    return replace(take_over.begun_by, bound_to=source, plain_text=None, is_shown=True, take_over_id=take_over.id)


def _addressed(delivery: Delivery, holder: str) -> Delivery | None:
    """What this sends to the holder, None when it has become pointless."""
    if delivery.bound_to in (None, holder):
        return delivery
    if delivery.plain_text is None:
        return None
    return replace(delivery, text=delivery.plain_text, bound_to=None, plain_text=None, replays=None)


def _json(value: dict[str, str]) -> str:
    return json.dumps(value, ensure_ascii=False)
