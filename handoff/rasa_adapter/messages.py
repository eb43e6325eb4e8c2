"""What a client or a back office may send to a bot about notices: reading the bodies. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handoff.incoming import (
    BadMessage,
    read_identifier,
    read_object,
    read_sender,
    readable,
)

MAXIMUM_STORED_ID_CHARACTERS = 255
MAXIMUM_DETAIL_CHARACTERS = 1000
MAXIMUM_NOTICES_SEEN_AT_ONCE = 1000


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
    body = read_object("the body", body)
    details = read_object("details", body.get("details", {}))
    return IncomingNotice(
        id=read_identifier("id", body.get("id")),
        conversation=read_identifier("sender", body.get("sender"), MAXIMUM_STORED_ID_CHARACTERS),
        response=read_identifier("response", body.get("response")),
        details={name: _detail(f"details.{name}", value) for name, value in details.items()},
    )


def read_seen(body: Any) -> SeenNotices:
    """Reads `{"sender": ..., "ids": [...]}`. Raises BadMessage."""
    body = read_object("the body", body)
    ids = body.get("ids")
    if not isinstance(ids, list) or len(ids) > MAXIMUM_NOTICES_SEEN_AT_ONCE:
        raise BadMessage(f"ids: must be a list of at most {MAXIMUM_NOTICES_SEEN_AT_ONCE} ids")
    return SeenNotices(read_sender(body.get("sender")), tuple(read_identifier("ids", each) for each in ids))


def _detail(key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise BadMessage(f"{key}: must be a text")
    if len(value) > MAXIMUM_DETAIL_CHARACTERS:
        raise BadMessage(f"{key}: is longer than {MAXIMUM_DETAIL_CHARACTERS} characters")
    return readable(value)
