"""Under steady load everybody gets a turn: nobody is told that the database is locked while others write and write."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import Column, Integer, MetaData, Table, insert

from storage import create_tables, open_engine, writing

THREADS = 4
SECONDS = 4.0  # longer than anybody waits for a lock


def test_of_threads_that_write_without_a_pause_none_waits_long(tmp_path: Path) -> None:
    engine, metadata = open_engine(f"sqlite:///{tmp_path}/some.db"), MetaData()
    table = Table("numbers", metadata, Column("number", Integer))
    create_tables(engine, metadata)

    def longest_wait(_: int) -> float:
        until, longest = time.monotonic() + SECONDS, 0.0
        while time.monotonic() < until:
            started = time.monotonic()
            with writing(engine) as connection:
                longest = max(longest, time.monotonic() - started)
                for number in range(5):
                    connection.execute(insert(table).values(number=number))
        return longest

    with ThreadPoolExecutor(THREADS) as threads:
        assert max(threads.map(longest_wait, range(THREADS))) < 1
    engine.dispose()
