"""Rasa's command line without TensorFlow: `python -m handoff.rasa_adapter.light run ...` does what `rasa run ...` does.

Rasa imports TensorFlow at start-up for components that a pipeline of word counts and rules never uses: about two thirds
of the time until the first answer and more than half of the memory. Where every component of the bot's config.yml is
known to work without it, importing TensorFlow gives empty classes here; anywhere else this is plain `rasa`.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

import yaml

STANDS_IN_FOR = frozenset({"tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras"})

KNOWN_WITHOUT = frozenset(
    {
        "WhitespaceTokenizer",
        "handoff.rasa_adapter.tokenizer.AddressFreeTokenizer",
        "RegexFeaturizer",
        "LexicalSyntacticFeaturizer",
        "CountVectorsFeaturizer",
        "LogisticRegressionClassifier",
        "KeywordIntentClassifier",
        "FallbackClassifier",
        "RegexEntityExtractor",
        "CRFEntityExtractor",
        "EntitySynonymMapper",
        "DucklingEntityExtractor",
        "duckling_client.extractor.DucklingExtractor",
        "RulePolicy",
        "MemoizationPolicy",
        "AugmentedMemoizationPolicy",
    }
)


class _EmptyClassType(type):
    """Classes whose attributes are empty classes too, so that Rasa's modules can subclass and annotate with them."""

    def __getattr__(cls, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _empty_class(f"{cls.__name__}.{name}")


def _empty_class(name: str) -> type:
    def refuse(self: Any, *_: Any, **__: Any) -> NoReturn:
        raise RuntimeError(f"{name} needs TensorFlow; start this bot with plain `rasa`")

    return _EmptyClassType(name, (), {"__init__": refuse})


class _EmptyModule(ModuleType):
    """A module that has every name."""

    __path__: list[str] = []

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        value = _empty_class(f"{self.__name__}.{name}")
        setattr(self, name, value)
        return value


class _EmptyModules(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds an empty module for TensorFlow and what belongs to it."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] not in STANDS_IN_FOR:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _EmptyModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to execute."""


def works_without_tensorflow(config: Any) -> bool:
    """Whether every component and policy of a parsed config.yml is one of KNOWN_WITHOUT."""
    if not isinstance(config, dict):
        return False
    parts = [*(config.get("pipeline") or [None]), *(config.get("policies") or [None])]
    return all(isinstance(part, dict) and part.get("name") in KNOWN_WITHOUT for part in parts)


def leave_tensorflow_out() -> None:
    """From now on, importing TensorFlow in this process gives empty modules."""
    sys.meta_path.insert(0, _EmptyModules())


def main() -> None:
    """Runs Rasa's command line for the bot in the current folder."""
    config = Path("config.yml")
    if config.is_file() and works_without_tensorflow(yaml.safe_load(config.read_text(encoding="utf-8"))):
        leave_tensorflow_out()
        importlib.import_module("skops.io")  # searches all loaded modules: for seconds, were Rasa among them already
    import rasa.__main__

    sys.argv[0] = "rasa"
    rasa.__main__.main()


if __name__ == "__main__":
    main()
