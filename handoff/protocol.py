"""The messages of handoff/1: what a source offers, what a client sends, what a target answers. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from handoff.hosts import Host

VERSION = 1
Reason = Literal["user_request", "other_skill", "escalation", "return"]
Refusal = Literal["expired", "loop", "ticket", "unavailable"]
REFUSED_KEY = "handoff_refused"
OFFER_KEY = "handoff_host"

# what a host answers that is asked whether it is there; by the mark a client knows that it answers a message id once
HEALTH: Mapping[str, str | int] = {"status": "ok", "handoff": VERSION}

TRIGGER_INTENT = "trigger_handoff"
TAKE_OVER_INTENT = "handoff"
FAILED_INTENT = "handoff_failed"

FAILURE_REASONS = ("unreachable", "refused", "timeout", "error", "unlisted")

# keys of the metadata that a client sends
MESSAGE_ID_KEY = "message_id"
TICKET_KEY = "handoff_ticket"
REPLAY_KEY = "handoff_replay"

# answers to repeated messages are kept for so many days, and the last so many however old they are
KEPT_DAYS = 30
ALWAYS_KEPT = 100

# inside a host the id of a take-over with a ticket is this and the ticket's id, whatever its client calls it
TICKET_MESSAGE_PREFIX = "ticket:"

# keys of the metadata that a host's tracker keeps: what an accepted ticket claimed, and the id of the ticket that said
# that this message would come
ACCEPTED_KEY = "handoff"
REPLAYED_KEY = "handoff_replay"

_PAYLOAD = re.compile(r"/\w+(?:\{.*)?", re.DOTALL)
_TAKE_OVER = re.compile(rf"/\s*{TAKE_OVER_INTENT}\s*(?:[{{@].*)?", re.DOTALL)


@dataclass(frozen=True)
class OfferClaims:
    """What the ticket of an offer will say beside what the offer says; see `handoff.ticket.Ticket`.

    `id` is a fresh uuid4, `issued_at` seconds since 1970.
    """

    id: str
    issued_at: int
    path: Sequence[str]
    returns_to: str | None


def offer(
    target: Host,
    reason: Reason,
    message: str | None = None,
    carried: Mapping[str, Any] | None = None,
    claims: OfferClaims | None = None,
) -> dict[str, Any]:
    """The custom message that tells a client to hand the conversation to `target`, as a tracker keeps it.

    `handoff_host` and `title` alone are what older Rasa chat widgets know. `message` is the utterance that the
    target is to answer, or None; `carried` the slots that travel (`handoff.policy`). With `claims` the host's channel
    puts a ticket in their place when it delivers the offer (`handoff.offers.with_ticket`): no ticket is in a tracker.
    """
    details: dict[str, Any] = {
        "version": VERSION,
        "to": target.id,
        "reason": reason,
        "message": message,
        "carried": dict(carried or {}),
    }
    if claims is not None:
        details["claims"] = {
            "jti": claims.id,
            "iat": claims.issued_at,
            "path": list(claims.path),
            "ret": claims.returns_to,
        }
    return {OFFER_KEY: target.url, "title": target.title, "handoff": details}


def is_offer(custom: Any) -> bool:
    """Whether a custom message sends the client to another host."""
    return isinstance(custom, Mapping) and OFFER_KEY in custom


def refused(reason: Refusal) -> dict[str, str]:
    """The custom message with which a target declines to take over."""
    return {REFUSED_KEY: reason}


def trigger_payload(target: Host) -> str:
    """What a button sends to the source when the user chooses `target`."""
    return f'/{TRIGGER_INTENT}{{"to": "{target.id}"}}'


def is_payload(text: str) -> bool:
    """Whether a text is an intent as buttons send it, `/intent` or `/intent{...}`, and not a person's words."""
    return _PAYLOAD.fullmatch(text) is not None


def is_take_over(text: str | None) -> bool:
    """Whether a message is a client's request to take a conversation over: an apology would look like an acceptance.

    It is in every spelling that Rasa reads as that intent, `/handoff@1{...}` too: the name ends at the first `{` or
    `@`, whatever follows, and spaces around it do not matter (`YAMLStoryReader.unpack_regex_message`, rasa 3.6.21).
    """
    return _TAKE_OVER.fullmatch((text or "").strip()) is not None
