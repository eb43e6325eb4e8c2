"""A desk on each database that we support: SQLite files and a real PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helpdesk_bot.desk import Desk, LocalTicketSystem
from tests.support.desk_tickets import Clock, SwitchedTickets
from tests.support.servicenow.fixtures import instance, servicenow, servicenow_process

__all__ = ["instance", "servicenow", "servicenow_process"]  # fixtures of a fake ServiceNow


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
def tickets(url: str) -> SwitchedTickets:
    """The local ticket system, which a test can switch off."""
    return SwitchedTickets(LocalTicketSystem.kept_at(url))


@pytest.fixture
def desk(url: str, tickets: SwitchedTickets, clock: Clock) -> Iterator[Desk]:
    """A desk in front of `tickets`."""
    with Desk.open(url, tickets, clock) as desk:
        yield desk
