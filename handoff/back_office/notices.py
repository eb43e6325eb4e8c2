"""A notice as a bot's channel takes it. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def notice_request(
    room: str, number: int, conversation_id: str, response: str, details: Mapping[str, str]
) -> dict[str, Any]:
    """The body of `POST notices` for the notice with that number in that room ("bank"); JSON.

    `response` is one of the bot's, `details` fill its placeholders. The same notice always has the same id. The content
    is part of it: in a database that was set up anew the numbers begin again.
    """
    content = json.dumps([conversation_id, response, dict(details)], sort_keys=True)
    return {
        "id": f"{room}-{number}-{hashlib.sha256(content.encode()).hexdigest()[:12]}",
        "sender": conversation_id,
        "response": response,
        "details": dict(details),
    }
