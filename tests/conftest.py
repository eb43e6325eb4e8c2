"""Fixtures for all tests: one running system and one PostgreSQL server per session."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings

from tests.support.faulty_proxy import FaultyProxy
from tests.support.postgresql import PostgresqlServer, postgresql_server
from tests.support.system import PORT_NAMES, System, free_port, start_system

# Examples are the same on every run, so that a red run is about the change; `--hypothesis-seed=random` looks elsewhere.
# There is no deadline, because the tests of other suites run beside these.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")


def pytest_configure() -> None:
    """A plain kill ends a run as Ctrl-C does: with all that was started."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    """A PostgreSQL server of our own, for databases that outlast a test."""
    with postgresql_server() as server:
        yield server


@pytest.fixture
def new_postgresql_database(postgresql: PostgresqlServer) -> Iterator[Callable[..., str]]:
    """Makes a database, empty or a copy of another, and returns its url; it goes with the test."""
    urls: list[str] = []

    def new_database(template: str = "template1") -> str:
        urls.append(postgresql.new_database(template))
        return urls[-1]

    yield new_database
    for url in urls:
        postgresql.drop(url)


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
