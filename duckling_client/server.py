"""Duckling as a small HTTP server: `python -m duckling_client.server --host 127.0.0.1 --port 8000`.

Speaks as Duckling's own example server does: `POST /parse` with form fields `text`, `locale`, `tz`, `dims` (a JSON
list) and `reftime` (milliseconds) answers with a JSON list. `GET /` answers 200 while it is up. A question that cannot
be right gets 400 with `{"error": ...}`, a text that takes too long 503.
"""

from __future__ import annotations

import argparse
import json
import logging
import signal
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import FrameType
from typing import Any
from urllib.parse import parse_qs, urlsplit

from duckling_client.errors import DucklingError, DucklingRejected
from duckling_client.local import DEADLINE_SECONDS, LocalDuckling
from duckling_client.mention import mention_to_json
from duckling_client.query import Duckling

logger = logging.getLogger(__name__)

MAX_BODY = 64 * 1024
SOCKET_SECONDS = 10.0
_ALL_DIMS = '["amount-of-money", "email", "number", "time"]'


class DucklingServer(ThreadingHTTPServer):
    """Answers questions from `duckling`. Port 0 takes a free one; `server_port` tells which."""

    daemon_threads = True

    def __init__(self, host: str, port: int, duckling: Duckling) -> None:
        super().__init__((host, port), _Handler)
        self.duckling = duckling


class _Handler(BaseHTTPRequestHandler):
    server: DucklingServer
    protocol_version = "HTTP/1.1"
    timeout = SOCKET_SECONDS
    # Headers and body are two writes: without this each answer waits for the client's delayed acknowledgement.
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        if urlsplit(self.path).path == "/":
            self._answer(200, {"status": "ok"})
        else:
            self._answer(404, {"error": "only GET / and POST /parse are here"})

    def do_POST(self) -> None:
        size = _size(self.headers.get("Content-Length"))
        if size is None:
            self.close_connection = True
            self._answer(400, {"error": f"a body of at most {MAX_BODY} bytes with its Content-Length is needed"})
            return
        body = self.rfile.read(size)
        if urlsplit(self.path).path != "/parse":
            self._answer(404, {"error": "only GET / and POST /parse are here"})
            return
        try:
            self._answer(200, _parse(self.server.duckling, body))
        except DucklingRejected as exc:
            self._answer(400, {"error": str(exc)})
        except DucklingError as exc:
            logger.warning("no answer: %s", exc)
            self._answer(503, {"error": str(exc)})

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not logged: they hold what people wrote."""

    def _answer(self, status: int, content: object) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _size(header: str | None) -> int | None:
    if header is None or not header.isascii() or not header.isdigit() or len(header) > len(str(MAX_BODY)):
        return None
    return int(header) if int(header) <= MAX_BODY else None


def _parse(duckling: Duckling, body: bytes) -> list[dict[str, Any]]:
    form = _form(body)
    if "text" not in form:
        raise DucklingRejected("the field 'text' is missing")
    found = duckling.parse(
        form["text"],
        dims=_dims(form.get("dims", _ALL_DIMS)),
        locale=form.get("locale", "en_US"),
        timezone=form.get("tz", "UTC"),
        reference_time_ms=_milliseconds(form.get("reftime")),
    )
    return [mention_to_json(mention) for mention in found]


def _form(body: bytes) -> Mapping[str, str]:
    try:
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, strict_parsing=bool(body))
    except ValueError as exc:
        raise DucklingRejected("the body is not an urlencoded form") from exc
    return {name: values[-1] for name, values in fields.items()}


def _dims(field: str) -> list[str]:
    try:
        dims = json.loads(field)
    except ValueError as exc:
        raise DucklingRejected("the field 'dims' is not JSON") from exc
    if dims is None:
        return _dims(_ALL_DIMS)
    if not isinstance(dims, list) or not all(isinstance(dim, str) for dim in dims):
        raise DucklingRejected("the field 'dims' is not a list of names")
    return dims


def _milliseconds(field: str | None) -> int:
    if field is None:
        return int(time.time() * 1000)
    try:
        return int(field)
    except ValueError as exc:
        raise DucklingRejected("the field 'reftime' is not a number of milliseconds") from exc


def main() -> None:
    """Serve until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m duckling_client.server", description="Duckling over HTTP")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--deadline", type=float, default=DEADLINE_SECONDS, help="seconds for one text")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    duckling = LocalDuckling(deadline_seconds=options.deadline)
    duckling.start()
    with DucklingServer(options.host, options.port, duckling) as server:
        _stop_on_signals(server)
        logger.info("Duckling listens on http://%s:%d", options.host, server.server_port)
        server.serve_forever()
    duckling.close()


def _stop_on_signals(server: DucklingServer) -> None:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        # shutdown() waits for serve_forever, which this handler interrupts: so not from here.
        threading.Thread(target=server.shutdown).start()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)


if __name__ == "__main__":
    main()
