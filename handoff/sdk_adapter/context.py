"""Whom an action can speak of: the hosts beside the one in whose folder it runs."""

from __future__ import annotations

from handoff.here import hosts, this_host
from handoff.hosts import Host


def other_hosts() -> tuple[Host, ...]:
    """Everybody but this host. Raises ConfigError, UnknownHost."""
    return hosts().others(this_host().id)


def other_host(host_id: object) -> Host | None:
    """The host with that id unless it is unknown or this one. Raises ConfigError, UnknownHost for this host."""
    return next((host for host in other_hosts() if host.id == host_id), None)
