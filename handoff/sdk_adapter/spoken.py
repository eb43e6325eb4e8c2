"""What the user said since something happened, as the tracker's events have it. Pure.

Own words are what a person typed here: no button, no words that were carried here, and no yes or no to an offer. They
end a chain of handoffs, and they let an offer lapse that was made before them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from handoff.protocol import FAILED_INTENT, REPLAYED_KEY, TAKE_OVER_INTENT, TRIGGER_INTENT, Reason, is_payload
from handoff.sdk_adapter.turn import response_of
from handoff.sdk_adapter.words import say_the_same
from handoff.skill_names import LEFT_RESPONSE, OFFER_RESPONSES, OFFERS_OF_ONE

OFFERED_SLOT = "handoff_offered"

Event = Mapping[str, Any]

_MESSAGES_WITH_AN_ASIDE = 2

_ANSWERS = frozenset({"affirm", "deny", "cancel"})
_NOS = _ANSWERS - {"affirm"}
_OF_THE_WISH = OFFER_RESPONSES - {LEFT_RESPONSE}  # who wants nobody else may still want what failed


@dataclass(frozen=True)
class Offered:
    """An offer: to whom, with which words of the user's (None: there is nothing to answer), and why; and whether the
    user has taken it, so that a client may have a ticket for it."""

    to: str
    message: str | None
    reason: Reason
    is_taken: bool = False

    def as_json(self) -> dict[str, Any]:
        """What a slot keeps."""
        return {"to": self.to, "message": self.message, "reason": self.reason, "taken": self.is_taken}


def read_offered(kept: Any) -> Offered | None:
    """What `Offered.as_json` gave; None for anything else."""
    if not isinstance(kept, dict) or not isinstance(kept.get("to"), str) or kept.get("reason") not in get_args(Reason):
        return None
    message = kept.get("message")
    words = message if isinstance(message, str) else None
    return Offered(kept["to"], words, kept["reason"], kept.get("taken") is True)


def spoke_since_take_over(events: Sequence[Event]) -> bool:
    """Whether the user has said something of their own since the conversation came here; False where it did not."""
    own = False
    for event, is_answer in _messages(events):
        own = False if _intent(event) == TAKE_OVER_INTENT else own or _is_own(event, is_answer)
    return own


def standing_offer(events: Sequence[Event]) -> Offered | None:
    """The offer that a button of it still means: the latest, unless the user has said no or anything else since.

    One that an earlier session made has lapsed: its slots come before the first message of the new one. But if it was
    taken, a button that is this first message means it: so a client asks again when its ticket has expired.
    """
    offered, last, has_begun = None, None, False
    for event in events:
        kind = event.get("event")
        if kind == "session_started":
            offered, last, has_begun = None, None, False
        elif kind == "slot" and event.get("name") == OFFERED_SLOT:
            offered = read_offered(event.get("value"))
        elif kind == "bot":
            last = response_of(event)
        elif kind == "user":
            after_offer = last in OFFER_RESPONSES
            has_lapsed = not has_begun and not (offered and offered.is_taken and _intent(event) == TRIGGER_INTENT)
            has_begun = True
            offered = None if has_lapsed or _is_own(event, after_offer) or _is_no(event, after_offer) else offered
    return offered if has_begun else None


def standing_before(events: Sequence[Event]) -> Offered | None:
    """The offer that stood before the latest message: what "yes, the helpdesk please" is an answer to."""
    return standing_offer(events[: _latest_message(events)])


def offer_before_an_aside(events: Sequence[Event]) -> Offered | None:
    """The offer of one host that the latest message answers although something else was said and answered in between:
    "Shall I take you there?", "what's my balance?", "$5.00.", "yes". None when the last answer asked for something, so
    that the message may be about that."""
    messages = [at for at, event in enumerate(events) if event.get("event") == "user"]
    if len(messages) < _MESSAGES_WITH_AN_ASIDE:
        return None
    aside, latest = messages[-2:]
    answers = [event for event in events[aside:latest] if event.get("event") == "bot"]
    has_expired = any(event.get("event") == "session_started" for event in events[aside:latest])
    if not answers or has_expired or any(map(_asks, answers)):
        return None
    before = next((response_of(event) for event in reversed(events[:aside]) if event.get("event") == "bot"), None)
    is_aside = _is_own(events[aside], after_offer=True)
    return standing_offer(events[:aside]) if is_aside and before in OFFERS_OF_ONE else None


def _asks(event: Event) -> bool:
    """Whether the bot wants an answer to what it said here."""
    data = event.get("data") or {}
    wants = "?" in (event.get("text") or "") or bool(data.get("buttons") or data.get("custom"))
    return wants or response_of(event) in OFFER_RESPONSES


def failed_before(events: Sequence[Event]) -> str | None:
    """The host that could not be reached, if that is what the client told right before the latest message."""
    before = [event for event in events[: _latest_message(events)] if event.get("event") == "user"]
    if not before or _intent(before[-1]) != FAILED_INTENT:
        return None
    entities = (before[-1].get("parse_data") or {}).get("entities") or []
    return next((each.get("value") for each in entities if each.get("entity") == "to"), None)


def _latest_message(events: Sequence[Event]) -> int:
    found = (at for at in reversed(range(len(events))) if events[at].get("event") == "user")
    return next(found, 0)


def was_declined(events: Sequence[Event], wish: Offered) -> bool:
    """Whether the user has said no to the same host for the same thing."""
    declined = (each for each in _declined(events) if each.to == wish.to)
    return any(say_the_same(wish.message or "", each.message or "") for each in declined)


def _declined(events: Sequence[Event]) -> Iterator[Offered]:
    offered, last = None, None
    for event in events:
        if event.get("event") == "slot" and event.get("name") == OFFERED_SLOT:
            offered = read_offered(event.get("value"))
        elif event.get("event") == "bot":
            last = response_of(event)
        elif event.get("event") == "user" and offered and _is_no(event, last in _OF_THE_WISH):
            yield offered


def _messages(events: Sequence[Event]) -> Iterator[tuple[Event, bool]]:
    """The user's messages, each with whether it comes right after an offer."""
    last = None
    for event in events:
        if event.get("event") == "bot":
            last = response_of(event)
        elif event.get("event") == "user":
            yield event, last in OFFER_RESPONSES


def _is_own(event: Event, after_offer: bool) -> bool:
    text = event.get("text")
    if not isinstance(text, str) or is_payload(text) or REPLAYED_KEY in (event.get("metadata") or {}):
        return False
    return not (after_offer and _intent(event) in _ANSWERS)


def _is_no(event: Event, after_offer: bool) -> bool:
    return after_offer and _intent(event) in _NOS


def _intent(event: Event) -> str:
    intent = (event.get("parse_data") or {}).get("intent") or event.get("intent") or {}
    name = intent.get("name")
    return name if isinstance(name, str) else ""
