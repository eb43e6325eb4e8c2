"""What import-linter is to check: the contracts of pyproject.toml, for every bot that is there now."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tomli  # with import-linter and mypy in the development environment; Python 3.10 has no tomllib

from handoff.cli.project import Project

SECTION = "importlinter"


def write_config(project: Project) -> Path:
    """The path of a configuration, written now, for `lint-imports --config`."""
    pyproject = (project.root / "pyproject.toml").read_text(encoding="utf-8")
    bots = [bot.folder.name for bot in project.bots if bot.folder and bot.folder.name in project.packages]
    file = project.root / "build" / "importlinter.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(config_for(pyproject, bots), encoding="utf-8")
    return file


def config_for(pyproject: str, bots: Sequence[str]) -> str:
    """The section of import-linter in TOML. A list that names all bots which pyproject.toml knows gets the others."""
    section: dict[str, Any] = tomli.loads(pyproject)["tool"][SECTION]
    known = {bot for bot in bots if bot in section["root_packages"]}
    new = [bot for bot in bots if bot not in known]
    contracts: list[dict[str, Any]] = section.pop("contracts")
    lines = [f"[tool.{SECTION}]", *_keys(section, known, new)]
    for contract in contracts:
        lines += [f"[[tool.{SECTION}.contracts]]", *_keys(contract, known, new)]
    return "\n".join(lines) + "\n"


def _keys(table: dict[str, Any], known: set[str], new: Sequence[str]) -> list[str]:
    # texts, lists of texts and booleans look in TOML as they look in JSON
    return [f"{key} = {json.dumps(_with_bots(value, known, new), ensure_ascii=False)}" for key, value in table.items()]


def _with_bots(value: Any, known: set[str], new: Sequence[str]) -> Any:
    return [*value, *new] if isinstance(value, list) and known and known <= set(value) else value
