"""What was deleted is nowhere in the files of an SQLite database."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine

from storage import StorageUnavailable, erasing, open_engine, reading, wipe_deleted, writing

WORDS = "quackenbush"


def fill(engine: Engine, seed: int) -> None:
    """Rows of several people in between each other, some changed and some deleted: pages are split and joined."""
    chance = random.Random(seed)
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE notes (id INTEGER PRIMARY KEY, who TEXT, body TEXT)"))
        connection.execute(text("CREATE INDEX notes_by_person ON notes (who, body)"))
    for number in range(300):
        who = chance.choice(["ann", "ben", WORDS])
        body = "x" * chance.randrange(900) + str(number)
        with writing(engine) as connection:
            connection.execute(text("INSERT INTO notes (who, body) VALUES (:who, :body)"), {"who": who, "body": body})
            other = {"id": chance.randrange(1, number + 2)}
            if chance.random() < 0.15:
                connection.execute(text("DELETE FROM notes WHERE id = :id"), other)
            if chance.random() < 0.15:
                connection.execute(text("UPDATE notes SET body = body || 'zzzz' WHERE id = :id"), other)


def forget(engine: Engine) -> None:
    with erasing(engine) as connection:
        connection.execute(text("DELETE FROM notes WHERE who = :who"), {"who": WORDS})


def copies_in(folder: Path) -> int:
    return sum(file.read_bytes().count(WORDS.encode()) for file in folder.iterdir())


@pytest.mark.parametrize("seed", range(10))
def test_no_copy_is_left_whatever_happened_before_and_whoever_has_it_open(tmp_path: Path, seed: int) -> None:
    engine, other = (open_engine(f"sqlite:///{tmp_path}/notes.db") for _ in range(2))
    fill(engine, seed)
    with reading(other) as connection:
        before = connection.execute(text(f"SELECT count(*) FROM notes WHERE who <> '{WORDS}'")).scalar_one()
    assert copies_in(tmp_path) > 0
    forget(engine)
    assert copies_in(tmp_path) == 0
    with reading(other) as connection:
        assert connection.execute(text("SELECT count(*) FROM notes")).scalar_one() == before
    engine.dispose()
    other.dispose()


def test_who_goes_on_reading_makes_it_an_error_and_afterwards_it_can_be_done(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/notes.db")
    fill(engine, seed=2)
    with closing(sqlite3.connect(tmp_path / "notes.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM notes").fetchall()
        with pytest.raises(StorageUnavailable, match="reading"):
            forget(engine)
    wipe_deleted(engine)
    assert copies_in(tmp_path) == 0
    engine.dispose()


def test_who_goes_on_writing_makes_it_an_error_and_nothing_is_lost(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/notes.db")
    fill(engine, seed=2)
    with closing(sqlite3.connect(tmp_path / "notes.db")) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageUnavailable, match="locked"):
            wipe_deleted(engine)
    engine.dispose()


def test_on_postgresql_the_rows_are_deleted(new_postgresql_database: Callable[[], str]) -> None:
    engine = open_engine(new_postgresql_database())
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE notes (who TEXT)"))
        connection.execute(text(f"INSERT INTO notes VALUES ('{WORDS}'), ('ann')"))
    forget(engine)
    with reading(engine) as connection:
        assert connection.execute(text("SELECT who FROM notes")).scalars().all() == ["ann"]
    engine.dispose()
