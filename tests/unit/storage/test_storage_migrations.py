"""Migrations are applied once and in order, all of them or none, and never by a program that is too old."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.engine import Engine

from storage import Migrations, StorageTooNew, StorageUnavailable, migrate, open_engine

FIRST = """
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table("parents", sa.Column("id", sa.Integer, primary_key=True))
    op.create_table(
        "children",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("parent", sa.Integer, sa.ForeignKey("parents.id"), nullable=False),
    )
    op.execute("INSERT INTO parents VALUES (1)")
    op.execute("INSERT INTO children VALUES (1, 1)")
"""

# On SQLite this makes another table in place of the one that the children refer to.
SECOND = """
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    with op.batch_alter_table("parents") as table:
        table.add_column(sa.Column("name", sa.String(20), nullable=False, server_default="nobody"))
        table.create_check_constraint("parents_named", "name <> ''")
"""

THIRD = """
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    op.execute("INSERT INTO parents (id, name) VALUES (2, 'Ada')")
    op.execute({statement!r})
"""


@pytest.fixture
def migrations(tmp_path: Path) -> Migrations:
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    (folder / "versions" / "0001_tables.py").write_text(FIRST)
    return Migrations(folder, version_table="some_version", first_table="parents")


def add(migrations: Migrations, name: str, script: str) -> None:
    (migrations.folder / "versions" / name).write_text(script)


@pytest.fixture
def engine(tmp_path: Path):
    engine = open_engine(f"sqlite:///{tmp_path}/file.db")
    yield engine
    engine.dispose()


def version(engine: Engine) -> str:
    with engine.connect() as connection:
        return str(connection.execute(text("SELECT version_num FROM some_version")).scalar_one())


def test_a_new_database_gets_all_revisions(engine: Engine, migrations: Migrations) -> None:
    add(migrations, "0002_names.py", SECOND)
    migrate(engine, migrations)
    assert version(engine) == "0002"
    with engine.connect() as connection:
        assert connection.execute(text("SELECT id, name FROM parents")).all() == [(1, "nobody")]


def test_a_table_that_others_refer_to_can_be_changed(engine: Engine, migrations: Migrations) -> None:
    migrate(engine, migrations)
    add(migrations, "0002_names.py", SECOND)
    migrate(engine, migrations)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT parent FROM children")).scalars().all() == [1]
        assert inspect(connection).get_foreign_keys("children")[0]["referred_table"] == "parents"


def test_references_are_enforced_again_afterwards(engine: Engine, migrations: Migrations) -> None:
    migrate(engine, migrations)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_a_database_from_before_migrations_is_at_the_first_revision(engine: Engine, migrations: Migrations) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE parents (id INTEGER NOT NULL PRIMARY KEY)"))
        connection.execute(text("INSERT INTO parents VALUES (7)"))
    add(migrations, "0002_names.py", SECOND)
    migrate(engine, migrations)
    assert version(engine) == "0002"
    with engine.connect() as connection:
        assert connection.execute(text("SELECT id, name FROM parents")).all() == [(7, "nobody")]


@pytest.mark.parametrize("statement", ["INSERT INTO nowhere VALUES (1)", "INSERT INTO children VALUES (9, 99)"])
def test_when_one_revision_fails_none_is_applied(engine: Engine, migrations: Migrations, statement: str) -> None:
    """Be it that a statement fails, or that rows are left without their parents."""
    migrate(engine, migrations)
    add(migrations, "0002_names.py", SECOND)
    add(migrations, "0003_broken.py", THIRD.format(statement=statement))
    with pytest.raises(StorageUnavailable):
        migrate(engine, migrations)
    assert version(engine) == "0001"
    with engine.connect() as connection:
        assert [column["name"] for column in inspect(connection).get_columns("parents")] == ["id"]
        assert connection.execute(text("SELECT id FROM parents")).scalars().all() == [1]


def test_a_database_of_a_newer_program_is_refused(engine: Engine, migrations: Migrations) -> None:
    add(migrations, "0002_names.py", SECOND)
    migrate(engine, migrations)
    (migrations.folder / "versions" / "0002_names.py").unlink()
    with pytest.raises(StorageTooNew, match="0002"):
        migrate(engine, migrations)
    assert version(engine) == "0002"


def test_eight_who_open_at_once_migrate_once(tmp_path: Path, migrations: Migrations) -> None:
    start = Barrier(8)

    def work(_: int) -> str:
        engine = open_engine(f"sqlite:///{tmp_path}/file.db")
        start.wait()
        migrate(engine, migrations)
        found = version(engine)
        engine.dispose()
        return found

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(work, range(8))) == {"0001"}


def test_two_components_in_one_database_do_not_mind_each_other(engine: Engine, migrations: Migrations) -> None:
    migrate(engine, migrations)
    folder = migrations.folder.parent / "other"
    (folder / "versions").mkdir(parents=True)
    script = FIRST.replace("parents", "pets").replace("children", "toys")
    other = Migrations(folder, version_table="other_version", first_table="pets")
    add(other, "0001_pets.py", script)
    migrate(engine, other)
    assert {"parents", "pets", "some_version", "other_version"} <= set(inspect(engine).get_table_names())
