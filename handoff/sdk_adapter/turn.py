"""What the user just said, as actions read it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rasa_sdk import Tracker

_PAYLOAD = re.compile(r"/\w+(?:\{.*\}?)?", re.DOTALL)


@dataclass(frozen=True)
class Turn:
    """One message in its place in the conversation.

    `intent_confidence` is between 0 and 1. `entities` are Rasa's entity dicts. `asked` is the slot that the form had
    just asked for, None when the form begins. `last_response` is the name of the response that the bot gave last before
    this message. `form_begun` is the form that became active since this message, None if none did. `slots` are the
    values before this message.
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

    @property
    def is_payload(self) -> bool:
        """Whether the text is an intent as buttons send it, `/intent{...}`, and not a person's words."""
        return _PAYLOAD.fullmatch(self.text) is not None

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
    )


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
            name = (event.get("metadata") or {}).get("utter_action")
            return name if isinstance(name, str) else None
    return None
