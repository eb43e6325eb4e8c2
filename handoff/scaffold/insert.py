"""The lists that a new bot is added to. The text that is there stays as it is, comments too. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import yaml

from handoff.hosts import HOSTS_KEY
from handoff.scaffold.wanted import NewBot, NewBotRefused

_PROCESS = re.compile(r"^([A-Za-z0-9_-]+):", re.MULTILINE)
_LAST_PROCESS = "chatroom"


def with_host(text: str, bot: NewBot, skills: Sequence[str]) -> str:
    """The text of a handoff_config.yml that loads, with an entry for the bot at its end.

    Raises NewBotRefused where the list is not written one host below the other.
    """
    entry: dict[str, Any] = {"title": bot.title, "url": bot.url, "skills": list(skills)}
    indent = " " * _column_of_hosts(text)
    lines = [f"{bot.name}:", *(f"  {_line(key, value)}" for key, value in entry.items())]
    longer = _ended(text) + "".join(f"{indent}{line}\n" for line in lines)
    if not _is_added(text, longer, bot.name, entry):
        raise _by_hand(bot)
    return longer


def process_names(procfile: str) -> list[str]:
    """The names of the processes in a Procfile."""
    return _PROCESS.findall(procfile)


def with_processes(procfile: str, lines: str) -> str:
    """The Procfile with more lines: above the page, which stands last, or at the end where there is none."""
    page = next((found.start() for found in _PROCESS.finditer(procfile) if found.group(1) == _LAST_PROCESS), None)
    if page is None:
        return _ended(procfile) + lines
    return procfile[:page] + lines + procfile[page:]


def _column_of_hosts(text: str) -> int:
    root: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    entries = next(value for key, value in root.value if key.value == HOSTS_KEY)
    column: int = entries.start_mark.column
    return column


def _line(key: str, value: Any) -> str:
    if isinstance(value, list):
        return f"{key}: [{', '.join(value)}]"
    written: str = yaml.safe_dump({key: value}, allow_unicode=True, width=1000)
    return written.strip()


def _ended(text: str) -> str:
    return text if text.endswith("\n") or not text else f"{text}\n"


def _is_added(text: str, longer: str, name: str, entry: dict[str, Any]) -> bool:
    before: Any = yaml.safe_load(text)
    try:
        after = yaml.safe_load(longer)
    except yaml.YAMLError:
        return False
    return bool(after == {HOSTS_KEY: {**before[HOSTS_KEY], name: entry}})


def _by_hand(bot: NewBot) -> NewBotRefused:
    return NewBotRefused(
        f"handoff_config.yml cannot take {bot.name!r} at its end: write its hosts one below the other, without braces."
    )
