"""A bank on each database that we support: SQLite files and a real PostgreSQL."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest
from sqlalchemy.engine.url import make_url

from financial_bot.bank import Bank
from tests.support.postgresql import PostgresqlServer

# A Wednesday, 10:00 in New York.
NOW = datetime(2024, 6, 12, 14, 0, tzinfo=timezone.utc)


class Clock:
    """A clock that stands still until a test sets `now`."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def postgresql_with_two_customers(postgresql: PostgresqlServer) -> str:
    """The name of a database to copy: made once, because making the tables takes longer than most tests."""
    url = postgresql.new_database()
    _fill(url)
    return str(make_url(url).database)


@pytest.fixture(scope="session")
def file_with_two_customers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file to copy."""
    file = tmp_path_factory.mktemp("bank") / "bank.db"
    _fill(f"sqlite:///{file}")
    return file


def _fill(url: str) -> None:
    with Bank.open(url, clock=Clock()) as bank:
        bank.ensure_customer("ann")
        bank.ensure_customer("ben")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """Which kind of database it is, each in turn."""
    return str(request.param)


@pytest.fixture
def empty_url(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> str:
    """The url of an empty database."""
    if database == "sqlite":
        return f"sqlite:///{tmp_path}/data/bank.db"
    return str(request.getfixturevalue("new_postgresql_database")())


@pytest.fixture
def url(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> str:
    """The url of a bank with two customers, ann and ben."""
    if database == "sqlite":
        shutil.copy(request.getfixturevalue("file_with_two_customers"), tmp_path / "bank.db")
        return f"sqlite:///{tmp_path}/bank.db"
    template = request.getfixturevalue("postgresql_with_two_customers")
    return str(request.getfixturevalue("new_postgresql_database")(template))


@pytest.fixture
def bank(url: str, clock: Clock) -> Iterator[Bank]:
    """A bank with two customers, ann and ben."""
    with Bank.open(url, clock=clock) as bank:
        yield bank
