"""What a client may send: reading the body of a message to a bot. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

MAXIMUM_CHARACTERS = 4000
MAXIMUM_ID_CHARACTERS = 200

_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class BadMessage(Exception):
    """The body is no message; the text says which key is wrong and why, without repeating what was sent."""


class MessageTooLong(Exception):
    """The user wrote more than MAXIMUM_CHARACTERS."""


@dataclass(frozen=True)
class IncomingMessage:
    """One message of a user's; `message_id` is None when the client is an older one that sends none."""

    sender: str
    text: str
    message_id: str | None
    metadata: dict[str, Any]


def read_message(body: Any) -> IncomingMessage:
    """Reads `{"sender": ..., "message": ..., "metadata": {"message_id": ...}}` of Rasa's REST channel.

    NUL, other control characters and lone surrogates become U+FFFD: databases refuse them.
    Raises BadMessage, MessageTooLong.
    """
    if not isinstance(body, dict):
        raise BadMessage("the body must be a JSON object")
    metadata = body.get("metadata")
    if metadata is not None and not isinstance(metadata, dict):
        raise BadMessage("metadata: must be an object")
    metadata = metadata or {}
    sender = _identifier("sender", body.get("sender"))
    message_id = metadata.get("message_id")
    return IncomingMessage(
        sender=sender,
        text=_text(body.get("message")),
        message_id=None if message_id is None else _identifier("metadata.message_id", message_id),
        metadata=metadata,
    )


def _identifier(key: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadMessage(f"{key}: must be a text that is not empty")
    if len(value) > MAXIMUM_ID_CHARACTERS:
        raise BadMessage(f"{key}: is longer than {MAXIMUM_ID_CHARACTERS} characters")
    if _UNREADABLE.search(value):
        raise BadMessage(f"{key}: has characters that cannot be stored")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise BadMessage("message: must be a text")
    text = _UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", value).strip()
    if not text:
        raise BadMessage("message: must not be empty")
    if len(text) > MAXIMUM_CHARACTERS:
        raise MessageTooLong(f"message: {len(text)} characters, at most {MAXIMUM_CHARACTERS}")
    return text
