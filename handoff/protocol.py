"""The messages of handoff/1: what a source offers, what a client sends, what a target answers. Pure."""

from __future__ import annotations

from typing import Any, Literal

from handoff.hosts import Host

VERSION = 1
Reason = Literal["user_request", "other_skill", "escalation", "return"]
Refusal = Literal["expired", "loop", "ticket", "unavailable"]
REFUSED_KEY = "handoff_refused"

TRIGGER_INTENT = "trigger_handoff"
TAKE_OVER_INTENT = "handoff"
FAILED_INTENT = "handoff_failed"

FAILURE_REASONS = ("unreachable", "refused", "timeout", "error", "unlisted")


def offer(target: Host, reason: Reason, message: str | None = None) -> dict[str, Any]:
    """The custom message that tells a client to hand the conversation to `target`.

    `handoff_host` and `title` alone are what older Rasa chat widgets know. `message` is the utterance that the
    target is to answer, or None.
    """
    return {
        "handoff_host": target.url,
        "title": target.title,
        "handoff": {"version": VERSION, "to": target.id, "reason": reason, "message": message, "carried": {}},
    }


def refused(reason: Refusal) -> dict[str, str]:
    """The custom message with which a target declines to take over."""
    return {REFUSED_KEY: reason}


def trigger_payload(target: Host) -> str:
    """What a button sends to the source when the user chooses `target`."""
    return f'/{TRIGGER_INTENT}{{"to": "{target.id}"}}'


def is_take_over(text: str | None) -> bool:
    """Whether a message is a client's request to take a conversation over: an apology would look like an acceptance."""
    return (text or "").startswith(f"/{TAKE_OVER_INTENT}{{")
