"""The contract suite's ticket systems. docs/ticket-systems.md says how another one joins in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete

from helpdesk_bot.desk import Category, Draft, Incident, LocalTicketSystem, Priority
from helpdesk_bot.desk.schema import metadata
from storage import open_engine, utc_now, writing
from tests.support.postgresql import PostgresqlServer
from tests.support.servicenow.process import FakeInstance
from tests.support.ticket_systems import ExampleStaff, LocalStaff, ServiceNowStaff, Subject, example_of_the_docs

SUBJECTS = ("local on sqlite", "local on postgresql", "servicenow", "example of the docs")
NOBODY = "INC7654321"
ODD_TEXTS = [
    "50% off + more",
    "a^b^^c^NQactive=true^ORnumberLIKEINC",
    "javascript:gs.log('x')",
    "\"quoted\" 'twice' \\ back",
    "Ünïcödé 😀 العربية",
    "<script>alert(1)</script> & [link](x)",
    "{{slot}} ${name} %s %(a)s",
    "two\nlines\n\nand a third",
]


@pytest.fixture(params=SUBJECTS)
def subject(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Subject]:
    """Each ticket system in turn, empty."""
    if request.param == "servicenow":
        instance: FakeInstance = request.getfixturevalue("instance")
        subject = Subject(instance.adapter(), ServiceNowStaff(instance))
    elif request.param == "example of the docs":
        example = example_of_the_docs()
        subject = Subject(example, ExampleStaff(example))
    else:
        on_sqlite = request.param == "local on sqlite"
        url = f"sqlite:///{tmp_path}/desk.db" if on_sqlite else request.getfixturevalue("empty_database")
        local = LocalTicketSystem.kept_at(url)
        subject = Subject(local, LocalStaff(local))
    yield subject
    subject.tickets.dispose()


@pytest.fixture(scope="module")
def database(postgresql: PostgresqlServer) -> str:
    """The url of a PostgreSQL database for all of these tests."""
    url = postgresql.new_database()
    LocalTicketSystem.kept_at(url).dispose()
    return url


@pytest.fixture
def empty_database(database: str) -> str:
    """The same without rows."""
    engine = open_engine(database)
    with writing(engine) as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))
    engine.dispose()
    return database


def wish(count: int) -> str:
    """The correlation id of the `count`-th wish: ids differ in their first digits, as digests do."""
    return f"{count:012x}" + "0" * 20


def draft(
    title: str = "No mail",
    description: str = "Outlook shows nothing\nsince Monday.",
    priority: Priority = Priority.MEDIUM,
    category: Category = Category.EMAIL,
    tried: tuple[str, ...] = (),
) -> Draft:
    return Draft("ann@example.com", priority, category, title, description, tried)


def open_one(subject: Subject, count: int = 1, **values: object) -> Incident:
    return subject.tickets.open(draft(**values), wish(count), utc_now())  # type: ignore[arg-type]


def only(subject: Subject, number: str) -> Incident:
    (found,) = subject.tickets.find([number])
    return found
