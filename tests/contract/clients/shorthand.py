"""What hosts were sent and what users saw, as short lines that a test can list."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from handoff.client.parts import ticket_id
from tests.support.scripted_hosts import Request


def sent(requests: Iterable[Request], urls: Mapping[str, str]) -> list[str]:
    """Each request as "<host> <id>: <message>"; ids are 1, 2, … in the order in which they appear first."""
    numbers: dict[str, int] = {}
    lines = []
    for request in requests:
        id = request.body["metadata"]["message_id"]
        number = numbers.setdefault(id, len(numbers) + 1)
        lines.append(f"{request.host} {number}: {_message(request.body, urls)}")
    return lines


def seen(lines: Iterable[Mapping[str, Any]]) -> list[str]:
    """Each line as "<who>: <what>"; buttons in brackets, "-> desk" for a handoff."""
    return [_line(line) for line in lines]


def _line(line: Mapping[str, Any]) -> str:
    if line["who"] == "handoff":
        carried = ", ".join(f"{slot}={value}" for slot, value in line["carried"].items())
        return f"-> {line['host']}" + (f" with {carried}" if carried else "")
    if line["who"] == "error":
        return f"client: {line['kind']}"
    if "buttons" in line:
        return f"{line['who']}: [{'|'.join(line['buttons'])}]"
    return f"{line['who']}: {line.get('text') or line['image']}"


def _message(body: Mapping[str, Any], urls: Mapping[str, str]) -> str:
    metadata = dict(body["metadata"])
    del metadata["message_id"]
    words = _payload(body["message"], urls)
    if ticket := metadata.pop("handoff_ticket", None):
        words += f", ticket {ticket_id(ticket)}"
    if replay := metadata.pop("handoff_replay", None):
        words += f", announced by {replay}"
    return words if not metadata else f"{words}, and {metadata}"


def _payload(message: str, urls: Mapping[str, str]) -> str:
    intent, brace, rest = message.partition("{")
    if not brace:
        return message
    entities = json.loads(brace + rest)
    if intent == "/handoff" and set(entities) == {"from_host"}:
        names = {url: name for name, url in urls.items()}
        return f"take over from {names[entities['from_host']]}"
    if intent == "/handoff_failed" and set(entities) == {"to", "reason"}:
        return f"{entities['to']} failed: {entities['reason']}"
    if intent == "/trigger_handoff" and set(entities) == {"to"}:
        return f"offer {entities['to']} again"
    return message
