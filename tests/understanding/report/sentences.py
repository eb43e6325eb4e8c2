"""The sentences that a bot is measured with: none of them is in its training data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import yaml

from handoff.hosts import Host, Hosts
from handoff.skill_names import OTHER_SKILL_PREFIX

HELD_BACK, NEAR_MISSES = Path("tests", "held_back.yml"), Path("tests", "near_misses.yml")
FOREIGN = Path(__file__).parents[1] / "foreign.yml"
_HASH_DIGITS = 12
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Group(Enum):
    """Why a sentence is asked: it is the bot's own business, another bot's, almost the bot's, or nobody's."""

    OWN = "own"
    OTHER_BOT = "other bot"
    NEAR_MISS = "near miss"
    FOREIGN = "foreign"


@dataclass(frozen=True)
class Sentence:
    """What somebody says, the intent that it should get, and the topic that its block of the file names."""

    text: str
    expected: str
    group: Group
    topic: str | None = None


def sentences_for(bot: Host, hosts: Hosts) -> list[Sentence]:
    """All sentences for one bot with a folder: its own, what the other bots export, its near misses and the foreign."""
    assert bot.folder is not None  # bots have one
    found = list(_sentences(bot.folder / HELD_BACK, Group.OWN))
    for other in hosts.others(bot.id):
        if other.folder is not None:
            exported = (
                each for each in _sentences(other.folder / HELD_BACK, Group.OWN) if each.expected in other.skills
            )
            intent = f"{OTHER_SKILL_PREFIX}{other.id}"
            found += [Sentence(each.text, intent, Group.OTHER_BOT, each.expected) for each in exported]
    found += _sentences(bot.folder / NEAR_MISSES, Group.NEAR_MISS)
    return [*found, *_sentences(FOREIGN, Group.FOREIGN)]


def examples_in(file: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Each example of a file in Rasa's format for training data, after the entry that it stands in; none where there
    is no file."""
    content = yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER) if file.is_file() else {}
    for entry in content.get("nlu") or []:
        for line in str(entry.get("examples", "")).splitlines():
            if text := line.strip().removeprefix("- ").strip():
                yield entry, text


def content_hash(files: list[Path]) -> str:
    """Twelve hexadecimal digits that change when the content of one of the files does; files need not be there."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes() if file.is_file() else b"")
        digest.update(b"\0")
    return digest.hexdigest()[:_HASH_DIGITS]


def _sentences(file: Path, group: Group) -> Iterator[Sentence]:
    for entry, text in examples_in(file):
        about = entry.get("metadata") or {}
        yield Sentence(text, str(entry["intent"]), group, about.get("topic") or about.get("domain"))
