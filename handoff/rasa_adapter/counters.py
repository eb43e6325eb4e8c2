"""What operators count: one JSON line per handoff event, with conversation and ticket id, on standard error.

    {"event": "handoff_offered", "conversation": "…", "jti": "…", "from": "…", "to": "…", "reason": "…", "hops": 1}

Events: handoff_offered, handoff_accepted, handoff_returned (accepted with reason "return"), handoff_failed, and
handoff_refused with its cause. They are logged once the turn is kept, whatever LOG_LEVEL is.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from handoff.here import this_host
from handoff.offers import claims_of
from handoff.protocol import FAILED_INTENT, FAILURE_REASONS, TICKET_MESSAGE_PREFIX, is_take_over
from handoff.ticket import Ticket, TicketRefused

logger = logging.getLogger("handoff.events")

_FAILED = re.compile(rf"/{FAILED_INTENT}(\{{.*\}})", re.DOTALL)


def set_up() -> None:
    """Sends the events to standard error, past Rasa's own log level; once per process."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False


def count(event: str, **details: Any) -> None:
    """Logs one event."""
    logger.info(json.dumps({"event": event, **details}))


def what_happened(message: UserMessage, ticket: Ticket | None, tracker: DialogueStateTracker) -> list[dict[str, Any]]:
    """The events of one turn, to be counted once it is kept; `ticket` is the one that was accepted, if one was."""
    conversation = {"conversation": message.sender_id}
    counted: list[dict[str, Any]] = []
    if is_take_over(message.text):
        event = "handoff_returned" if ticket is not None and ticket.reason == "return" else "handoff_accepted"
        counted.append({"event": event, **conversation, **_of_ticket(ticket)})
    report = _failed(message.text, tracker)
    if report is not None:
        counted.append({"event": "handoff_failed", **conversation, **report})
    this_turn = takewhile(lambda event: not isinstance(event, UserUttered), reversed(tracker.events))
    made = [{"event": "handoff_offered", **conversation, **offer} for offer in _offers(this_turn)]
    return [*counted, *reversed(made)]


def what_was_refused(message: UserMessage, refusal: TicketRefused) -> dict[str, Any]:
    """The event of a take-over that was refused; the cause says which check failed."""
    has_read_it = message.message_id.startswith(TICKET_MESSAGE_PREFIX)
    id_of_ticket = message.message_id.removeprefix(TICKET_MESSAGE_PREFIX) if has_read_it else None
    return {
        "event": "handoff_refused",
        "conversation": message.sender_id,
        "jti": id_of_ticket,
        "to": this_host().id,
        "reason": refusal.refusal,
        "cause": str(refusal),
    }


def _of_ticket(ticket: Ticket | None) -> dict[str, Any]:
    if ticket is None:
        return {"jti": None, "from": None, "to": this_host().id, "reason": None, "hops": None}
    return {
        "jti": ticket.id,
        "from": ticket.issuer,
        "to": ticket.audience,
        "reason": ticket.reason,
        "hops": len(ticket.path),
    }


def _offers(events: Iterable[Event]) -> Iterator[dict[str, Any]]:
    for event in events:
        custom = (event.data or {}).get("custom") if isinstance(event, BotUttered) else None
        claims = claims_of(custom)
        if custom is not None and claims is not None:
            offer = custom["handoff"]
            whither = {"from": this_host().id, "to": offer["to"], "reason": offer["reason"]}
            yield {"jti": claims["jti"], **whither, "hops": len(claims["path"])}


def _failed(text: str | None, tracker: DialogueStateTracker) -> dict[str, Any] | None:
    """What a client says of an offer that came to nothing; None for any other message."""
    found = _FAILED.fullmatch(text or "")
    if found is None:
        return None
    try:
        report = json.loads(found[1])
    except (ValueError, RecursionError):  # typed by a person
        return None
    last = next((offer for offer in _offers(reversed(tracker.events)) if offer["to"] == report.get("to")), None)
    reason = report.get("reason")
    return {
        "jti": last["jti"] if last else None,
        "from": this_host().id,
        "to": last["to"] if last else None,
        "reason": reason if reason in FAILURE_REASONS else "unknown",
    }
