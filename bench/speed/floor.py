"""What no bot can be faster than: a web server that only echoes, and Duckling alone.

`python -m bench.speed.floor PORT` is that server: Sanic, as Rasa has it, with the route of Rasa's channel.
"""

from __future__ import annotations

import sys
import time
from functools import partial
from pathlib import Path

import requests
from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bench.figures import timed
from duckling_client import connect, find_mentions
from duckling_client.query import Duckling
from tests.support.system import free_port

from .processes import Command, running
from .stock_project import ROOT

SENTENCE = "please send fifty dollars to Lisa next friday"
LOCALE, TIMEZONE = "en_US", "America/New_York"
DIMENSIONS = '["amount-of-money", "email", "number", "time"]'
CALL_SECONDS = 10.0
WARM_UP = 5


def echo_seconds(scratch: Path, environment: dict[str, str], count: int) -> list[float]:
    """Seconds of each request to the bare server."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    line = (sys.executable, "-m", "bench.speed.floor", str(port))
    command = Command("echo server", line, ROOT, environment, f"{url}/", scratch / "echo.log")
    body = {"sender": "somebody", "message": SENTENCE}
    with running([command]), requests.Session() as session:
        post = partial(session.post, f"{url}/webhooks/rest/webhook", json=body, timeout=CALL_SECONDS)
        return [timed(post)[0] for _ in range(WARM_UP + count)][WARM_UP:]


def worker_seconds(count: int) -> list[float]:
    """Seconds for each sentence of the worker process that our bots have."""
    duckling = connect("")
    try:
        return [timed(_read, duckling)[0] for _ in range(WARM_UP + count)][WARM_UP:]
    finally:
        duckling.close()


def server_seconds(count: int, url: str) -> list[float]:
    """Seconds for each sentence of a Duckling server, asked as Rasa's DucklingEntityExtractor asks it."""
    return [timed(_ask, url)[0] for _ in range(WARM_UP + count)][WARM_UP:]


def _read(duckling: Duckling) -> None:
    find_mentions(duckling, SENTENCE, locale=LOCALE, timezone=TIMEZONE, reference_time_ms=_now())


def _ask(url: str) -> None:
    form = {"text": SENTENCE, "locale": LOCALE, "tz": TIMEZONE, "dims": DIMENSIONS, "reftime": str(_now())}
    requests.post(f"{url}/parse", data=form, timeout=CALL_SECONDS).raise_for_status()


def _now() -> int:
    return int(time.time() * 1000)


def serve(port: int) -> None:
    """The bare server, until a signal."""
    app = Sanic("echo")

    @app.route("/")
    async def health(request: Request) -> HTTPResponse:
        return response.json({"status": "ok"})

    @app.route("/webhooks/rest/webhook", methods=["POST"])
    async def receive(request: Request) -> HTTPResponse:
        return response.json([{"recipient_id": request.json["sender"], "text": request.json["message"]}])

    app.run(host="127.0.0.1", port=port, access_log=False)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
