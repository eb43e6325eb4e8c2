"""What Duckling found in a message."""

from __future__ import annotations

from duckling_client import Mention, mentions_from_rasa_entities
from handoff.sdk_adapter.turn import Turn


def mentions_of(turn: Turn) -> tuple[Mention, ...]:
    """Amounts, numbers, days and addresses; typed payloads carry nothing that Duckling saw."""
    return tuple(mentions_from_rasa_entities([dict(entity) for entity in turn.entities]))
