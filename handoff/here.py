"""Where this process runs: which host it serves, who the others are, and the secret that they share."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from handoff.hosts import Host, Hosts, find_config, load_hosts
from handoff.secret import load_secret


def hosts() -> Hosts:
    """All hosts; read once per process. Raises ConfigError."""
    return _hosts_above(Path.cwd())


def this_host() -> Host:
    """The host in whose folder this process runs. Raises ConfigError, UnknownHost."""
    return hosts().in_folder(Path.cwd())


def secret() -> str:
    """HANDOFF_SECRET. Raises ConfigError, SecretError."""
    return load_secret(find_config(Path.cwd()))


@lru_cache(maxsize=1)
def _hosts_above(folder: Path) -> Hosts:
    return load_hosts(find_config(folder))
