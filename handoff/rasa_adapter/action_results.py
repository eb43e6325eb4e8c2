"""Whether what an action server answered is an answer, by Rasa's own schema (rasa 3.6.21, shared/utils/schemas)."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft7Validator
from rasa.core.actions.action import RemoteAction
from rasa.shared.utils.schemas.events import EVENT_SCHEMA

_schema = Draft7Validator(RemoteAction.action_response_format_spec())

# Kinds of events of which the schema wants to know nothing but the kind.
_KINDS = frozenset(
    branch["properties"]["event"]["const"]
    for branch in EVENT_SCHEMA["oneOf"]
    if branch.keys() == {"properties"} and branch["properties"].keys() == {"event"}
)


def check(result: Any) -> None:
    """Raises jsonschema's ValidationError for what the schema refuses.

    jsonschema holds each event against each of 23 kinds. What actions give nearly always is looked through here, and
    only the rest is given to it.
    """
    if not is_plainly_valid(result):
        _schema.validate(result)


def is_plainly_valid(result: Any) -> bool:
    """Whether the schema allows it, seen without the schema; False leaves it open."""
    if not isinstance(result, dict):
        return False
    events, responses = result.get("events", []), result.get("responses", [])
    return (
        isinstance(events, list)
        and isinstance(responses, list)
        and all(isinstance(response, dict) for response in responses)
        and all(isinstance(event, dict) and _is_plain_event(event) for event in events)
    )


def _is_plain_event(event: dict[str, Any]) -> bool:
    metadata, timestamp, kind = event.get("metadata"), event.get("timestamp"), event.get("event")
    if not (metadata is None or isinstance(metadata, dict)) or not (
        timestamp is None or type(timestamp) in {int, float}
    ):
        return False
    if kind == "slot":
        return isinstance(event.get("name"), str) and "value" in event
    return isinstance(kind, str) and kind in _KINDS
