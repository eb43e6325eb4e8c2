"""The small bot behind real HTTP, its action server, and a client that reads an answer while it comes."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests
from rasa.core.agent import Agent
from rasa.core.channels.channel import register
from rasa.server import configure_cors
from sanic import Sanic

from handoff.rasa_adapter.channel import ChatInput

SECONDS = 20


class ActionServer:
    """Does what `answers` says for each action: events and responses. While it `holds`, action_wait is not answered;
    while it `fails`, nothing is."""

    def __init__(self) -> None:
        self.answers: dict[str, dict[str, Any]] = {}
        self.asked: list[str] = []
        self.fails = False
        self._may_answer = threading.Event()
        self._may_answer.set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        """What an endpoints.yml would name."""
        return f"http://127.0.0.1:{self._server.server_port}/webhook"

    def hold(self) -> None:
        """Keeps whoever calls action_wait waiting, until `release`."""
        self._may_answer.clear()

    def release(self) -> None:
        """Answers all who wait, and who will come."""
        self._may_answer.set()

    def close(self) -> None:
        """Stops listening."""
        self.release()
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        here = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                action = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["next_action"]
                here.asked.append(action)
                if action == "action_wait":
                    here._may_answer.wait(SECONDS)
                body = json.dumps({"events": [], "responses": [], **here.answers.get(action, {})}).encode()
                self.send_response(500 if here.fails else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing."""

        return Handler


class ChatServer:
    """The REST channel of `agent`, as `rasa run --cors "*"` serves it. One per process: sanic 21.12 starts once."""

    def __init__(self) -> None:
        self._app = Sanic("small", configure_logging=False)
        configure_cors(self._app, "*")
        register([ChatInput()], self._app, "/webhooks/")
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._loop = asyncio.SelectorEventLoop()  # whatever sanic has made the usual one
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def serve(self, agent: Agent) -> str:
        """The url of its channel; whoever was served before is not any more."""
        self._app.ctx.agent = agent
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/webhooks/rest"

    def close(self) -> None:
        """Stops listening."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(SECONDS)
        self._loop.close()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        create = self._app.create_server(
            sock=self._socket,
            return_asyncio_server=True,
            access_log=False,
            asyncio_server_kwargs={"start_serving": False},
        )
        server = self._loop.run_until_complete(create)
        self._loop.run_until_complete(server.startup())
        self._loop.run_until_complete(server.before_start())
        self._loop.run_until_complete(server.start_serving())
        self._loop.run_forever()
        self._loop.run_until_complete(server.close())
        self._loop.run_until_complete(_end_all(asyncio.all_tasks(self._loop)))
        self._loop.run_until_complete(self._loop.shutdown_default_executor())


async def _end_all(tasks: set[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


class Reading:
    """An answer that is asked for with `?stream=true`, byte by byte as it comes."""

    def __init__(self, url: str, body: dict[str, Any]) -> None:
        self._url = url
        self._received = b""
        address, _, path = url.removeprefix("http://").partition("/")
        host, port = address.split(":")
        self._socket = socket.create_connection((host, int(port)), timeout=SECONDS)
        content = json.dumps(body)
        head = f"POST /{path}/webhook?stream=true HTTP/1.1\r\nHost: {host}\r\nOrigin: http://localhost:8080\r\n"
        self._socket.sendall(f"{head}Content-Length: {len(content)}\r\n\r\n{content}".encode())

    @property
    def head(self) -> str:
        """Status and headers, as far as they have come."""
        return self._received.partition(b"\r\n\r\n")[0].decode()

    @property
    def lines(self) -> list[dict[str, Any]]:
        """What has been read so far."""
        return [json.loads(line) for line in self._received.splitlines() if line.startswith(b"{") and line[-1:] == b"}"]

    @property
    def has_ended(self) -> bool:
        """Whether the end of the answer has been read (chunked transfer coding, RFC 9112)."""
        return self._received.endswith(b"\r\n0\r\n\r\n")

    def until(self, count: int) -> list[dict[str, Any]]:
        """All lines so far, as soon as there are so many."""
        while len(self.lines) < count:
            self._read()
        return self.lines

    def whole(self) -> list[dict[str, Any]]:
        """All lines, as soon as the answer has ended properly."""
        while not self.has_ended:
            self._read()
        return self.lines

    def now(self) -> list[dict[str, Any]]:
        """All lines that the bot has let go by now: what it had to write, it has written before it answers others."""
        for _ in range(3):
            requests.get(f"{self._url}/", timeout=SECONDS).raise_for_status()
        self._socket.setblocking(False)
        try:
            self._read()
        except BlockingIOError:
            pass  # nothing came
        finally:
            self._socket.settimeout(SECONDS)
        return self.lines

    def hang_up(self) -> None:
        """Closes the connection, and waits until the bot has heard of it."""
        self._socket.close()
        for _ in range(3):
            requests.get(f"{self._url}/", timeout=SECONDS).raise_for_status()

    def _read(self) -> None:
        try:
            some = self._socket.recv(65_536)
        except TimeoutError as error:
            raise AssertionError(f"nothing came after {self._received!r}") from error
        assert some, f"the connection was closed after {self._received!r}"
        self._received += some
