"""What every user of the storage can rely on, whatever is kept there."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, insert, select

from storage import (
    Instant,
    StorageUnavailable,
    create_tables,
    insert_if_absent,
    open_engine,
    reading,
    storable_identifier,
    writing,
)

metadata = MetaData()
parents = Table("parents", metadata, Column("id", Integer, primary_key=True), Column("at", Instant))
children = Table("children", metadata, Column("parent", ForeignKey("parents.id"), primary_key=True))

NOON = datetime(2024, 6, 12, 12, 0, 0, 123_456, tzinfo=timezone(timedelta(hours=2)))


@pytest.fixture
def engine(tmp_path: Path):
    engine = open_engine(f"sqlite:///{tmp_path}/some/folder/file.db")
    create_tables(engine, metadata)
    yield engine
    engine.dispose()


def test_an_instant_comes_back_in_utc_to_the_microsecond(engine) -> None:
    with writing(engine) as connection:
        connection.execute(insert(parents).values(at=NOON))
    with reading(engine) as connection:
        at = connection.execute(select(parents.c.at)).scalar_one()
    assert at == NOON
    assert at.tzinfo is timezone.utc


def test_an_exception_undoes_the_whole_transaction(engine) -> None:
    with pytest.raises(RuntimeError), writing(engine) as connection:
        connection.execute(insert(parents).values(at=NOON))
        raise RuntimeError
    with reading(engine) as connection:
        assert connection.execute(select(parents)).all() == []


def test_a_row_without_its_parent_is_refused(engine) -> None:
    with pytest.raises(StorageUnavailable, match="FOREIGN KEY"), writing(engine) as connection:
        connection.execute(insert(children).values(parent=99))


def test_inserting_twice_keeps_the_first_row(engine) -> None:
    with writing(engine) as connection:
        assert insert_if_absent(connection, parents, {"id": 1, "at": NOON}) is True
        assert insert_if_absent(connection, parents, {"id": 1, "at": None}) is False
        assert connection.execute(select(parents.c.at)).scalar_one() == NOON


def test_an_error_does_not_show_the_data_of_the_statement(engine) -> None:
    with pytest.raises(StorageUnavailable) as failed, writing(engine) as connection:
        connection.execute(insert(children).values(parent=987_654_321))
    assert "987654321" not in str(failed.value)


def test_a_long_read_does_not_stop_the_writers_and_sees_one_state(engine) -> None:
    with reading(engine) as reader:
        assert reader.execute(select(parents)).all() == []
        with writing(engine) as writer:
            writer.execute(insert(parents).values(at=NOON))
        assert reader.execute(select(parents)).all() == []
    with reading(engine) as reader:
        assert len(reader.execute(select(parents)).all()) == 1


def test_a_file_is_created_with_its_folders(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "c.db"
    create_tables(open_engine(f"sqlite:///{file}"), metadata)
    assert sqlite3.connect(file).execute("SELECT count(*) FROM parents").fetchone() == (0,)


def test_a_file_that_somebody_else_is_just_preparing_is_waited_for(tmp_path: Path) -> None:
    """A file cannot be switched to the write-ahead log while another process reads it in the old mode."""
    other = sqlite3.connect(tmp_path / "file.db", isolation_level=None)
    other.execute("CREATE TABLE unrelated (id INTEGER)")
    other.execute("BEGIN")
    other.execute("SELECT * FROM unrelated").fetchall()
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(create_tables, open_engine(f"sqlite:///{tmp_path}/file.db"), metadata)
        assert wait([waiting], timeout=0.3).not_done
        other.rollback()
        waiting.result(timeout=5)
    other.close()


def test_nothing_is_opened_before_it_is_used(tmp_path: Path) -> None:
    open_engine(f"sqlite:///{tmp_path}/c.db")
    assert not (tmp_path / "c.db").exists()


@pytest.mark.parametrize("text", ["conversation-1", "", "ü€😀", "x" * 255])
def test_an_ordinary_identifier_stays_as_it_is(text: str) -> None:
    assert storable_identifier(text) == text


def test_identifiers_that_no_database_can_hold_become_short_and_stay_different() -> None:
    odd = ["a\0b", "ab\0", "\ud800", "\udfff", "x" * 256, "x" * 257, storable_identifier("a\0b")]
    stored = [storable_identifier(text) for text in odd]
    assert len(set(stored)) == len(odd)
    assert all(len(text) <= 255 and text.encode() and "\0" not in text for text in stored)
