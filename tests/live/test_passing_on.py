"""However hosts pass a user on, it ends: five processes that always do, and a client that follows them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests

from handoff.client import Client, Line
from handoff.hosts import Hosts, load_hosts
from tests.support.system import ROOT, free_port

SECRET = "a secret of at least 32 bytes for the tests"
START_SECONDS = 60
Ring = Callable[[int], Client]


def start_ring(folder: Path, count: int, until_end: ExitStack) -> Hosts:
    """So many processes, each of which passes on to the next, the last to the first."""
    names = [f"host_{number}" for number in range(1, count + 1)]
    config = folder / "handoff_config.yml"
    entries = [f"  {name}: {{title: {name}, url: 'http://127.0.0.1:{free_port()}'}}\n" for name in names]
    config.write_text("handoff_hosts:\n" + "".join(entries))
    environment = {**os.environ, "HANDOFF_CONFIG": str(config), "HANDOFF_SECRET": SECRET}
    for name, following in zip(names, [*names[1:], names[0]], strict=True):
        command = [sys.executable, "-m", "tests.support.passing_host", name, following, str(folder / f"{name}.db")]
        process = subprocess.Popen(command, cwd=ROOT, env=environment)
        until_end.callback(process.wait, timeout=30)
        until_end.callback(process.kill)
    hosts = load_hosts(config, {})
    for host in hosts:
        _wait_for(host.url)
    return hosts


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            if requests.get(f"{url}/webhooks/rest/", timeout=2).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.05)
    raise AssertionError(f"nobody answers at {url}")


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ring]:
    """A new user's client, at the first of so many hosts."""
    rings: dict[int, Hosts] = {}
    with ExitStack() as until_end:

        def client(count: int) -> Client:
            if count not in rings:
                rings[count] = start_ring(tmp_path_factory.mktemp("ring"), count, until_end)
            return Client(rings[count], "host_1", str(uuid.uuid4()))

        yield client


def way(lines: tuple[Line, ...]) -> list[str]:
    """Who took over, one after the other."""
    return [line.host for line in lines if line.kind == "handoff"]


def said(lines: tuple[Line, ...]) -> list[str]:
    return [line.text for line in lines if line.kind == "text"]


def test_five_hosts_that_always_pass_on_stop_after_three_hops_with_a_choice(ring: Ring) -> None:
    client = ring(5)
    lines = client.say("hello")
    assert way(lines) == ["host_2", "host_3", "host_4"]
    assert said(lines)[-1] == "Where to?"
    assert lines[-1].titles == ("Take me to host_5",)
    assert client.holder.id == "host_4"


def test_the_choice_is_the_users_own_word_and_goes_on(ring: Ring) -> None:
    client = ring(5)
    client.say("hello")
    assert way(client.press("Take me to host_5")) == ["host_5"]
    assert way(client.say("hello again")) == ["host_1", "host_2", "host_3"]


def test_three_hosts_stop_where_they_would_go_back_to_who_passed_it_on(ring: Ring) -> None:
    client = ring(3)
    lines = client.say("hello")
    assert way(lines) == ["host_2", "host_3"]
    assert said(lines)[-1] == "Where to?"
    assert client.holder.id == "host_3"


def test_there_and_back_is_fine_when_the_user_has_spoken_in_between(ring: Ring) -> None:
    client = ring(2)
    assert way(client.say("hello")) == ["host_2"]
    for _ in range(3):
        assert said(client.say("who are you")) == ["host_2 heard who are you"]
        assert way(client.say("go on")) == ["host_1"]
        assert way(client.say("go on")) == ["host_2"]


def test_an_immediate_return_is_fine_and_is_the_end_of_it(ring: Ring) -> None:
    client = ring(2)
    lines = client.say("there and back")
    assert way(lines) == ["host_2", "host_1"]
    assert said(lines)[-1] == "host_1 heard there and back"
    assert client.holder.id == "host_1"


def test_without_the_users_word_it_ends_also_from_where_it_was_returned_to(ring: Ring) -> None:
    client = ring(2)
    for _ in range(3):
        assert way(client.say("there and back")) == ["host_2", "host_1"]
    assert client.holder.id == "host_1"
