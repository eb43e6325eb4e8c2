"""Duckling in a Rasa 3.6 pipeline: name `duckling_client.extractor.DucklingExtractor` in config.yml.

Entities are spelled as Rasa's own DucklingEntityExtractor spells them. What is different: it needs no server, amounts
of money are not eaten by times, and a sentence that Duckling cannot read in time costs its entities, never the turn.
"""

from __future__ import annotations

import logging
import os
import time
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from duckling_client.connect import URL_VARIABLE, connect
from duckling_client.errors import DucklingError, DucklingRejected
from duckling_client.local import LocalDuckling
from duckling_client.mention import mention_to_rasa_entity
from duckling_client.passes import find_mentions
from duckling_client.query import check_query

logger = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DucklingExtractor(GraphComponent):
    """Adds amounts of money, numbers, e-mail addresses and times as entities to each message.

    Configuration: `locale` ("en_US"), `timezone` (IANA name), `timezone_variable` (the name of an environment variable
    that wins over `timezone` when it is set), `timeout` (seconds for one text, null for the default), `url` (a Duckling
    HTTP server; RASA_DUCKLING_HTTP_URL wins over it).

    Raises:
        DucklingRejected: at load, for an unknown locale or time zone; it names the variable that the zone comes from.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The settings used where config.yml says nothing."""
        return {
            "locale": "en_US",
            "timezone": "America/New_York",
            "timezone_variable": None,
            "timeout": None,
            "url": None,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DucklingExtractor:
        """Make the component; Rasa calls this."""
        return cls(config)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> DucklingExtractor:
        """Make the component from a trained model; the worker starts meanwhile, so the first message is not slow."""
        component = cls(config)
        component.warm_up()
        return component

    def __init__(self, config: dict[str, Any]) -> None:
        self._locale: str = config["locale"]
        self._timezone = _timezone(config["timezone"], config.get("timezone_variable"))
        check_query("", dims=(), locale=self._locale, timezone=self._timezone, reference_time_ms=0)
        self._duckling = connect(_address(config.get("url")), timeout_seconds=config.get("timeout"))

    def warm_up(self) -> None:
        """Start the worker in the background, if there is one."""
        if not isinstance(self._duckling, LocalDuckling):
            return
        try:
            self._duckling.start()
        except DucklingError as exc:
            logger.error("Duckling could not be started ahead of the first message: %s", exc)

    def process(self, messages: list[Message]) -> list[Message]:
        """Add entities to each message. Without an answer from Duckling: no entities, and one line in the log."""
        for message in messages:
            text = message.get(TEXT)
            if isinstance(text, str) and text.strip():
                entities = self._entities(text, _reference_time_ms(message))
                message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages

    def _entities(self, text: str, reference_time_ms: int) -> list[dict[str, Any]]:
        try:
            mentions = find_mentions(
                self._duckling,
                text,
                locale=self._locale,
                timezone=self._timezone,
                reference_time_ms=reference_time_ms,
            )
        except DucklingError as exc:
            # The text itself stays out of the log: it may name accounts.
            logger.error("Duckling gave no entities for a message: %s: %s", type(exc).__name__, exc)
            return []
        return [mention_to_rasa_entity(mention) for mention in mentions]


def _address(configured: str | None) -> str | None:
    return os.environ.get(URL_VARIABLE) or configured


def _timezone(configured: str, variable: str | None) -> str:
    """The zone to read days in; a wrong one from the environment is refused by the variable's name."""
    named = os.environ.get(variable, "").strip() if variable else ""
    if not named:
        return configured
    try:
        check_query("", dims=(), locale="en_US", timezone=named, reference_time_ms=0)
    except DucklingRejected as exc:
        raise DucklingRejected(f"{variable} is {named!r}, which is no known time zone") from exc
    return named


def _reference_time_ms(message: Message) -> int:
    """When the message was sent; message.time is in seconds, as a number or its text."""
    try:
        return int(float(message.time) * 1000)
    except (TypeError, ValueError, OverflowError):
        return int(time.time() * 1000)
