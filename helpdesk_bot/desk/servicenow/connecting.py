"""A connection to a host with several addresses, within one time for all of them.

`urllib3` gives each address the whole time: a host with four that are silent would take four times as long.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable
from typing import Any

SocketOptions = Iterable[tuple[Any, ...]]
_LEAST_SECONDS = 0.01  # a timeout of 0 would mean something else


def connect(host: str, port: int, seconds: float, options: SocketOptions = ()) -> socket.socket:
    """Connect to the first of the host's addresses that answers. Each gets its share of the time that is left.

    The timeout of the socket is what is then left of `seconds`. Looking up the name counts, but the system bounds it.
    Raises TimeoutError when the time is over, socket.gaierror for an unknown name, OSError as the last address gave it.
    """
    until = time.monotonic() + seconds
    addresses = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    error = OSError("the name has no address")
    for place, (family, _, _, _, address) in enumerate(addresses):
        left = until - time.monotonic()
        if left <= 0:
            break
        try:
            connection = _connect_to(family, address, left / (len(addresses) - place), options)
        except OSError as exc:  # the next one may answer
            error = exc
            continue
        connection.settimeout(max(_LEAST_SECONDS, until - time.monotonic()))
        return connection
    if time.monotonic() >= until:
        raise TimeoutError("no address of the host answered in time") from error
    raise error


def _connect_to(family: int, address: Any, seconds: float, options: SocketOptions) -> socket.socket:
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        for option in options:
            connection.setsockopt(*option)
        connection.settimeout(max(_LEAST_SECONDS, seconds))
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection
