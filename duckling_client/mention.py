"""One thing that Duckling found in a text, and its three spellings: Duckling's JSON, Rasa's entity, ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duckling_client.errors import DucklingUnavailable

EXTRACTOR_NAME = "DucklingExtractor"


@dataclass(frozen=True)
class Mention:
    """A stretch of text that Duckling understood.

    `dim` is Duckling's dimension ("time", "amount-of-money", "number", "email"...), `start` and `end` are character
    offsets into the text, `body` is the text between them, `latent` marks a weak reading, and `value` is Duckling's own
    value object, for example `{"type": "value", "value": 50, "unit": "$"}`.
    """

    dim: str
    body: str
    start: int
    end: int
    latent: bool
    value: Mapping[str, Any]


def mention_from_json(found: Mapping[str, Any]) -> Mention:
    """Read one element of the list that a Duckling server answers with.

    Raises:
        DucklingUnavailable: it does not look like Duckling's answer.
    """
    try:
        return Mention(
            dim=str(found["dim"]),
            body=str(found["body"]),
            start=int(found["start"]),
            end=int(found["end"]),
            latent=bool(found.get("latent", False)),
            value=dict(found["value"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as exc:
        raise DucklingUnavailable(f"not an answer of Duckling's: {found!r}") from exc


def mention_to_json(mention: Mention) -> dict[str, Any]:
    """Spell a mention the way a Duckling server does."""
    return {
        "body": mention.body,
        "start": mention.start,
        "end": mention.end,
        "dim": mention.dim,
        "latent": mention.latent,
        "value": dict(mention.value),
    }


def mention_to_rasa_entity(mention: Mention) -> dict[str, Any]:
    """Spell a mention the way Rasa 3.6's own DucklingEntityExtractor does."""
    return {
        "entity": mention.dim,
        "start": mention.start,
        "end": mention.end,
        "text": mention.body,
        "value": _plain_value(mention.value),
        "confidence": 1.0,
        "additional_info": dict(mention.value),
        "extractor": EXTRACTOR_NAME,
    }


def mention_from_rasa_entity(entity: object) -> Mention | None:
    """Read back an entity that came from Duckling.

    Returns None for anything else: entities of other extractors, and those that a user typed through
    `/intent{"amount-of-money": -50}`, which Duckling never saw.
    """
    if not isinstance(entity, Mapping) or not isinstance(entity.get("additional_info"), Mapping):
        return None
    start, end, body, dim = (entity.get(key) for key in ("start", "end", "text", "entity"))
    if not isinstance(start, int) or not isinstance(end, int):
        return None
    if not isinstance(body, str) or not isinstance(dim, str):
        return None
    return Mention(dim, body, start, end, latent=False, value=dict(entity["additional_info"]))


def mentions_from_rasa_entities(entities: object) -> list[Mention]:
    """All mentions among a message's entities, in the order of the text; never raises on odd input."""
    if not isinstance(entities, Sequence):
        return []
    mentions = [mention_from_rasa_entity(entity) for entity in entities]
    return sorted((found for found in mentions if found is not None), key=lambda found: (found.start, found.end))


def _plain_value(value: Mapping[str, Any]) -> Any:
    if value.get("type") != "interval":
        return value.get("value")
    return {side: (value.get(side) or {}).get("value") for side in ("to", "from")}
