"""The message that a host is sent. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handoff.client.model import Conversation, TakeOver
from handoff.hosts import Hosts
from handoff.protocol import MESSAGE_ID_KEY, REPLAY_KEY, TAKE_OVER_INTENT, TICKET_KEY


@dataclass(frozen=True)
class Outgoing:
    """`body` goes to the REST channel at `url`. A take-over has less time for its answer than a message."""

    id: str
    host: str
    url: str
    body: Mapping[str, Any]
    is_take_over: bool


def outgoing(hosts: Hosts, conversation: Conversation) -> Outgoing | None:
    """What the pending request of the conversation sends, None when nothing is under way."""
    pending = conversation.pending
    if pending is None:
        return None
    if isinstance(pending, TakeOver):
        text = f"/{TAKE_OVER_INTENT}{json.dumps({'from_host': hosts.get(conversation.holder).url})}"
        more = {TICKET_KEY: pending.offer.ticket}
    else:
        text = pending.text
        more = {REPLAY_KEY: pending.replays}
    host = pending.target if isinstance(pending, TakeOver) else conversation.holder
    metadata = {MESSAGE_ID_KEY: pending.id, **{key: value for key, value in more.items() if value is not None}}
    body = {"sender": conversation.id, "message": text, "metadata": metadata}
    return Outgoing(pending.id, host, hosts.get(host).url, body, isinstance(pending, TakeOver))
