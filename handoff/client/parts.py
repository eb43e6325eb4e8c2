"""Reading a host's answer. Nothing in it is trusted, and one strange message never hides the others. Pure."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from handoff.policy import Value
from handoff.protocol import REFUSED_KEY


@dataclass(frozen=True)
class Text:
    """Words of the host's."""

    text: str


@dataclass(frozen=True)
class Image:
    """The address of a picture."""

    url: str


@dataclass(frozen=True)
class Choice:
    """A button: what people read, and what the host that showed it wants to be sent."""

    title: str
    payload: str


@dataclass(frozen=True)
class Choices:
    """The buttons of one question."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Refusal:
    """The host does not take the conversation over; `reason` is one of `handoff.protocol.Refusal` or unknown."""

    reason: str


@dataclass(frozen=True)
class Offer:
    """The host wants to pass the conversation on to whoever listens at `url`; see docs/protocol.md, section 1.

    `to` is the id of that host and None from hosts that send two keys only, `message` what it is to answer, `carried`
    the slots that travel, `ticket` what it checks.
    """

    url: str
    title: str
    to: str | None = None
    message: str | None = None
    carried: Mapping[str, Value] = field(default_factory=dict)
    ticket: str | None = None


Part = Text | Image | Choices | Refusal | Offer


def read_answer(messages: Iterable[object]) -> tuple[Part, ...]:
    """The parts of an answer, in order. What is malformed or unknown is left out."""
    return tuple(part for message in messages if isinstance(message, Mapping) for part in _parts(message))


def first_offer(parts: Sequence[Part]) -> Offer | None:
    """A conversation goes to one host only."""
    return next((part for part in parts if isinstance(part, Offer)), None)


def first_refusal(parts: Sequence[Part]) -> Refusal | None:
    """Whether a host has declined."""
    return next((part for part in parts if isinstance(part, Refusal)), None)


def notice_id(message: object) -> str | None:
    """The id of a notice, which a host may tell more than once; None for any other message."""
    return _text(message.get("notice")) if isinstance(message, Mapping) else None


def ticket_id(ticket: str | None) -> str | None:
    """The claim `jti` of a ticket (JWS compact serialization, RFC 7515), None if it cannot be read.

    Clients verify nothing: only hosts know the key.
    """
    try:
        encoded = (ticket or "").split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))
    except (IndexError, ValueError, binascii.Error, RecursionError):
        return None
    return _text(claims.get("jti")) if isinstance(claims, dict) else None


def _parts(message: Mapping[str, Any]) -> list[Part]:
    found: list[Part] = []
    if text := _text(message.get("text")):
        found.append(Text(text))
    if url := _text(message.get("image")):
        found.append(Image(url))
    if choices := _choices(message.get("buttons")):
        found.append(Choices(choices))
    for place in (message, message.get("custom")):
        if isinstance(place, Mapping) and (part := _handoff(place)):
            found.append(part)
    return found


def _handoff(custom: Mapping[str, Any]) -> Offer | Refusal | None:
    if REFUSED_KEY in custom:
        return Refusal(_text(custom[REFUSED_KEY]) or "unavailable")
    url = _text(custom.get("handoff_host"))
    if url is None:
        return None
    details = custom.get("handoff")
    details = details if isinstance(details, Mapping) else {}
    return Offer(
        url=url,
        title=_text(custom.get("title")) or url,
        to=_text(details.get("to")),
        message=_text(details.get("message")),
        carried=_carried(details.get("carried")),
        ticket=_text(details.get("ticket")),
    )


def _choices(buttons: object) -> tuple[Choice, ...]:
    titled = (each for each in buttons if isinstance(each, Mapping)) if isinstance(buttons, list) else ()
    read = ((_text(each.get("title")), _text(each.get("payload"))) for each in titled)
    return tuple(Choice(title, payload or title) for title, payload in read if title)


def _carried(slots: object) -> dict[str, Value]:
    entries = slots.items() if isinstance(slots, Mapping) else ()
    return {str(slot): value for slot, value in entries if isinstance(value, str | int | float)}


def _text(value: object) -> str | None:
    """The value as a text that says something."""
    return value if isinstance(value, str) and value.strip() else None
