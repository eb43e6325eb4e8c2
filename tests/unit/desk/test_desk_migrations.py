"""A database made by an older version of the desk is brought up to date, once, with all that is in it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from threading import Barrier
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection, Engine

from helpdesk_bot.desk import Category, Desk, Incident, IncidentState, Priority, UnknownIncident
from helpdesk_bot.desk.migrations import MIGRATIONS
from helpdesk_bot.desk.schema import metadata
from storage import create_tables, open_engine, storable_identifier
from tests.support.desk_tickets import open_one, opened

# As the version before migrations made it.
OLD_TABLE = {
    "sqlite": """CREATE TABLE desk_incidents (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, conversation_id VARCHAR(255) NOT NULL,
        "key" VARCHAR(255) NOT NULL, email VARCHAR(320) NOT NULL, priority VARCHAR(16) NOT NULL,
        title VARCHAR(200) NOT NULL, description TEXT NOT NULL, state VARCHAR(16) NOT NULL,
        created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, UNIQUE (conversation_id, "key"))""",
    "postgresql": """CREATE TABLE desk_incidents (
        id BIGSERIAL NOT NULL, conversation_id VARCHAR(255) NOT NULL, key VARCHAR(255) NOT NULL,
        email VARCHAR(320) NOT NULL, priority VARCHAR(16) NOT NULL, title VARCHAR(200) NOT NULL,
        description TEXT NOT NULL, state VARCHAR(16) NOT NULL, created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        updated_at TIMESTAMP WITH TIME ZONE NOT NULL, PRIMARY KEY (id), UNIQUE (conversation_id, key))""",
}
OLD_INDEX = "CREATE INDEX desk_incidents_by_conversation ON desk_incidents (conversation_id, id)"
OLD_ROW = text(
    "INSERT INTO desk_incidents (conversation_id, key, email, priority, title, description, state, created_at,"
    " updated_at) VALUES (:conversation_id, :key, 'ann@example.com', 'high', :title, 'Nothing.', 'In Progress',"
    " '2024-06-11 10:00:00.000000', '2024-06-11 11:00:00.000000')"
)
ODD = "\ud800" * 300
OPENED_AT = datetime(2024, 6, 11, 10, tzinfo=timezone.utc)


@contextmanager
def database_at(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def old_url(url: str) -> str:
    """A database with incidents, as the desk left it before there were migrations."""
    with database_at(url) as engine, engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET TIME ZONE 'UTC'")
        connection.exec_driver_sql(OLD_TABLE[engine.dialect.name])
        connection.exec_driver_sql(OLD_INDEX)
        for who, key in (("ann", "key"), ("ben", "key"), ("ann", "other"), (ODD, ODD)):
            row = {
                "conversation_id": storable_identifier(who),
                "key": storable_identifier(key),
                "title": f"by {who[:3]}",
            }
            connection.execute(OLD_ROW, {**row, "title": row["title"].replace("\ud800", "?")})
    return url


@pytest.fixture
def old_desk(old_url: str) -> Iterator[Desk]:
    """The same database opened by this version."""
    with Desk.open(old_url) as desk:
        yield desk


def differences(connection: Connection) -> list[Any]:
    """What Alembic would have to change to make the tables the declared ones."""
    options = {
        "version_table": MIGRATIONS.version_table,
        "include_name": lambda name, *_: name != "sqlite_sequence",  # SQLite's own
    }
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def schema_of(connection: Connection) -> dict[str, Any]:
    """What Alembic's comparison leaves out: checks, unique columns, and which rows an index is for."""
    inspector = inspect(connection)
    found: dict[str, Any] = {}
    for table in metadata.tables:
        found[table] = (
            {check["name"]: check["sqltext"] for check in inspector.get_check_constraints(table)},
            sorted((each["name"], each["column_names"]) for each in inspector.get_unique_constraints(table)),
            inspector.get_pk_constraint(table)["constrained_columns"],
        )
        for index in inspector.get_indexes(table):
            options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
            found[f"{table}/{index['name']}"] = (index["column_names"], bool(index["unique"]), options)
    return found


def test_the_migrated_tables_are_the_declared_ones(
    request: pytest.FixtureRequest, old_desk: Desk, tmp_path: Any
) -> None:
    """Of an old desk, of a new one, and as they are declared: all the same."""
    postgresql = old_desk.engine.dialect.name == "postgresql"
    new_urls = [
        request.getfixturevalue("new_postgresql_database")() if postgresql else f"sqlite:///{tmp_path}/{name}.db"
        for name in ("declared", "new")
    ]
    with database_at(new_urls[0]) as declared, Desk.open(new_urls[1]) as new:
        create_tables(declared, metadata)
        with declared.connect() as right, new.engine.connect() as fresh, old_desk.engine.connect() as upgraded:
            assert (differences(fresh), differences(upgraded)) == ([], [])
            assert schema_of(fresh) == schema_of(upgraded) == schema_of(right)


def test_the_revisions_are_one_line_that_ends_with_the_newest() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS.folder))
    line = [script.revision for script in scripts.walk_revisions()]
    assert tuple(reversed(line)) == MIGRATIONS.revisions()
    assert scripts.get_heads() == [MIGRATIONS.revisions()[-1]]


def test_an_old_incident_keeps_its_number_its_owner_and_all_that_it_was_opened_with(old_desk: Desk) -> None:
    assert old_desk.incident("ben", "2") == Incident(
        number="INC0000002",
        email="ann@example.com",
        priority=Priority.HIGH,
        category=Category.OTHER,
        title="by ben",
        description="Nothing.",
        state=IncidentState.IN_PROGRESS,
        created_at=OPENED_AT,
        updated_at=OPENED_AT + timedelta(hours=1),
    )
    assert [known.number for known in old_desk.known("ann")] == ["INC0000003", "INC0000001"]
    assert [incident.number for incident in old_desk.incidents(ODD)] == ["INC0000004"]
    with pytest.raises(UnknownIncident):
        old_desk.incident("ann", "2")


@pytest.mark.parametrize(("who", "key", "number"), [("ann", "key", 1), ("ann", "other", 3), (ODD, ODD, 4)])
def test_the_key_of_an_old_incident_opens_no_second_one(old_desk: Desk, who: str, key: str, number: int) -> None:
    again = open_one(old_desk, who, key)
    assert again == old_desk.incident(who, str(number))
    assert opened(old_desk, key="new").number == "INC0000005"


def test_an_old_incident_can_be_changed_claimed_and_erased(old_desk: Desk) -> None:
    assert old_desk.comment("ann", "1", "Hello?", "comment").comments[0].text == "Hello?"
    assert old_desk.claim("eve", "1", "Ann@example.com").number == "INC0000001"
    assert not old_desk.close_incident("ann", "1", "", "close").is_open
    assert old_desk.erase("ann").stay == ()
    assert [incident.number for incident in old_desk.incidents("ben")] == ["INC0000002"]


def test_the_number_of_an_erased_old_incident_is_not_given_again(old_desk: Desk) -> None:
    old_desk.erase(ODD)
    assert opened(old_desk, key="new").number == "INC0000005"


def test_many_old_incidents_are_brought_along(old_url: str) -> None:
    rows = [{"conversation_id": f"c{count}", "key": "key", "title": str(count)} for count in range(2_500)]
    with database_at(old_url) as engine, engine.begin() as connection:
        connection.execute(OLD_ROW, rows)
    with Desk.open(old_url) as desk:
        for count in (0, 999, 1_000, 2_499):
            assert [incident.title for incident in desk.incidents(f"c{count}")] == [str(count)]


def test_several_who_open_an_old_desk_at_once_bring_it_up_to_date_once(old_url: str) -> None:
    start = Barrier(4)

    def work(_: int) -> tuple[Incident, ...]:
        start.wait()
        with Desk.open(old_url) as desk:
            return desk.incidents("ann")

    with ThreadPoolExecutor(4) as threads:
        assert {len(incidents) for incidents in threads.map(work, range(4))} == {2}
