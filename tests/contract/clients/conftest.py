"""The hosts that both clients talk to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.scripted_hosts import ScriptedHosts

from .drivers import CLIENTS, Driver, build_browser_client


@pytest.fixture(scope="session")
def hosts() -> Iterator[ScriptedHosts]:
    """Hosts that answer as a test says."""
    running = ScriptedHosts()
    yield running
    running.close()


@pytest.fixture(scope="session")
def browser_client() -> None:
    """The browser's client, built."""
    build_browser_client()


@pytest.fixture(scope="session", params=CLIENTS)
def client(request: pytest.FixtureRequest, browser_client: None) -> Iterator[Driver]:
    """Each of the two clients, for one conversation after the other."""
    driver = Driver(request.param)
    yield driver
    driver.kill()
