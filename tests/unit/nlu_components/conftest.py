"""The sentence encoder, made once."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import pytest

from nlu_components import weights
from nlu_components.encoder import OnnxEncoder


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the encoder's files, to be left as it is."""
    folder = tmp_path_factory.mktemp("encoder")
    weights.prepare(folder)
    return folder


@pytest.fixture(scope="session")
def encoder(prepared: Path) -> OnnxEncoder:
    """The encoder of that folder."""
    return weights.load(prepared)


class _Without:
    """One of Python's finders, that does not find a package."""

    def __init__(self, finder: Any, package: str) -> None:
        self._finder, self._package = finder, package

    def find_spec(self, name: str, *arguments: Any) -> ModuleSpec | None:
        is_hidden = name.partition(".")[0] == self._package
        return None if is_hidden else self._finder.find_spec(name, *arguments)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._finder, name)


@pytest.fixture
def uninstall(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes a package impossible to find, as if it were not installed."""

    def hide(package: str) -> None:
        monkeypatch.setattr(sys, "meta_path", [_Without(finder, package) for finder in sys.meta_path])
        for name in [each for each in sys.modules if each.partition(".")[0] == package]:
            monkeypatch.delitem(sys.modules, name)

    return hide
