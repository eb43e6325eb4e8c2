"""The desk's own database: transactions whose failures are DeskUnavailable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Connection, Engine

import storage
from storage import StorageUnavailable, migrate, open_engine, reading, writing

from .errors import DeskUnavailable
from .migrations import MIGRATIONS


def open_database(url: str) -> Engine:
    """Open the database at `url` and bring its tables up to date.

    Raises DeskUnavailable, StorageUrlRefused for a bad url, StorageTooNew for a database that a newer version of the
    desk has changed.
    """
    with _translated():
        engine = open_engine(url)
        migrate(engine, MIGRATIONS)
    return engine


@contextmanager
def desk_reading(engine: Engine) -> Iterator[Connection]:
    """A transaction for reading. Raises DeskUnavailable."""
    with _translated(), reading(engine) as connection:
        yield connection


@contextmanager
def desk_writing(engine: Engine) -> Iterator[Connection]:
    """A transaction for writing: committed at the end, rolled back on any exception. Raises DeskUnavailable."""
    with _translated(), writing(engine) as connection:
        yield connection


def wipe_deleted(engine: Engine) -> None:
    """Leave nothing in an SQLite database's files of what was deleted from it before (`storage.wipe_deleted`)."""
    with _translated():
        storage.wipe_deleted(engine)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except StorageUnavailable as exc:
        raise DeskUnavailable(str(exc)) from exc
