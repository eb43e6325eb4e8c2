"""A conversation as JSON, and back. A ticket is never in it: what brought the offer is, and brings it again. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from handoff.client.deliveries import again
from handoff.client.errors import RecordUnusable
from handoff.client.model import Conversation, Delivery, Line, Notice, OpenChoice, TakeOver, Undelivered
from handoff.client.parts import Choice

VERSION = 1


def to_json(conversation: Conversation) -> dict[str, Any]:
    """What a record keeps."""
    pending = conversation.pending
    if isinstance(pending, TakeOver):
        pending = again(pending, conversation.holder)
    return {
        "version": VERSION,
        "conversation": conversation.id,
        "holder": conversation.holder,
        "lines": [asdict(line) for line in conversation.lines],
        "lines_forgotten": conversation.lines_forgotten,
        "open_choices": [asdict(each) for each in conversation.open_choices],
        "pending": None if pending is None else asdict(pending),
        "outbox": [asdict(delivery) for delivery in conversation.outbox],
        "undelivered": [asdict(each) for each in conversation.undelivered],
        "offers_followed": conversation.offers_followed,
        "notices": [asdict(notice) for notice in conversation.notices],
    }


def from_json(kept: Any) -> Conversation:
    """The conversation that `to_json` was given. Raises RecordUnusable for anything else."""
    try:
        if kept["version"] != VERSION:
            raise RecordUnusable(f"the record is of version {kept['version']!r}, not {VERSION}")
        return _read(kept)
    except (KeyError, TypeError, AttributeError) as exc:
        raise RecordUnusable(f"the record is not one of a conversation: {type(exc).__name__} {exc}") from exc


def _read(kept: Mapping[str, Any]) -> Conversation:
    pending = kept["pending"]
    return Conversation(
        id=kept["conversation"],
        holder=kept["holder"],
        lines=tuple(Line(**{**line, "titles": tuple(line["titles"])}) for line in kept["lines"]),
        lines_forgotten=kept["lines_forgotten"],
        open_choices=tuple(OpenChoice(Choice(**each["choice"]), each["host"]) for each in kept["open_choices"]),
        pending=None if pending is None else Delivery(**pending),
        outbox=tuple(Delivery(**delivery) for delivery in kept["outbox"]),
        undelivered=tuple(Undelivered(Delivery(**each["delivery"]), each["problem"]) for each in kept["undelivered"]),
        offers_followed=kept["offers_followed"],
        notices=tuple(Notice(**notice) for notice in kept["notices"]),
    )
