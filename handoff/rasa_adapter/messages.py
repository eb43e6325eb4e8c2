"""What a client or a back office may send to a bot: reading the bodies. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handoff.protocol import MESSAGE_ID_KEY, REPLAY_KEY, TICKET_KEY, TICKET_MESSAGE_PREFIX

MAXIMUM_CHARACTERS = 4000
MAXIMUM_ID_CHARACTERS = 200
MAXIMUM_STORED_ID_CHARACTERS = 255
MAXIMUM_DETAIL_CHARACTERS = 1000
MAXIMUM_NOTICES_SEEN_AT_ONCE = 1000

_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class BadMessage(Exception):
    """The body is not what was asked for; the text says which key is wrong and why, without repeating what was sent."""


class MessageTooLong(Exception):
    """The user wrote more than MAXIMUM_CHARACTERS."""


@dataclass(frozen=True)
class IncomingMessage:
    """One message of a user's; `message_id` is None when the client is an older one that sends none. `ticket` and
    `replay` are as the client sent them, whatever that is; None: it sent none. Other metadata is nobody's business."""

    sender: str
    text: str
    message_id: str | None
    ticket: Any = None
    replay: Any = None


def read_message(body: Any) -> IncomingMessage:
    """Reads `{"sender": ..., "message": ..., "metadata": {"message_id": ...}}` of Rasa's REST channel.

    NUL, other control characters and lone surrogates become U+FFFD: databases refuse them.
    Raises BadMessage, MessageTooLong.
    """
    body = _object("the body", body)
    metadata = body.get("metadata")
    if metadata is not None and not isinstance(metadata, dict):
        raise BadMessage("metadata: must be an object")
    metadata = metadata or {}
    message_id = metadata.get(MESSAGE_ID_KEY)
    return IncomingMessage(
        sender=read_sender(body.get("sender")),
        text=_text(body.get("message")),
        message_id=None if message_id is None else _message_id(message_id),
        ticket=metadata.get(TICKET_KEY),
        replay=metadata.get(REPLAY_KEY),
    )


@dataclass(frozen=True)
class IncomingNotice:
    """A notice from the back office: `response` with `details` for its placeholders, for the conversation whose id,
    made storable, is `conversation` (storage.storable_identifier)."""

    id: str
    conversation: str
    response: str
    details: Mapping[str, str]


@dataclass(frozen=True)
class SeenNotices:
    """A client says that it has shown these notices to the user."""

    sender: str
    ids: tuple[str, ...]


def read_notice(body: Any) -> IncomingNotice:
    """Reads `{"id": ..., "sender": ..., "response": "utter_...", "details": {...}}`. Raises BadMessage."""
    body = _object("the body", body)
    details = _object("details", body.get("details", {}))
    return IncomingNotice(
        id=_identifier("id", body.get("id")),
        conversation=_identifier("sender", body.get("sender"), MAXIMUM_STORED_ID_CHARACTERS),
        response=_identifier("response", body.get("response")),
        details={name: _detail(f"details.{name}", value) for name, value in details.items()},
    )


def read_seen(body: Any) -> SeenNotices:
    """Reads `{"sender": ..., "ids": [...]}`. Raises BadMessage."""
    body = _object("the body", body)
    ids = body.get("ids")
    if not isinstance(ids, list) or len(ids) > MAXIMUM_NOTICES_SEEN_AT_ONCE:
        raise BadMessage(f"ids: must be a list of at most {MAXIMUM_NOTICES_SEEN_AT_ONCE} ids")
    return SeenNotices(read_sender(body.get("sender")), tuple(_identifier("ids", each) for each in ids))


def read_sender(value: Any) -> str:
    """The id of a conversation, as its client names it. Raises BadMessage."""
    return _identifier("sender", value)


def _object(key: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadMessage(f"{key}: must be a JSON object")
    return value


def _detail(key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise BadMessage(f"{key}: must be a text")
    if len(value) > MAXIMUM_DETAIL_CHARACTERS:
        raise BadMessage(f"{key}: is longer than {MAXIMUM_DETAIL_CHARACTERS} characters")
    return _UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", value)


def _identifier(key: str, value: Any, longest: int = MAXIMUM_ID_CHARACTERS) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadMessage(f"{key}: must be a text that is not empty")
    if len(value) > longest:
        raise BadMessage(f"{key}: is longer than {longest} characters")
    if _UNREADABLE.search(value):
        raise BadMessage(f"{key}: has characters that cannot be stored")
    return value


def _message_id(value: Any) -> str:
    message_id = _identifier("metadata.message_id", value)
    if message_id.startswith(TICKET_MESSAGE_PREFIX):
        raise BadMessage(f"metadata.message_id: must not begin with {TICKET_MESSAGE_PREFIX!r}")
    return message_id


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise BadMessage("message: must be a text")
    text = _UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", value).strip()
    if not text:
        raise BadMessage("message: must not be empty")
    if len(text) > MAXIMUM_CHARACTERS:
        raise MessageTooLong(f"message: {len(text)} characters, at most {MAXIMUM_CHARACTERS}")
    return text
