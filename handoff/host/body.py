"""Reading what a client posts: one message of Rasa's REST channel and what handoff/1 adds to it. Pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from handoff.host.errors import BadBody, TooLong
from handoff.protocol import MESSAGE_ID_KEY, REPLAY_KEY, TICKET_KEY

MAXIMUM_CHARACTERS = 4000
MAXIMUM_ID_CHARACTERS = 200

_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Incoming:
    """One message as a client sent it. `ticket` and `replay` are only claims so far, of whatever type was sent."""

    sender: str
    text: str
    message_id: str | None = None
    ticket: Any = None
    replay: Any = None


def read_json(raw: bytes) -> Any:
    """The JSON in a request's body, in UTF-8. Raises BadBody."""
    try:
        return json.loads(raw.decode())
    except (ValueError, RecursionError) as error:
        raise BadBody("the body: must be JSON") from error


def read_body(body: Any) -> Incoming:
    """Reads `{"sender": ..., "message": ..., "metadata": {"message_id": ..., ...}}`.

    Control characters and lone surrogates in the text become U+FFFD. Raises BadBody, TooLong.
    """
    body = _mapping("the body", body)
    metadata = _mapping("metadata", {} if body.get("metadata") is None else body["metadata"])
    message_id = metadata.get(MESSAGE_ID_KEY)
    return Incoming(
        sender=_identifier("sender", body.get("sender")),
        text=read_text("message", body.get("message")),
        message_id=None if message_id is None else _identifier(f"metadata.{MESSAGE_ID_KEY}", message_id),
        ticket=metadata.get(TICKET_KEY),
        replay=metadata.get(REPLAY_KEY),
    )


def read_text(key: str, value: Any) -> str:
    """What the user wrote, fit to be stored. `key` is for the error's text. Raises BadBody, TooLong."""
    if not isinstance(value, str):
        raise BadBody(f"{key}: must be a text")
    text = _UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", value).strip()
    if not text:
        raise BadBody(f"{key}: must not be empty")
    if len(text) > MAXIMUM_CHARACTERS:
        raise TooLong(f"{key}: is longer than {MAXIMUM_CHARACTERS} characters")
    return text


def _mapping(key: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadBody(f"{key}: must be a JSON object")
    return value


def _identifier(key: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadBody(f"{key}: must be a text that is not empty")
    if len(value) > MAXIMUM_ID_CHARACTERS or _UNREADABLE.search(value):
        raise BadBody(f"{key}: is longer than {MAXIMUM_ID_CHARACTERS} characters, or has some that cannot be stored")
    return value
