"""A desk on each database that we support: SQLite files and a real PostgreSQL."""

from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest

from helpdesk_bot.desk import Desk

# A Wednesday.
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


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The url of an empty database, on each kind of database in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/data/desk.db"
    new_database: Callable[[], str] = request.getfixturevalue("new_postgresql_database")
    return new_database()


@pytest.fixture
def desk(url: str, clock: Clock) -> Iterator[Desk]:
    with Desk.open(url, clock=clock) as desk:
        yield desk
