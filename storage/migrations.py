"""Bringing the tables of one component to their newest form with Alembic, once, whoever else opens the database.

A revision is a file `versions/<revision>_<what>.py` with an ordinary Alembic script: `revision`, `down_revision` and
`upgrade()`. Revisions are applied in the order of their names, all in one transaction. A revision must not import the
component that it belongs to, since that goes on changing.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection, Engine

from .engine import CREATION_LOCK, reading, translated, writing
from .errors import StorageTooNew, StorageUnavailable

# A large database takes its time, and everybody who opens it meanwhile waits for the one who is at work.
MIGRATION_SECONDS = 120


@dataclass(frozen=True)
class Migrations:
    """The migrations of one component.

    `folder` holds `versions/`. `version_table` says how far a database is; every component has its own, because a
    PostgreSQL database is shared. A database that has the table `first_table` and no version is from the time before
    migrations: it is at the first revision.
    """

    folder: Path
    version_table: str
    first_table: str

    def revisions(self) -> tuple[str, ...]:
        """Return all revisions, oldest first, without importing anything."""
        return tuple(sorted(file.name.split("_")[0] for file in (self.folder / "versions").glob("[0-9]*_*.py")))


def migrate(engine: Engine, migrations: Migrations) -> None:
    """Bring the database to the newest revision; cheap when it is there already.

    Several processes may do so at once. Either all missing revisions are applied or none. Raises StorageTooNew when the
    database has a revision that is not among these, StorageUnavailable.
    """
    with reading(engine) as connection:
        missing = _missing(connection, migrations)
    if not missing:
        return
    with _migrating(engine) as connection:
        # Asked again: whoever had the lock before may have done the work.
        _apply(connection, migrations, _missing(connection, migrations))


def _missing(connection: Connection, migrations: Migrations) -> tuple[str, ...]:
    revisions = migrations.revisions()
    version = _version(connection, migrations, revisions[0])
    if version is None:
        return revisions
    if version not in revisions:
        raise StorageTooNew(f"the database is at revision {version}, this program knows {revisions[-1]} at most")
    return revisions[revisions.index(version) + 1 :]


def _version(connection: Connection, migrations: Migrations, first: str) -> str | None:
    inspector = inspect(connection)
    if inspector.has_table(migrations.version_table):
        query = text(f"SELECT version_num FROM {migrations.version_table}")
        version: str | None = connection.execute(query).scalar_one_or_none()
        return version
    return first if inspector.has_table(migrations.first_table) else None


def _apply(connection: Connection, migrations: Migrations, revisions: tuple[str, ...]) -> None:
    # Imported only now: it costs half a second, and nearly always there is nothing to do.
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(migrations.folder))
    context = MigrationContext.configure(connection, opts={"version_table": migrations.version_table})
    for revision in revisions:
        script = scripts.get_revision(revision)
        with Operations.context(context):
            script.module.upgrade()
        context.stamp(scripts, revision)


def _migrating(engine: Engine) -> AbstractContextManager[Connection]:
    return _migrating_postgresql(engine) if engine.dialect.name == "postgresql" else _migrating_sqlite(engine)


@contextmanager
def _migrating_postgresql(engine: Engine) -> Iterator[Connection]:
    with writing(engine) as connection:
        for limit in ("lock_timeout", "statement_timeout"):
            connection.execute(text(f"SET LOCAL {limit} = '{MIGRATION_SECONDS}s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CREATION_LOCK})
        yield connection


@contextmanager
def _migrating_sqlite(engine: Engine) -> Iterator[Connection]:
    """SQLite changes a table by making another one, which works only while foreign keys are not enforced.

    https://www.sqlite.org/lang_altertable.html section 7. That setting cannot be changed inside a transaction, hence
    the driver's own connection, which is thrown away afterwards.
    """
    with translated(), engine.execution_options(storage_writes=True).connect() as connection:
        driver = connection.connection.dbapi_connection
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute(f"PRAGMA busy_timeout = {MIGRATION_SECONDS * 1000}")
        try:
            with connection.begin():
                yield connection
                if connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                    raise StorageUnavailable("a migration left rows without their parents")
        finally:
            connection.invalidate()
