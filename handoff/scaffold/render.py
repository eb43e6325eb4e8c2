"""Filling the placeholders of the template."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from handoff.hosts import Host
from handoff.scaffold.wanted import NewBot

TEMPLATE = Path(__file__).with_name("template")
PROCFILE_LINES = Path(__file__).with_name("procfile.txt")

_PLACEHOLDER = re.compile(r"<<([A-Z_]+)>>")


def values(bot: NewBot, other: Host) -> dict[str, str]:
    """What the placeholders stand for. `other` is any other host, for the tests of the handoff."""
    return {
        "NAME": bot.name,
        "VARIABLE": bot.name.upper(),
        "TITLE": bot.title,
        "PORT": str(bot.port),
        "ACTIONS_PORT": str(bot.actions_port),
        "OTHER_NAME": other.id,
        "OTHER_URL": other.url,
    }


def filled(text: str, placeholders: Mapping[str, str]) -> str:
    """The text with each `<<PLACEHOLDER>>` replaced. Raises KeyError for one that is not known."""
    return _PLACEHOLDER.sub(lambda found: placeholders[found.group(1)], text)


def project_files(placeholders: Mapping[str, str]) -> dict[Path, str]:
    """The files of the new bot's folder, relative to it."""
    files = sorted(file for file in TEMPLATE.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    return {file.relative_to(TEMPLATE): filled(file.read_text(encoding="utf-8"), placeholders) for file in files}


def procfile_lines(placeholders: Mapping[str, str]) -> str:
    """The two lines of the Procfile, for the action server and the Rasa server."""
    return filled(PROCFILE_LINES.read_text(encoding="utf-8"), placeholders)
