"""Connections to ServiceNow: kept, bounded, repeated where it is safe, and shared without waiting for each other."""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from helpdesk_bot.desk import Category, Draft, Priority, TicketSystemUnavailable
from helpdesk_bot.desk.servicenow import ServiceNow
from helpdesk_bot.desk.servicenow.client import CONNECT_SECONDS
from storage import utc_now
from tests.support.servicenow.__main__ import PASSWORD, USER
from tests.support.servicenow.process import FakeInstance, running_instance
from tests.support.servicenow.silence import silent_addresses

WISH = "c" * 32
DRAFT = Draft("ann@example.com", Priority.LOW, Category.OTHER, "No mail", "")
ANYBODY = ["INC0010001"]
THREADS = 8


def test_one_connection_serves_many_requests(instance: FakeInstance, servicenow: ServiceNow) -> None:
    for _ in range(5):
        servicenow.find(ANYBODY)
    assert len({request["connection"] for request in instance.requests()}) == 1


def test_no_cookie_ties_requests_to_one_session(instance: FakeInstance, servicenow: ServiceNow) -> None:
    """The instance handles requests with one session cookie one after the other."""
    for _ in range(3):
        servicenow.find(ANYBODY)
    assert [request["cookie"] for request in instance.requests()] == [None] * 3


@pytest.mark.parametrize("fault", ["reset", "502", "503", "429 soon"])
def test_a_look_is_repeated_once(instance: FakeInstance, servicenow: ServiceNow, fault: str) -> None:
    instance.fail(fault, "GET", times=1)
    assert servicenow.find(ANYBODY) == ()
    assert len(instance.requests("GET")) == 2
    instance.forget()
    instance.fail(fault, "GET")
    with pytest.raises(TicketSystemUnavailable):
        servicenow.find(ANYBODY)
    assert len(instance.requests("GET")) == 2


@pytest.mark.parametrize("fault", ["401", "403", "404", "429", "500 json", "500 html", "200 html", "redirect"])
def test_a_look_is_not_repeated_when_that_would_not_help(
    instance: FakeInstance, servicenow: ServiceNow, fault: str
) -> None:
    instance.fail(fault, "GET")
    with pytest.raises(TicketSystemUnavailable):
        servicenow.find(ANYBODY)
    assert len(instance.requests()) == 1


def test_an_answer_of_any_size_is_read_up_to_a_bound(instance: FakeInstance, servicenow: ServiceNow) -> None:
    instance.fail("huge body", "GET")
    with pytest.raises(TicketSystemUnavailable, match="larger than"):
        servicenow.find(ANYBODY)


def test_one_slow_answer_delays_nobody_else(instance: FakeInstance, servicenow: ServiceNow) -> None:
    instance.fail("no answer", "GET", times=1)
    with ThreadPoolExecutor(THREADS + 1) as threads:
        slow = threads.submit(servicenow.find, ANYBODY)
        while not instance.requests():
            threading.Event().wait(0.01)
        begun = time.monotonic()
        assert list(threads.map(servicenow.find, [ANYBODY] * 3 * THREADS)) == [()] * 3 * THREADS
        assert time.monotonic() - begun < 2
        assert not slow.done()
        with pytest.raises(TicketSystemUnavailable):
            slow.result()


def test_it_works_again_after_everything_was_let_go(instance: FakeInstance, servicenow: ServiceNow) -> None:
    opened = servicenow.open(DRAFT, WISH, utc_now())
    servicenow.dispose()
    servicenow.dispose()
    assert servicenow.find([opened.number]) == (opened,)


def test_a_password_may_have_any_letters() -> None:
    with running_instance("--user", "jürgen", "--password", "pässwörd: 密 €") as instance:
        tickets = instance.adapter("jürgen", "pässwörd: 密 €")
        assert tickets.find(ANYBODY) == ()
        tickets.dispose()


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
def test_proxies_of_the_environment_are_not_heeded(
    servicenow: ServiceNow, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, "http://127.0.0.1:9")
    assert servicenow.find(ANYBODY) == ()


def test_passwords_in_a_netrc_are_not_used(
    servicenow: ServiceNow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login eve password wrong\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    assert servicenow.find(ANYBODY) == ()


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of "localhost", whatever the machine says: a test has no name server of its own."""
    hosts: list[str] = []

    def look_up(_host: str, port: int, *_: object, **__: object) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port)) for host in hosts]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return hosts


def at_localhost(instance: FakeInstance, seconds: float = 5.5) -> tuple[ServiceNow, int]:
    port = urlsplit(instance.url).port
    assert port is not None
    return ServiceNow(f"http://localhost:{port}", USER, PASSWORD, operation_seconds=seconds), port


@pytest.mark.parametrize("seconds", [5.5, 0.8])
def test_several_silent_addresses_take_no_longer_than_one(
    instance: FakeInstance, resolved: list[str], seconds: float
) -> None:
    tickets, port = at_localhost(instance, seconds)
    with silent_addresses(4, port) as hosts:
        resolved += hosts
        begun = time.monotonic()
        with pytest.raises(TicketSystemUnavailable, match="no answer in time"):
            tickets.find(ANYBODY)
        assert time.monotonic() - begun < min(CONNECT_SECONDS, seconds) + 0.3


def test_an_address_that_answers_is_found_behind_silent_and_closed_ones(
    instance: FakeInstance, resolved: list[str]
) -> None:
    tickets, port = at_localhost(instance)
    with silent_addresses(2, port) as hosts:
        resolved += ["127.0.0.9", *hosts, "127.0.0.1"]
        assert tickets.find(ANYBODY) == ()
    tickets.dispose()


def test_an_address_that_says_no_makes_room_for_the_next(instance: FakeInstance, resolved: list[str]) -> None:
    tickets, _ = at_localhost(instance)
    resolved += ["127.0.0.8", "127.0.0.9"]
    with pytest.raises(TicketSystemUnavailable, match="cannot be reached"):
        tickets.find(ANYBODY)
    resolved.append("127.0.0.1")
    assert tickets.find(ANYBODY) == ()
    tickets.dispose()
