"""Addresses that never answer: neither yes nor no, as behind a firewall that drops what it does not like."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

_FULL_AFTER = 3  # connections that nobody accepts


@contextmanager
def silent_addresses(count: int, port: int) -> Iterator[list[str]]:
    """Loopback addresses with a queue that is full on `port`: the system drops who else wants to connect."""
    hosts = [f"127.0.0.{last}" for last in range(2, 2 + count)]
    with ExitStack() as stack:
        for host in hosts:
            listener = stack.enter_context(socket.socket())
            listener.bind((host, port))
            listener.listen(0)
            for _ in range(_FULL_AFTER):
                waiting = stack.enter_context(socket.socket())
                waiting.setblocking(False)
                waiting.connect_ex((host, port))
        yield hosts
