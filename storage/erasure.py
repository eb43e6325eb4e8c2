"""Making sure that what was deleted is gone from the files too."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Connection, Engine

from .engine import LOCK_SECONDS, translated, turn_to_write, writing
from .errors import StorageUnavailable


@contextmanager
def erasing(engine: Engine) -> Iterator[Connection]:
    """A transaction as `writing`, after which nothing of what it deleted is left in the files (`wipe_deleted`).

    Raises StorageUnavailable; the transaction may have been committed then, and doing it all again finishes the work.
    """
    with writing(engine) as connection:
        yield connection
    wipe_deleted(engine)


def wipe_deleted(engine: Engine) -> None:
    """Leave nothing of deleted rows in an SQLite file and its write-ahead log, whenever they were deleted.

    SQLite keeps deleted content in free pages and in the log until something else is written there, and even with
    "secure_delete" a copy in the unused part of a page that was split. VACUUM (https://www.sqlite.org/lang_vacuum.html)
    writes the file anew, which takes the time and for a while the space of a copy; others can read meanwhile and not
    write. Then the log is emptied. A PostgreSQL server does its own housekeeping, and nothing is done there.

    Raises StorageUnavailable when others use the database for more than `LOCK_SECONDS`; doing it again is safe.
    """
    if engine.dialect.name != "sqlite":
        return
    with translated(), turn_to_write(engine), engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        try:
            driver.execute("VACUUM")
            ((busy, _, _),) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except sqlite3.OperationalError as exc:
            raise StorageUnavailable(str(exc)) from exc
    if busy:
        raise StorageUnavailable(f"somebody has been reading the database for more than {LOCK_SECONDS:g} s")
