"""The same answers over HTTP, and every failure of the other side is one of ours."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from duckling_client import DucklingRejected, DucklingTimeout, DucklingUnavailable, LocalDuckling, Mention, connect
from duckling_client import server as server_module
from duckling_client.http import HttpDuckling
from duckling_client.query import Duckling
from duckling_client.server import DucklingServer

ENDLESS = "march 3 " * 8


@pytest.fixture(scope="module")
def address(duckling: LocalDuckling) -> Iterator[str]:
    with DucklingServer("127.0.0.1", 0, duckling) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def http(address: str) -> Iterator[HttpDuckling]:
    http = HttpDuckling(address, timeout_seconds=5)
    yield http
    http.close()


def ask(duckling: Duckling, text: str) -> list[Mention]:
    return duckling.parse(
        text, dims=["amount-of-money", "time"], locale="en_US", timezone="America/New_York", reference_time_ms=10**12
    )


@pytest.mark.parametrize(
    "text", ["", "$50 tomorrow", "\u00a320 f\u00fcr \U0001f642 $5", "a\x00b \ud800 $5", "a&text=b $5"]
)
def test_a_server_answers_as_the_worker_does(http: HttpDuckling, duckling: LocalDuckling, text: str) -> None:
    assert ask(http, text) == ask(duckling, text)


def test_the_address_may_end_in_parse(address: str, now: int) -> None:
    http = HttpDuckling(address + "/parse", timeout_seconds=5)
    assert ask(http, "$5")
    http.close()


def test_health_is_told(address: str) -> None:
    assert requests.get(address, timeout=5).json() == {"status": "ok"}
    assert requests.get(address + "/other", timeout=5).status_code == 404


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"locale": "en_US"},
        {"text": "now", "dims": "time"},
        {"text": "now", "dims": '"time"'},
        {"text": "now", "dims": '["money"]'},
        {"text": "now", "locale": "tlh"},
        {"text": "now", "tz": "Mars/Phobos"},
        {"text": "now", "reftime": "soon"},
    ],
)
def test_a_wrong_question_gets_400_and_a_reason(address: str, form: dict[str, str]) -> None:
    response = requests.post(address + "/parse", data=form, timeout=5)
    assert response.status_code == 400
    assert response.json()["error"]


def test_a_body_without_end_is_refused_unread(address: str) -> None:
    response = requests.post(address + "/parse", data={"text": "x" * 70_000}, timeout=5)
    assert response.status_code == 400


def test_text_alone_is_enough(address: str) -> None:
    assert requests.post(address + "/parse", data={"text": "$5"}, timeout=5).json()[0]["body"] == "$5"
    null_dims = {"text": "$5", "dims": "null"}
    assert requests.post(address + "/parse", data=null_dims, timeout=5).json()[0]["body"] == "$5"


def test_nobody_there_is_unavailable() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        http = HttpDuckling(f"http://127.0.0.1:{closed.getsockname()[1]}")
        with pytest.raises(DucklingUnavailable):
            ask(http, "now")
        http.close()


def test_a_server_that_says_nothing_is_a_timeout() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        http = HttpDuckling(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout_seconds=0.2)
        with pytest.raises(DucklingTimeout):
            ask(http, "now")
        http.close()


@pytest.mark.parametrize("body", [b"<html>", b"{}", b"[1]", b'[{"dim": "time"}]'])
def test_another_program_at_that_address_is_unavailable(body: bytes) -> None:
    class Other(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Other) as other:
        thread = threading.Thread(target=other.serve_forever)
        thread.start()
        http = HttpDuckling(f"http://127.0.0.1:{other.server_port}", timeout_seconds=5)
        try:
            with pytest.raises(DucklingUnavailable):
                ask(http, "now")
        finally:
            http.close()
            other.shutdown()
            thread.join()


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://localhost", "http://", "duckling"])
def test_an_address_that_is_none_is_refused_by_name(url: str) -> None:
    with pytest.raises(DucklingRejected, match=url):
        connect(url)


def test_the_variable_switches_to_a_server_and_empty_means_a_worker(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RASA_DUCKLING_HTTP_URL", address)
    over_http = connect()
    assert isinstance(over_http, HttpDuckling)
    over_http.close()
    monkeypatch.setenv("RASA_DUCKLING_HTTP_URL", "")
    assert isinstance(connect(), LocalDuckling)


def test_all_callers_in_a_process_share_one_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RASA_DUCKLING_HTTP_URL", raising=False)
    shared = connect()
    assert connect() is shared
    shared.close()
    assert connect() is not shared


def test_the_server_program_answers_times_out_with_503_and_stops_cleanly() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "duckling_client.server", "--port", str(port)]
    project = Path(server_module.__file__).parent.parent
    process = subprocess.Popen(command, cwd=project, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        assert "listens" in process.stderr.readline()
        address = f"http://127.0.0.1:{port}"
        endless = requests.post(address + "/parse", data={"text": ENDLESS}, timeout=10)
        assert (endless.status_code, "no answer" in endless.json()["error"]) == (503, True)
        http = HttpDuckling(address, timeout_seconds=10)
        assert ask(http, "$5")
        http.close()
        os.kill(process.pid, signal.SIGINT)
        process.communicate(timeout=10)
        assert process.returncode == 0
    finally:
        process.kill()
        process.communicate()
