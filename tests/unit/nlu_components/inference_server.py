"""A server that answers what a test tells it to, in the place of Triton."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[BaseHTTPRequestHandler, Any], None]
_LONGEST_SECONDS = 10


def give(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200) -> None:
    """A whole answer."""
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def tensor(shape: Any, data: Any) -> bytes:
    """An answer of the protocol with one output."""
    return json.dumps({"outputs": [{"name": "out", "datatype": "FP32", "shape": shape, "data": data}]}).encode()


class InferenceServer:
    """On a free port of 127.0.0.1. `answer` may be changed at any time; `asked` has the paths and bodies that came."""

    def __init__(self) -> None:
        self.answer: Answer = lambda handler, _: give(handler, b"{}")
        self.asked: list[tuple[str, Any]] = []
        self.connections = 0
        self._closed = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                server.connections += 1
                super().setup()

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.asked.append((self.path, body))
                server.answer(self, body)

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing: the tests say what went wrong."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=[0.01], daemon=True).start()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def hang(self, handler: BaseHTTPRequestHandler, body: Any) -> None:
        """An answer that never comes."""
        self._closed.wait(_LONGEST_SECONDS)

    def trickle(self, handler: BaseHTTPRequestHandler, body: Any) -> None:
        """An answer that never ends, of which something comes all the time."""
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        with contextlib.suppress(OSError):  # the caller went away
            while not self._closed.wait(0.02):
                handler.wfile.write(b" ")

    def close(self) -> None:
        """Nobody listens any more, and what hangs ends."""
        self._closed.set()
        self._server.shutdown()
        self._server.server_close()
