"""The instance over HTTP, with its faults."""

from __future__ import annotations

import socket
import ssl
import struct
import sys
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.support.servicenow import api, control
from tests.support.servicenow.api import Request
from tests.support.servicenow.control import Instance
from tests.support.servicenow.faults import ANSWERS, Answer, Fault

_DRIBBLE_SECONDS = 0.2
_MOST_DRIBBLES = 100  # a caller that waits for ever fails its test after 20 s
_HUGE = 6_000_000
_LONGEST_SILENCE = 60


class Server(ThreadingHTTPServer):
    """Listens on 127.0.0.1; with a file of certificate and key it speaks TLS."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int, handler: type[BaseHTTPRequestHandler], certificate: Path | None) -> None:
        super().__init__(("127.0.0.1", port), handler)
        self.url = f"{'http' if certificate is None else 'https'}://127.0.0.1:{self.server_port}"
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            # The handshake belongs into the thread of its connection, or a silent caller would stop the others.
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that does not trust us hangs up; anything else is told."""
        if not isinstance(sys.exc_info()[1], ssl.SSLError | ConnectionError):
            super().handle_error(request, client_address)


def start(instance: Instance, port: int, certificate: Path | None = None) -> Server:
    """Listens on 127.0.0.1, in threads of its own."""

    class Handler(_Handler):
        fake = instance

    server = Server(port, Handler, certificate)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server


class _Handler(BaseHTTPRequestHandler):
    fake: Instance
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 30
    disable_nagle_algorithm = True  # or each answer waits 40 ms between its headers and its body

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = urlsplit(self.path)
        with suppress(BrokenPipeError, ConnectionResetError):  # the caller gave up
            if parts.path.startswith(control.PATH):
                self._send(self.fake.control(self.command, parts.path.removeprefix(control.PATH), body))
            elif parts.path.startswith(api.PATH):
                self._table(parts.path.removeprefix(api.PATH), dict(parse_qsl(parts.query)), body)
            else:
                self._send(ANSWERS["404 html"])

    do_POST = do_PATCH = do_DELETE = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the tests say what went wrong."""

    def _table(self, place: str, parameters: dict[str, str], body: bytes) -> None:
        table, _, sys_id = place.partition("/")
        authorization = self.headers.get("Authorization", "")
        base = f"{self.server.url.partition(':')[0]}://{self.headers['Host']}"
        request = Request(self.command, table, sys_id, parameters, body, authorization, base)
        self.fake.note(request, self.client_address[1], self.headers.get("Cookie"))
        fault = self.fake.faults.take(self.command, table)
        answer = self.fake.api.answer(request) if fault is None or fault.after else ANSWERS["empty result"]
        if fault is None:
            self._send(answer)
        else:
            self._fail(fault, answer)

    def _fail(self, fault: Fault, answer: Answer) -> None:
        if fault.fault in ANSWERS:
            self._send(ANSWERS[fault.fault])
            return
        self.close_connection = True
        {
            "slow body": self._dribble_body,
            "endless body": self._endless,
            "slow headers": self._dribble_headers,
            "reset": self._reset,
            "no answer": self._hang,
            "huge body": self._huge,
        }[fault.fault](answer)

    def _send(self, answer: Answer) -> None:
        self._begin(answer, len(answer.body))
        self.wfile.write(answer.body)

    def _begin(self, answer: Answer, length: int) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(length))
        self.send_header("Set-Cookie", "JSESSIONID=0123456789ABCDEF; Path=/; HttpOnly")
        for name, value in answer.headers:
            self.send_header(name, value)
        self.end_headers()

    def _dribble_body(self, answer: Answer) -> None:
        self._begin(answer, len(answer.body))
        self._dribble(answer.body)

    def _endless(self, answer: Answer) -> None:
        self._begin(answer, _HUGE)
        self._dribble(b" " * _HUGE)

    def _dribble_headers(self, _answer: Answer) -> None:
        self._dribble(b"HTTP/1.1 200 OK\r\nX-Filler: " + b"x" * _HUGE)

    def _dribble(self, data: bytes) -> None:
        for byte in data[:_MOST_DRIBBLES]:
            self.wfile.write(bytes([byte]))
            time.sleep(_DRIBBLE_SECONDS)  # this slowness is the fault itself

    def _reset(self, answer: Answer) -> None:
        self._begin(answer, len(answer.body))
        self.wfile.write(answer.body[: len(answer.body) // 2])
        self.wfile.flush()
        # No time to linger: closing sends a reset.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def _hang(self, _answer: Answer) -> None:
        self.connection.settimeout(_LONGEST_SILENCE)
        with suppress(OSError):
            self.connection.recv(1)  # until the caller gives up

    def _huge(self, _answer: Answer) -> None:
        self._begin(ANSWERS["empty result"], _HUGE)
        self.wfile.write(b" " * _HUGE)
