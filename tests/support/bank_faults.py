"""Faults at chosen places of what a bank does with its database: each statement, the commit, and after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Connection, Engine

from financial_bot.bank.schema import metadata

Kind = Literal["refused", "disconnected", "died"]
KINDS: tuple[Kind, ...] = ("refused", "disconnected", "died")

Rows = Counter[tuple[Any, ...]]


class Died(BaseException):
    """The end of a process, as far as one thread can have it: nothing is cleaned up by whoever expects errors."""


class Faults:
    """Strikes once, at the `place`-th statement or commit after `armed` began, counted from one.

    `refused`: the database answers a statement with an error. `disconnected`: the connection is gone before the
    statement or commit is sent; on PostgreSQL the server ends it. `died`: a `Died` flies through the bank's code.
    With `answer_lost` only commits count, and the connection is gone after the commit was carried out.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._left: int | None = None
        self._kind: Kind = "refused"
        self._answer_lost = False
        event.listen(engine, "before_cursor_execute", self._before_statement, retval=True)
        event.listen(engine, "commit", self._before_commit)

    @contextmanager
    def armed(self, place: int, kind: Kind, *, answer_lost: bool = False) -> Iterator[None]:
        """Within this block the fault is due; see `struck`."""
        self._left, self._kind, self._answer_lost = place, kind, answer_lost
        try:
            yield
        finally:
            self._left = None if self._left is None or self._left > 0 else 0

    @property
    def struck(self) -> bool:
        """Whether the last fault has come about."""
        return self._left == 0

    def _before_statement(
        self, connection: Connection, _cursor: object, statement: str, parameters: Any, *_: object
    ) -> tuple[str, Any]:
        if not self._answer_lost and self._is_due():
            if self._kind == "refused" and "bank_" in statement:
                return statement.replace("bank_", "lost_"), parameters  # there are no such tables
            self._strike(connection)
        return statement, parameters

    def _before_commit(self, connection: Connection) -> None:
        if self._is_due():
            if self._answer_lost:
                _driver(connection).commit()
                _driver(connection).close()
            self._strike(connection)

    def _is_due(self) -> bool:
        if self._left is None or self._left <= 0:
            return False
        self._left -= 1
        return self._left == 0

    def _strike(self, connection: Connection) -> None:
        if self._kind == "died":
            raise Died
        if connection.dialect.name == "postgresql" and not self._answer_lost:
            _end_session(connection)
        else:
            _driver(connection).close()


def rows(engine: Engine) -> Rows:
    """All rows of all of the bank's tables, each with the name of its table before it."""
    with engine.connect() as connection:
        return Counter(
            (table.name, *row)
            for table in metadata.sorted_tables
            for row in connection.exec_driver_sql(f"SELECT * FROM {table.name}")
        )


def _driver(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


def _end_session(connection: Connection) -> None:
    session = _driver(connection).info.backend_pid
    other = create_engine(connection.engine.url, isolation_level="AUTOCOMMIT", future=True)
    with other.connect() as own:
        own.execute(text("SELECT pg_terminate_backend(:session, 5000)"), {"session": session})
    other.dispose()
