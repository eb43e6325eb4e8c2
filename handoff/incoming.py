"""What a client posts to a host: one message of Rasa's REST channel and what handoff/1 adds to it. Pure, knows no Rasa.

The smaller readers are for other bodies that a host reads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from handoff.errors import HandoffError
from handoff.protocol import MESSAGE_ID_KEY, REPLAY_KEY, TICKET_KEY, TICKET_MESSAGE_PREFIX

MAXIMUM_CHARACTERS = 4000
MAXIMUM_ID_CHARACTERS = 200

# databases refuse NUL and lone surrogates, and no other control character is of use in what people write
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# ids are in lines of the log: none may begin a line of its own
_NOT_IN_AN_ID = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class BadMessage(HandoffError):
    """The body is not what was asked for; the text says which key is wrong and why, without repeating what was sent."""


class MessageTooLong(HandoffError):
    """The user wrote more than MAXIMUM_CHARACTERS."""


@dataclass(frozen=True)
class IncomingMessage:
    """One message of a user's; `message_id` is None when the client is an older one that sends none. `ticket` and
    `replay` are as the client sent them, whatever that is; None: it sent none. Other metadata is nobody's business."""

    sender: str
    text: str
    message_id: str | None = None
    ticket: Any = None
    replay: Any = None


def read_message(body: Any) -> IncomingMessage:
    """Reads `{"sender": ..., "message": ..., "metadata": {"message_id": ...}}` of Rasa's REST channel.

    Raises BadMessage, MessageTooLong; the sender is good when it is the latter.
    """
    body = read_object("the body", body)
    metadata = read_object("metadata", {} if body.get("metadata") is None else body["metadata"])
    message_id = metadata.get(MESSAGE_ID_KEY)
    return IncomingMessage(
        sender=read_sender(body.get("sender")),
        text=read_text("message", body.get("message")),
        message_id=None if message_id is None else _read_message_id(message_id),
        ticket=metadata.get(TICKET_KEY),
        replay=metadata.get(REPLAY_KEY),
    )


def read_sender(value: Any) -> str:
    """The id of a conversation, as its client names it. Raises BadMessage."""
    return read_identifier("sender", value)


def read_text(key: str, value: Any) -> str:
    """What the user wrote, fit to be stored, without spaces around it. `key` is for the error's text.

    Raises BadMessage, MessageTooLong.
    """
    if not isinstance(value, str):
        raise BadMessage(f"{key}: must be a text")
    text = readable(value).strip()
    if not text:
        raise BadMessage(f"{key}: must not be empty")
    if len(text) > MAXIMUM_CHARACTERS:
        raise MessageTooLong(f"{key}: is longer than {MAXIMUM_CHARACTERS} characters")
    return text


def read_identifier(key: str, value: Any, longest: int = MAXIMUM_ID_CHARACTERS) -> str:
    """An id as it was sent: it can be stored, and logged in one line. Raises BadMessage."""
    if not isinstance(value, str) or not value.strip():
        raise BadMessage(f"{key}: must be a text that is not empty")
    if len(value) > longest:
        raise BadMessage(f"{key}: is longer than {longest} characters")
    if _NOT_IN_AN_ID.search(value):
        raise BadMessage(f"{key}: has line breaks, or other characters that no id may have")
    return value


def read_object(key: str, value: Any) -> dict[str, Any]:
    """A JSON object. Raises BadMessage."""
    if not isinstance(value, dict):
        raise BadMessage(f"{key}: must be a JSON object")
    return value


def readable(text: str) -> str:
    """The text with U+FFFD for each control character but tab and line breaks, and for each lone surrogate."""
    return _UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _read_message_id(value: Any) -> str:
    key = f"metadata.{MESSAGE_ID_KEY}"
    message_id = read_identifier(key, value)
    if message_id.startswith(TICKET_MESSAGE_PREFIX):
        raise BadMessage(f"{key}: must not begin with {TICKET_MESSAGE_PREFIX!r}")
    return message_id
