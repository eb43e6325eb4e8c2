"""Fixtures for all tests: one running system and one PostgreSQL server per session."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings

from tests.support.faulty_proxy import FaultyProxy
from tests.support.postgresql import postgresql_server
from tests.support.system import PORT_NAMES, System, free_port, start_system

# Examples are the same on every run, so that a red run is about the change; `--hypothesis-seed=random` looks elsewhere.
settings.register_profile("repeatable", derandomize=True)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def new_postgresql_database() -> Iterator[Callable[..., str]]:
    """Makes a database on a PostgreSQL server of our own, empty or a copy of another, and returns its url."""
    with postgresql_server() as new_database:
        yield new_database


@pytest.fixture(scope="session")
def bank_proxy_and_system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FaultyProxy, System]]:
    """The system with a proxy between the bank's bot and its action server."""
    ports = {name: free_port() for name in PORT_NAMES}
    proxy = FaultyProxy(f"http://127.0.0.1:{ports['financial_bot_actions']}/webhook")
    system = start_system(tmp_path_factory.mktemp("system"), ports, {"FINANCIAL_BOT_ACTIONS_URL": proxy.url})
    yield proxy, system
    system.interrupt()
    proxy.close()


@pytest.fixture
def system(bank_proxy_and_system: tuple[FaultyProxy, System]) -> System:
    """The running system: both bots, their action servers, the page."""
    return bank_proxy_and_system[1]


@pytest.fixture
def bank_actions(bank_proxy_and_system: tuple[FaultyProxy, System]) -> Iterator[FaultyProxy]:
    """The way from the bank's bot to its action server; mended after the test."""
    proxy = bank_proxy_and_system[0]
    yield proxy
    proxy.mend()
