"""A mention survives the trip through Rasa's entities, and what Duckling never saw is not taken for a mention."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from duckling_client import (
    Mention,
    mention_from_rasa_entity,
    mention_to_rasa_entity,
    mentions_from_rasa_entities,
)

Find = Callable[[str], list[Mention]]


def test_mentions_come_back_from_entities_as_they_were(mentions_in: Find) -> None:
    found = mentions_in("$50 from monday to friday, or at least \u00a320 to a@example.com")
    assert mentions_from_rasa_entities([mention_to_rasa_entity(mention) for mention in found]) == found


def test_an_entity_is_spelled_as_rasas_own_extractor_spells_it(mentions_in: Find) -> None:
    (money,) = mentions_in("$50")
    assert mention_to_rasa_entity(money) == {
        "entity": "amount-of-money",
        "start": 0,
        "end": 3,
        "text": "$50",
        "value": 50,
        "confidence": 1.0,
        "additional_info": {"value": 50, "type": "value", "unit": "$"},
        "extractor": "DucklingExtractor",
    }


def test_an_interval_is_from_and_to(mentions_in: Find) -> None:
    (days,) = [mention for mention in mentions_in("from monday to friday") if mention.dim == "time"]
    value = mention_to_rasa_entity(days)["value"]
    assert (value["from"][:10], value["to"][:10]) == ("2024-06-10", "2024-06-15")  # the end is exclusive


@pytest.mark.parametrize(
    "entity",
    [
        {"entity": "amount-of-money", "value": -50, "start": 8, "end": 30},  # /intent{"amount-of-money": -50}
        {"entity": "PERSON", "value": "Bob", "start": 0, "end": 3, "extractor": "CRFEntityExtractor"},
        {"entity": ["a"], "additional_info": {}, "start": 0, "end": 1, "text": "a"},
        {"entity": "time", "additional_info": {}, "start": None, "end": 1, "text": "a"},
        {"additional_info": "x"},
        {},
        "text",
        None,
        5,
    ],
)
def test_what_duckling_did_not_find_is_no_mention(entity: object) -> None:
    assert mention_from_rasa_entity(entity) is None
    assert mentions_from_rasa_entities([entity]) == []
    assert mentions_from_rasa_entities(entity) == []
