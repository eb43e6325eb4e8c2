"""Rasa's intent classifier with three views: name `nlu_components.classifier.IntentClassifier` in config.yml."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier as RasaIntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import (
    ENTITIES,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    METADATA,
    METADATA_INTENT,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu_components.decision import SEPARATOR, Classes, Evidence, Judgement, Limits, judge
from nlu_components.linear import Floats, LinearView, learn_dense, learn_sparse
from nlu_components.neighbours import Neighbours
from nlu_components.words import WordCounts

TOPIC = "topic"
_STRETCH = 4.0  # of vectors of length 1: the regularisation is meant for numbers about as large as 1
_RANKED = 10


class NothingToLearn(ValueError):
    """Fewer than two intents have examples."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent, RasaIntentClassifier):
    """Logistic regression over words and pieces of words, logistic regression over the dense sentence features of a
    featurizer before it (SentenceEncoderFeaturizer), and the training sentences nearest by these features; their
    probabilities are multiplied. What is unlike everything that it was trained with gets the intent `nlu_fallback`
    (`nlu_components.decision`). Without sentence features words alone decide.

    Examples may name a topic in their metadata (Rasa's page "Training Data Format"):

        - intent: out_of_scope
          metadata: {topic: exchange_rate}

    Each topic is learned as a class of its own, the intent's probability is the sum, and the topic comes as the entity
    `topic`. Keys: `rejecting`, intents which say themselves that the bot is not for something; `careful`, intents that
    must be surer than others; the other four are those of `decision.Limits`.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's way to say which keys there are."""
        limits = asdict(Limits())
        return {**limits, "careful": [], "rejecting": ["out_of_scope"]}

    @staticmethod
    def required_packages() -> list[str]:
        """What must be installed."""
        return ["sklearn"]

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._storage, self._resource = storage, resource
        self._rejecting = frozenset(config["rejecting"])
        given = {each.name: config[each.name] for each in fields(Limits)}
        self._limits = Limits(**{**given, "careful": frozenset(config["careful"])})
        self._model: _Model | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentClassifier:
        """For training."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from all examples that have a text and an intent. Raises NothingToLearn."""
        examples = [each for each in training_data.intent_examples if each.get(TEXT)]
        self._model = _Model.learn(examples)
        with self._storage.write_to(self._resource) as folder:
            self._model.keep(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> IntentClassifier:
        """A trained one."""
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            classifier._model = _Model.load(folder)
        return classifier

    def process(self, messages: list[Message]) -> list[Message]:
        """Says the intent of each message that has a text."""
        for message in messages:
            if self._model is not None and message.get(TEXT):
                judgement = judge(self._model.evidence(message), self._model.classes, self._limits, self._rejecting)
                _write(judgement, message)
        return messages


class _Model:
    """What was learned."""

    def __init__(
        self,
        classes: Classes,
        counts: WordCounts,
        words: LinearView,
        meaning: LinearView | None = None,
        neighbours: Neighbours | None = None,
    ) -> None:
        self.classes, self._counts, self._words = classes, counts, words
        self._meaning, self._neighbours = meaning, neighbours

    @classmethod
    def learn(cls, examples: list[Message]) -> _Model:
        names = [_class_of(each) for each in examples]
        classes = Classes(sorted(set(names)))
        if len(classes.intents) < 2:  # noqa: PLR2004  # one has nothing to be told from
            raise NothingToLearn("there must be examples of at least two intents")
        places = {name: place for place, name in enumerate(classes.names)}
        wanted: npt.NDArray[np.int64] = np.array([places[name] for name in names])
        texts = [each.get(TEXT) for each in examples]
        counts = WordCounts.learn(texts)
        words = learn_sparse(counts(texts), wanted)
        vectors = [vector for each in examples if (vector := _vector(each)) is not None]
        if len(vectors) < len(examples):
            return cls(classes, counts, words)
        stacked = np.stack(vectors)
        meaning = learn_dense(stacked * _STRETCH, wanted)
        return cls(classes, counts, words, meaning, Neighbours(stacked, wanted, len(classes.names)))

    def evidence(self, message: Message) -> Evidence:
        words = self._words.log_probabilities_of_one(*self._counts.of_one(message.get(TEXT)))
        vector = _vector(message)
        if vector is None or self._meaning is None or self._neighbours is None:
            return Evidence(words)
        meaning = self._meaning.log_probabilities(vector[None, :] * _STRETCH)[0]
        return Evidence(words, meaning, *self._neighbours(vector))

    def keep(self, folder: Path) -> None:
        kept = {"classes": self.classes.names, "counts": self._counts.as_json()}
        (folder / "classes.json").write_text(json.dumps(kept), encoding="utf-8")
        arrays = {"words_weights": self._words.weights, "words_biases": self._words.biases}
        if self._meaning is not None and self._neighbours is not None:
            arrays |= {"meaning_weights": self._meaning.weights, "meaning_biases": self._meaning.biases}
            arrays |= self._neighbours.arrays()
        np.savez(folder / "weights.npz", **arrays)

    @classmethod
    def load(cls, folder: Path) -> _Model:
        kept = json.loads((folder / "classes.json").read_text(encoding="utf-8"))
        with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
            words = LinearView(arrays["words_weights"], arrays["words_biases"])
            classes, counts = Classes(kept["classes"]), WordCounts.from_json(kept["counts"])
            if "meaning_weights" not in arrays:
                return cls(classes, counts, words)
            meaning = LinearView(arrays["meaning_weights"], arrays["meaning_biases"])
            return cls(classes, counts, words, meaning, Neighbours.load(arrays, len(classes.names)))


def _class_of(example: Message) -> str:
    about = (example.get(METADATA) or {}).get(METADATA_INTENT) or {}
    topic = about.get(TOPIC) if isinstance(about, dict) else None
    return f"{example.get(INTENT)}{SEPARATOR}{topic}" if topic else str(example.get(INTENT))


def _vector(message: Message) -> Floats | None:
    _, sentence = message.get_dense_features(TEXT)
    return None if sentence is None else np.asarray(sentence.features, np.float32)[0]


def _write(judgement: Judgement, message: Message) -> None:
    ranking = [_intent(name, confidence) for name, confidence in judgement.ranking[:_RANKED]]
    if not judgement.is_understood:
        ranking.insert(0, _intent(DEFAULT_NLU_FALLBACK_INTENT_NAME, 1.0 - judgement.confidence))
    message.set(INTENT, ranking[0], add_to_output=True)
    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
    if judgement.is_understood and judgement.topic:
        entities = [*(message.get(ENTITIES) or []), _topic_entity(judgement.topic, message.get(TEXT))]
        message.set(ENTITIES, entities, add_to_output=True)


def _topic_entity(topic: str, text: str) -> dict[str, Any]:
    return {"entity": TOPIC, "value": topic, "start": 0, "end": len(text), "extractor": IntentClassifier.__name__}


def _intent(name: str, confidence: float) -> dict[str, Any]:
    return {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: round(confidence, 6)}
