"""What Rasa does again and again while it trains, done once. `light` applies it before `rasa train`; nothing else does.

Read in rasa 3.6.21; `apply` refuses any other version. Nothing here changes what is learned:
tests/unit/rasa_adapter/test_quick_training.py compares.
"""

from __future__ import annotations

import copy
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from types import SimpleNamespace
from typing import Any

import rasa
import rasa.shared.nlu.training_data.training_data as rasa_training_data
from rasa.shared.nlu.constants import INTENT, RESPONSE
from rasa.shared.nlu.training_data.message import Message

from handoff.errors import ConfigError
from handoff.rasa_adapter.importer import BotImporter

RASA_VERSION = "3.6.21"


def apply() -> None:
    """Replaces what is listed here, for the rest of the process. Raises ConfigError on another version of Rasa."""
    if rasa.__version__ != RASA_VERSION:
        raise ConfigError(f"quick_training was written for rasa {RASA_VERSION}, not {rasa.__version__}")
    rasa_training_data.TrainingData.sanitize_examples = staticmethod(sanitize_examples)
    _merge_without_copies()
    for name in ("get_domain", "get_stories", "get_nlu_data"):
        setattr(BotImporter, name, _once(getattr(BotImporter, name)))


def sanitize_examples(examples: list[Message]) -> list[Message]:
    """`TrainingData.sanitize_examples` sets the intent of each example to what it is already, which makes the example
    forget its fingerprint, and then asks for all fingerprints, for each of dozens of TrainingData objects."""
    for example in examples:
        for key in (INTENT, RESPONSE):
            value = example.get(key)
            if value and value != value.strip():
                example.set(key, value.strip())
    return list(OrderedDict.fromkeys(examples))


def _merge_without_copies() -> None:
    """`TrainingData.merge` copies every example deeply, a dozen times, for data that only one training uses; nothing
    else in its module copies deeply."""
    rasa_training_data.copy = SimpleNamespace(copy=copy.copy, deepcopy=copy.copy)


def _once(method: Callable[..., Any]) -> Callable[..., Any]:
    """Rasa validates with one importer and trains with another, which read the same files; each asks several times."""
    results: dict[Any, Any] = {}

    @wraps(method)
    def answered_once(self: BotImporter, *arguments: Any, **named: Any) -> Any:
        key = (self.config_file, arguments, tuple(sorted(named.items())))
        if key not in results:
            results[key] = method(self, *arguments, **named)
        return results[key]

    return answered_once
