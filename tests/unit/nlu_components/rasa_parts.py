"""The featurizer and the classifier in Rasa's own model storage, run one after the other as Rasa's graph runs them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu_components.classifier import IntentClassifier
from nlu_components.featurizer import SentenceEncoderFeaturizer

_CONTEXT = ExecutionContext(GraphSchema({}))
FEATURIZER, CLASSIFIER = Resource("featurizer"), Resource("classifier")

BAKERY = """
version: "3.1"
nlu:
- intent: buy_bread
  examples: |
    - a loaf of bread please
    - I would like two rolls
    - can I have a baguette
    - give me some rye bread
    - three croissants for me
- intent: opening_hours
  examples: |
    - when do you open
    - are you open on sundays
    - what are your opening hours
    - how long is the shop open today
    - when do you close
- intent: out_of_scope
  metadata: {topic: weather}
  examples: |
    - will it rain tomorrow
    - how hot is it outside
    - what is the weather like
    - is there going to be snow
- intent: out_of_scope
  metadata: {topic: sports}
  examples: |
    - who won the football match
    - what is the score of the game
    - when does my team play
    - which club is first in the league
"""


def read(text: str) -> TrainingData:
    """Training data as Rasa reads it from a file."""
    return RasaYAMLReader().reads(text)


class Pipeline:
    """A bot's understanding in a folder. `load` may be called on another object for the same folder."""

    def __init__(
        self, folder: Path, featurizer: dict[str, Any] | None = None, classifier: dict[str, Any] | None = None
    ) -> None:
        folder.mkdir(exist_ok=True)
        self._storage = LocalModelStorage(folder)
        self._featurizer = {**SentenceEncoderFeaturizer.get_default_config(), **(featurizer or {})}
        self._classifier = {**IntentClassifier.get_default_config(), **(classifier or {})}

    def train(self, data: TrainingData) -> None:
        """Learns and keeps."""
        SentenceEncoderFeaturizer.create(self._featurizer, self._storage, FEATURIZER, _CONTEXT).train(data)
        self.train_classifier(self.featurizer().process_training_data(data))

    def train_classifier(self, data: TrainingData) -> None:
        """Of data as they are."""
        IntentClassifier.create(self._classifier, self._storage, CLASSIFIER, _CONTEXT).train(data)

    def featurizer(self) -> SentenceEncoderFeaturizer:
        """The trained one."""
        return SentenceEncoderFeaturizer.load(self._featurizer, self._storage, FEATURIZER, _CONTEXT)

    def classifier(self) -> IntentClassifier:
        """The trained one."""
        return IntentClassifier.load(self._classifier, self._storage, CLASSIFIER, _CONTEXT)

    def load(self) -> Callable[[str], Message]:
        """Gives what is understood of a text."""
        featurizer, classifier = self.featurizer(), self.classifier()

        def understand(text: str) -> Message:
            return classifier.process(featurizer.process([Message(data={TEXT: text})]))[0]

        return understand

    def folder_of(self, resource: Resource) -> Path:
        """Where the storage has what a component keeps."""
        with self._storage.read_from(resource) as folder:
            return Path(folder)


def intent_of(message: Message) -> str:
    """Its name."""
    return str(message.get("intent")["name"])


def has_vector(message: Message) -> bool:
    """Whether a dense feature of the sentence is there."""
    return message.get_dense_features(TEXT)[1] is not None
