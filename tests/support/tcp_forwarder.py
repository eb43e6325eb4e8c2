"""A port that can be dead first and lead to a real server later."""

from __future__ import annotations

import contextlib
import socket
import threading


class TcpForwarder:
    """Passes every connection to `port` of 127.0.0.1 on to `target_port`, byte by byte, until closed."""

    def __init__(self, port: int, target_port: int) -> None:
        self._target_port = target_port
        self._server = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Listens no more."""
        self._server.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # closed
            while True:
                client, _ = self._server.accept()
                server = socket.create_connection(("127.0.0.1", self._target_port), timeout=30)
                for source, sink in ((client, server), (server, client)):
                    threading.Thread(target=_copy, args=(source, sink), daemon=True).start()


def _copy(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):  # either side ended the connection
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
