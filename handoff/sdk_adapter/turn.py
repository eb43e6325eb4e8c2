"""What the user just said, as actions read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rasa_sdk import Tracker

from handoff.protocol import REPLAYED_KEY, is_payload


@dataclass(frozen=True)
class Turn:
    """One message in its place in the conversation.

    `intent_confidence` is between 0 and 1. `entities` are Rasa's entity dicts. `asked` is the slot that the form had
    just asked for, None when the form begins. `last_response` is the name of the response that the bot gave last before
    this message. `form_begun` is the form that became active since this message, None if none did. `slots` are the
    values before this message. `channel` is the name of the channel that it came by, `metadata` what that channel found
    to be true of it.
    """

    conversation: str
    text: str
    intent: str
    intent_confidence: float
    entities: tuple[Mapping[str, Any], ...]
    asked: str | None
    last_response: str | None
    form_begun: str | None
    slots: Mapping[str, Any]
    channel: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_replay(self) -> bool:
        """Whether these are words that the user said to another host, which carried them here."""
        return REPLAYED_KEY in self.metadata

    @property
    def is_payload(self) -> bool:
        """Whether the text is an intent as buttons send it, `/intent{...}`, and not a person's words."""
        return is_payload(self.text)

    @property
    def message(self) -> dict[str, Any]:
        """What was said, as JSON that a slot can keep; see `saying`."""
        return {
            "text": self.text,
            "intent": self.intent,
            "confidence": self.intent_confidence,
            "entities": [dict(entity) for entity in self.entities],
        }

    def saying(self, message: Mapping[str, Any]) -> Turn:
        """The same place in the conversation with another message, one that `message` gave earlier."""
        return replace(
            self,
            text=message["text"],
            intent=message["intent"],
            intent_confidence=message["confidence"],
            entities=tuple(message["entities"]),
        )

    def entity(self, name: str) -> str | None:
        """The value of the first entity of that name if it is a text, else None."""
        values = (entity.get("value") for entity in self.entities if entity.get("entity") == name)
        return next((value for value in values if isinstance(value, str)), None)


def read_turn(tracker: Tracker) -> Turn:
    """The latest message of `tracker`; anything malformed in it counts as absent."""
    message: Mapping[str, Any] = tracker.latest_message or {}
    intent: Mapping[str, Any] = message.get("intent") or {}
    entities = message.get("entities") or []
    text = message.get("text")
    metadata = message.get("metadata")
    return Turn(
        conversation=tracker.sender_id,
        text=text if isinstance(text, str) else "",
        intent=intent.get("name") or "",
        intent_confidence=float(intent.get("confidence") or 0.0),
        entities=tuple(entity for entity in entities if isinstance(entity, dict)),
        asked=tracker.get_slot("requested_slot"),
        last_response=_last_response(tracker),
        form_begun=_form_begun(tracker),
        slots=dict(tracker.slots),
        channel=_channel(tracker),
        metadata=metadata if isinstance(metadata, dict) else {},
    )


def response_of(event: Mapping[str, Any]) -> str | None:
    """The name of the response that an event of the bot's gave; None when it has no name, or is no such event."""
    name = (event.get("metadata") or {}).get("utter_action") if event.get("event") == "bot" else None
    return name if isinstance(name, str) else None


def said_since_the_message(tracker: Tracker) -> frozenset[str]:
    """The responses that this turn gave so far."""
    said: set[str] = set()
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            break
        name = response_of(event)
        said |= {name} if name else set()
    return frozenset(said)


def _channel(tracker: Tracker) -> str | None:
    user = (event for event in reversed(tracker.events) if event.get("event") == "user")
    channel = next((event.get("input_channel") for event in user), None)
    return channel if isinstance(channel, str) else None


def _form_begun(tracker: Tracker) -> str | None:
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return None
        if event.get("event") == "active_loop":
            name = event.get("name")
            return name if isinstance(name, str) else None
    return None


def _last_response(tracker: Tracker) -> str | None:
    events = list(tracker.events)
    while events and events[-1].get("event") != "user":  # what this turn has said already does not count
        events.pop()
    for event in reversed(events):
        if event.get("event") == "bot":
            return response_of(event)
    return None
