"""Who has a port?"""

from __future__ import annotations

import socket

import psutil

from handoff.cli.project import LOOPBACK


def is_free(port: int) -> bool:
    """Whether a server could listen on that port of 127.0.0.1 now."""
    with socket.socket() as candidate:
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def who_has(port: int) -> str:
    """The process that listens on a port, for a person: `python (process 123)`; "another process" if unknown."""
    try:
        connections = psutil.net_connections(kind="tcp")
    except psutil.AccessDenied:
        return "another process"
    for connection in connections:
        if (
            connection.status == psutil.CONN_LISTEN
            and connection.laddr
            and connection.laddr.port == port
            and connection.pid
        ):
            return f"{psutil.Process(connection.pid).name()} (process {connection.pid})"
    return "another process"
