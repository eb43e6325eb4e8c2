"""`make bench-bank` still works: all that it measures, in a size that takes seconds and whose figures mean nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bench import databases
from bench.bank import TINY, measure, report
from bench.databases import Database
from bench.figures import Progress


@pytest.fixture
def measured_database(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> Database:
    if database == "sqlite":
        with databases.sqlite(tmp_path) as files:
            return files
    new_url: Callable[[], str] = request.getfixturevalue("new_postgresql_database")
    return Database("PostgreSQL", "18", new_url)


def test_everything_is_measured_and_reported(measured_database: Database) -> None:
    """Transfers, new customers, calls of a real action server, few and many customers; their books are checked."""
    measured = measure(measured_database, TINY, Progress())
    assert [name for name, _ in measured.costs] == [
        "transfers per second, 1 thread",
        "transfers per second, 8 threads, a customer each",
        "a new customer",
        "a call of action_check_balance",
        "a call of action_transfer_money",
    ]
    assert {"balance", "latest transactions", "transfer charges"} < {name for name, _ in measured.growth}
    text = report([measured, measured], TINY)
    assert all(name in text and figure in text for name, figure in (*measured.costs, *measured.growth))
