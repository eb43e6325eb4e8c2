"""Where an action runs: which host this is, and who the others are."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from handoff.hosts import Host, Hosts, find_config, load_hosts


@lru_cache(maxsize=1)
def hosts() -> Hosts:
    """All hosts; read once per process. Raises ConfigError."""
    return load_hosts(find_config(Path.cwd()))


def this_host() -> Host:
    """The host in whose folder this action server runs. Raises ConfigError, UnknownHost."""
    return hosts().in_folder(Path.cwd())


def other_hosts() -> tuple[Host, ...]:
    """Everybody whom this host can offer."""
    return hosts().others(this_host().id)
