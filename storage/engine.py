"""Engines, transactions and table creation that behave alike on SQLite and PostgreSQL.

Nobody waits long for a database: a lock that is not had within `LOCK_SECONDS` is a StorageUnavailable.
"""

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, Table, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.url import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import QueuePool

from .errors import StorageUnavailable, StorageUrlRefused
from .turns import Turns

LOCK_SECONDS = 3.0
STATEMENT_SECONDS = 5.0

# Any number serves, as long as everybody who creates or changes tables in one PostgreSQL database takes the same one.
CREATION_LOCK = 7_236_115_204

# Who writes to which SQLite file, all engines of this process together.
_turns: dict[str, Turns] = {}


def open_engine(url: str) -> Engine:
    """Return an engine for `url`, for example `sqlite:///data/bank.db` or `postgresql://user@host/bank`.

    Connects lazily. The folder of an SQLite file is created when missing. SQLite runs with a write-ahead log and
    enforced foreign keys. Raises StorageUrlRefused for a url that can never work, StorageUnavailable when the folder
    cannot be made.
    """
    parsed = _parse(url)
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(parsed)
    return _open_postgresql(parsed)


@contextmanager
def reading(engine: Engine, statement_seconds: float = STATEMENT_SECONDS) -> Iterator[Connection]:
    """A transaction for reading: all of its queries see one state of the database. Raises StorageUnavailable.

    `statement_seconds` is what one query may take on PostgreSQL, for those few that look at everything there is.
    """
    if engine.dialect.name == "postgresql":  # SQLite always reads so
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with translated(), engine.begin() as connection:
        if statement_seconds != STATEMENT_SECONDS and connection.dialect.name == "postgresql":
            connection.execute(text(f"SET LOCAL statement_timeout = {int(statement_seconds * 1000)}"))
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction for writing: committed at the end, rolled back on any exception. Raises StorageUnavailable.

    On SQLite it holds the write lock from the start, so what it reads cannot change before it writes. On PostgreSQL the
    caller locks the rows that it decides on (`with_for_update`).
    """
    with translated(), turn_to_write(engine), engine.execution_options(storage_writes=True).begin() as connection:
        yield connection


def create_tables(engine: Engine, metadata: MetaData) -> None:
    """Create the tables that are missing. Several processes may do so at once. Raises StorageUnavailable."""
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CREATION_LOCK})
        metadata.create_all(connection)


def insert_if_absent(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert one row unless a unique constraint says that it is there; return whether it was inserted."""
    return bool(connection.execute(_insertion(connection.dialect.name, table), dict(row)).rowcount == 1)


@lru_cache
def _insertion(dialect: str, table: Table) -> Any:
    """The statement, made once: putting one together takes longer than what the database does with it."""
    return (postgresql if dialect == "postgresql" else sqlite).insert(table).on_conflict_do_nothing()


@contextmanager
def turn_to_write(engine: Engine) -> Iterator[None]:
    """SQLite itself lets in anybody who asks at the right moment: with writers enough, somebody else waits for ever."""
    if engine.dialect.name != "sqlite":
        yield
        return
    turns = _turns.setdefault(str(engine.url.database), Turns())
    try:
        with turns.turn(LOCK_SECONDS):
            yield
    except TimeoutError as exc:
        raise StorageUnavailable("the database is locked by another thread") from exc


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
        parsed.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError) as exc:
        raise StorageUrlRefused("not a database url; try sqlite:///folder/file.db or postgresql://host/name") from exc
    if backend not in {"sqlite", "postgresql"}:
        raise StorageUrlRefused(f"{backend} is not supported: use sqlite or postgresql")
    if backend == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise StorageUrlRefused("SQLite needs a file: sqlite:///folder/file.db")
    return parsed


def _open_sqlite(url: URL) -> Engine:
    try:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise StorageUnavailable(f"cannot create the folder of {url.database}") from exc
    # A pool, because closing the last connection to a write-ahead log folds and deletes the log each time.
    engine = create_engine(
        url,
        future=True,
        poolclass=QueuePool,
        pool_timeout=LOCK_SECONDS,
        connect_args={"timeout": LOCK_SECONDS, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare_sqlite_connection)
    event.listen(engine, "begin", _begin_sqlite_transaction)
    return engine


def _prepare_sqlite_connection(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own transaction handling begins too late and never "immediate"; _begin_sqlite_transaction does it.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # What is deleted or replaced is overwritten with zeros, all but stray copies of it (see storage.erasure).
    connection.execute("PRAGMA secure_delete = ON")
    deadline = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            # Two processes that switch a new file at once get "locked" without the busy timeout being waited for.
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _begin_sqlite_transaction(connection: Connection) -> None:
    statement = "BEGIN IMMEDIATE" if connection.get_execution_options().get("storage_writes", False) else "BEGIN"
    try:
        # Past SQLAlchemy, which takes longer to pass it on than the database to do it, for each transaction.
        connection.connection.dbapi_connection.execute(statement)
    except sqlite3.Error as exc:
        raise OperationalError(statement, None, exc) from exc


def _open_postgresql(url: URL) -> Engine:
    limits = {
        "connect_timeout": int(LOCK_SECONDS),
        "tcp_user_timeout": int(STATEMENT_SECONDS * 1000),
        "options": f"-c lock_timeout={int(LOCK_SECONDS * 1000)} -c statement_timeout={int(STATEMENT_SECONDS * 1000)}",
    }
    return create_engine(
        url,
        future=True,
        pool_pre_ping=True,
        pool_timeout=LOCK_SECONDS,
        connect_args={name: value for name, value in limits.items() if name not in url.query},
    )


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the database driver and the pool raise into StorageUnavailable."""
    try:
        yield
    except (DBAPIError, PoolTimeoutError) as exc:
        cause = exc.orig if isinstance(exc, DBAPIError) else exc
        # Only the driver's first line: SQLAlchemy's own message also carries the statement with its parameters, and
        # PostgreSQL's second line the row.
        raise StorageUnavailable(str(cause).strip().partition("\n")[0]) from exc
