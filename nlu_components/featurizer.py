"""Rasa's dense featurizer with sentence vectors: name `nlu_components.featurizer.SentenceEncoderFeaturizer` in
config.yml."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Sequence
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu_components import weights
from nlu_components.encoder import SentenceEncoder, Vectors, WordPieces
from nlu_components.errors import EncoderError, EncoderMissing
from nlu_components.kserve import PAUSE_SECONDS, SECONDS, KServeEncoder
from nlu_components.text import normalised
from nlu_components.vector_cache import VARIABLE, encode_with_cache

logger = logging.getLogger(__name__)

SERVER_TRAINING_SECONDS = 30.0


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceEncoderFeaturizer(GraphComponent):
    """Adds one dense sentence feature to each message, shape (1, 384), of length 1: the cosine of two says how alike
    two sentences are in meaning. There are no features per token, so what needs these (DIET) cannot use it.

    `server` names a server to ask instead of calculating here: `{url: http://..., model: ..., seconds: 0.3}`, see
    `nlu_components.kserve`.

    Without the encoder nothing is added, and one line in the log says why: while training with its cause and what to
    install, while serving once for each time that it begins to fail. A message is never lost by it. Only a server that
    does not answer while training ends the training: it would be learned for good.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's way to say which keys there are."""
        return {"server": None}

    @staticmethod
    def required_packages() -> list[str]:
        """What must be installed: nothing, since the bot also works without."""
        return []

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """What is installed: else Rasa would keep a bot that was trained without the encoder once it is there."""
        return weights.installed()

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config, self._storage, self._resource = config, storage, resource
        self._name = type(self).__name__
        self._encoder: SentenceEncoder | None = None
        self._is_failing = False

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoderFeaturizer:
        """For training."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Puts the encoder into the model."""
        with self._storage.write_to(self._resource) as folder:
            try:
                weights.prepare(folder)
            except EncoderMissing as missing:
                logger.warning("the bot learns from words alone, it understands less: %s", missing)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> SentenceEncoderFeaturizer:
        """With the encoder in the model, or the server in the config."""
        featurizer = cls(config, model_storage, resource)
        try:
            with model_storage.read_from(resource) as folder:
                if any(folder.iterdir()):
                    featurizer._encoder = _encoder(folder, config.get("server"))
                else:
                    logger.info("trained without a sentence encoder, words alone decide")
        except (ValueError, EncoderError) as error:  # Rasa's storage raises ValueError for a resource that is not there
            featurizer._say_that_it_fails(error)
        return featurizer

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the feature to all examples, or to none where there is no encoder. Raises EncoderFailed."""
        examples = [example for example in training_data.training_examples if example.get(TEXT)]
        if self._encoder is None or not examples:
            return training_data
        for example, vector in zip(examples, self._vectors(self._encoder, examples), strict=True):
            self._add(example, vector)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the feature, if there is an encoder and it works."""
        said = [message for message in messages if message.get(TEXT)]
        if self._encoder is None or not said:
            return messages
        try:
            vectors = self._encoder.encode([normalised(message.get(TEXT)) for message in said])
        except EncoderError as error:
            self._say_that_it_fails(error)
            return messages
        self._is_failing = False
        for message, vector in zip(said, vectors, strict=True):
            self._add(message, vector)
        return messages

    def _vectors(self, encoder: SentenceEncoder, examples: Sequence[Message]) -> Vectors:
        if isinstance(encoder, KServeEncoder):
            encoder = encoder.patient(SERVER_TRAINING_SECONDS)
        texts = [normalised(example.get(TEXT)) for example in examples]
        try:
            return encode_with_cache(encoder, texts)
        except (sqlite3.Error, OSError) as error:
            logger.warning("%s: the sentence vectors are calculated anew: %s", VARIABLE, error)
            return encoder.encode(texts)

    def _add(self, message: Message, vector: Vectors) -> None:
        message.add_features(Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, self._name))

    def _say_that_it_fails(self, cause: Exception) -> None:
        if not self._is_failing:
            logger.error("sentence encoder does not work, words alone decide: %s", cause)
        self._is_failing = True


def _encoder(folder: Any, server: dict[str, Any] | None) -> SentenceEncoder:
    if not server:
        return weights.load(folder)
    try:
        address, model = str(server["url"]), str(server["model"])
    except (KeyError, TypeError) as error:
        raise EncoderMissing(f"config.yml: SentenceEncoderFeaturizer: server: needs url and model: {error}") from error
    pieces = WordPieces(folder / weights.TOKENIZER)
    return KServeEncoder(
        address, model, pieces, server.get("seconds", SECONDS), server.get("pause_seconds", PAUSE_SECONDS)
    )
