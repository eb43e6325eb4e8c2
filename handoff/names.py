"""What a host is called: the words that name it, and nothing else that people talk about here."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache
from pathlib import Path

import yaml

from handoff.hosts import Host, Hosts, distinctive_words

_WORD = re.compile(r"\w+")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@lru_cache(maxsize=64)
def names_of(host: Host, hosts: Hosts) -> frozenset[str]:
    """The words that name `host` by themselves, in lower case; none where only its whole title does.

    A word of its title is no name where another host's examples of its skills have it: beside a bank a "card" is no
    "Card Service". The examples are read once per process.
    """
    spoken_of = {word for other in hosts.others(host.id) for word in _words_of_skills(other)}
    return distinctive_words(host, hosts) - spoken_of


def is_named(text: str, host: Host, hosts: Hosts) -> bool:
    """Whether `text` has one of the host's names, also written as two words ("help desk"), or its whole title."""
    words = _WORD.findall(text.casefold())
    joined = {one + other for one, other in itertools.pairwise(words)}
    title = " ".join(_WORD.findall(host.title.casefold()))
    return bool(names_of(host, hosts) & {*words, *joined}) or f" {title} " in f" {' '.join(words)} "


@lru_cache(maxsize=64)
def _words_of_skills(host: Host) -> frozenset[str]:
    files = sorted((host.folder / "data").rglob("*.yml")) if host.folder and host.skills else []
    return frozenset(word for file in files for word in _words_in(file, host.skills))


def _words_in(file: Path, skills: tuple[str, ...]) -> list[str]:
    try:
        entries = yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)["nlu"]
        examples = [str(entry["examples"]) for entry in entries if entry.get("intent") in skills]
    except (yaml.YAMLError, UnicodeDecodeError, AttributeError, KeyError, TypeError):
        return []  # no examples; a file that is broken stops the training
    return _WORD.findall(" ".join(examples).casefold())
