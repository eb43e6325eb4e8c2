"""Rasa's command line without TensorFlow: `python -m handoff.rasa_adapter.light run ...` does what `rasa run ...` does.

Rasa imports TensorFlow at start-up for components that a pipeline of word counts and rules never uses: about two thirds
of the time until the first answer and more than half of the memory. Where every component of the bot's config.yml is
known to work without it, importing TensorFlow gives empty classes here; anywhere else this is plain `rasa`. A server is
spared some more packages in the same way (see `spared`).
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

import yaml

from handoff.rasa_adapter.spared import spared_packages

TENSORFLOW = frozenset({"tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras"})

KNOWN_WITHOUT = frozenset(
    {
        "WhitespaceTokenizer",
        "nlu_components.featurizer.SentenceEncoderFeaturizer",
        "nlu_components.classifier.IntentClassifier",
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

# These load their models with skops.
_WITH_SKOPS = frozenset({"LogisticRegressionClassifier", "SklearnIntentClassifier"})


class _EmptyClassType(type):
    """Classes whose attributes are empty classes too, so that Rasa's modules can subclass and annotate with them."""

    def __getattr__(cls, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _empty_class(f"{cls.__name__}.{name}")


def _empty_class(name: str) -> type:
    def refuse(self: Any, *_: Any, **__: Any) -> NoReturn:
        package = name.partition(".")[0]
        missing = "TensorFlow" if package in TENSORFLOW else package
        raise RuntimeError(f"{name} needs {missing}; start this bot with plain `rasa`")

    # Rasa has `except` clauses with such classes, and an error that passes one must not become a TypeError
    is_error = name.endswith(("Error", "Exception", "Failure"))
    return _EmptyClassType(name, (Exception,) if is_error else (), {"__init__": refuse})


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
    """Finds an empty module for each of these packages and what belongs to it."""

    def __init__(self, packages: frozenset[str]) -> None:
        self._packages = packages

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] not in self._packages:
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


def leave_out(packages: frozenset[str]) -> None:
    """From now on, importing one of these in this process gives empty modules."""
    sys.meta_path.insert(0, _EmptyModules(packages))


def leave_tensorflow_out() -> None:
    """From now on, importing TensorFlow in this process gives empty modules."""
    leave_out(TENSORFLOW)


def _parsed(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8")) if file.is_file() else None


def main() -> None:
    """Runs Rasa's command line for the bot in the current folder."""
    if sys.argv[1:2] == ["run"]:
        # One message is too little work to share: the other threads of numpy's OpenBLAS would wait for more of it in a
        # loop, and take the processor from the action server.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    config = _parsed(Path("config.yml"))
    if works_without_tensorflow(config):
        leave_tensorflow_out()
        leave_out(spared_packages(sys.argv[1:], _parsed(Path("credentials.yml")), _parsed(Path("endpoints.yml"))))
        if any(part["name"] in _WITH_SKOPS for part in config["pipeline"]):
            importlib.import_module("skops.io")  # searches all loaded modules: for seconds, once Rasa is among them
    if sys.argv[1:2] == ["train"]:
        from handoff.rasa_adapter import quick_training

        quick_training.apply()
    import rasa.__main__

    sys.argv[0] = "rasa"
    rasa.__main__.main()


if __name__ == "__main__":
    main()
