"""Sending over HTTP: every failure has its kind, and none takes longer than it may."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from handoff.client.model import Answered
from handoff.client.outgoing import Outgoing
from handoff.client.transport import NotAnswered, send
from tests.support.scripted_hosts import Fault, Script, ScriptedHosts

BODY = {"sender": "c1", "message": "hi", "metadata": {"message_id": "m1"}}


@pytest.fixture(scope="module")
def hosts() -> Iterator[ScriptedHosts]:
    """Hosts in a process of their own."""
    running = ScriptedHosts()
    yield running
    running.close()


def ask(url: str, seconds: float = 10) -> Answered:
    """What comes of sending a message."""
    return send(Outgoing("m1", "bank", url, BODY, is_take_over=False), seconds)


def test_the_message_goes_to_the_rest_channel_and_its_answer_comes_back(hosts: ScriptedHosts) -> None:
    urls = hosts.play({"bank": Script()})
    assert ask(urls["bank"]) == Answered("m1", ({"text": "heard hi"},))
    assert [request.body for request in hosts.requests()] == [BODY]


@pytest.mark.parametrize(
    ("failure", "answer"),
    [
        ("http", {"status": 500, "body": "[]"}),
        ("http", {"status": 307, "body": "[]", "headers": {"Location": "{url:evil}/webhooks/rest/webhook"}}),
        ("invalid", {"body": ""}),
        ("invalid", {"body": '{"text": "hi"}'}),
        ("invalid", {"body": "[" * 100_000}),
        ("invalid", {"body": f"[{'9' * 5000}]"}),
    ],
)
def test_what_is_no_list_of_messages_is_no_answer(hosts: ScriptedHosts, failure: str, answer: object) -> None:
    urls = hosts.play({"bank": Script({"hi": [answer]}), "evil": Script()})
    with pytest.raises(NotAnswered) as caught:
        ask(urls["bank"])
    assert caught.value.failure == failure
    assert [request.host for request in hosts.requests()] == ["bank"]


@pytest.mark.parametrize(
    ("failure", "fault"), [("unreachable", "lost"), ("unreachable", "cut"), ("timeout", "lost and hung")]
)
def test_a_host_that_does_not_answer_is_told_from_one_that_is_slow(
    hosts: ScriptedHosts, failure: str, fault: str
) -> None:
    urls = hosts.play({"bank": Script({}, [Fault("hi", fault)])})
    with pytest.raises(NotAnswered) as caught:
        ask(urls["bank"], seconds=10 if failure == "unreachable" else 0.2)
    assert caught.value.failure == failure


def test_nobody_there_is_unreachable(hosts: ScriptedHosts) -> None:
    with pytest.raises(NotAnswered) as caught:
        ask(hosts.play({}, dead=["bank"])["bank"])
    assert caught.value.failure == "unreachable"


def test_a_host_that_says_a_byte_now_and_then_has_no_more_time_than_others() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_drip, args=(server,), daemon=True).start()
        begun = time.monotonic()
        with pytest.raises(NotAnswered) as caught:
            ask(f"http://127.0.0.1:{server.getsockname()[1]}", seconds=0.5)
    assert caught.value.failure == "timeout"
    assert time.monotonic() - begun < 5


def _drip(server: socket.socket) -> None:
    connection, _ = server.accept()
    with connection:
        try:
            for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n" + b" " * 50:
                connection.sendall(bytes([byte]))
                time.sleep(0.1)  # slower than the whole answer may be, quicker than a socket's patience
        except OSError:
            return  # the client hung up
