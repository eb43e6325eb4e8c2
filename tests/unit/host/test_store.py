"""Conversations and answers in a real SQLite file."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from handoff.host import store
from handoff.host.errors import ConversationsUnavailable
from handoff.host.store import SqliteConversations


def test_what_was_kept_is_there_after_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "var" / "conversations.db"
    with SqliteConversations(file).turn("c") as turn:
        assert turn.state() is None
        assert turn.recorded("k") is None
        turn.keep({"a": 1}, "k", [{"text": "hi"}])
    with SqliteConversations(file).turn("c") as turn:
        assert turn.state() == {"a": 1}
        assert turn.recorded("k") == [{"text": "hi"}]
    with SqliteConversations(file).turn("other") as turn:
        assert turn.state() is None
        assert turn.recorded("k") is None


def test_state_and_answer_are_kept_together_or_not_at_all(tmp_path: Path) -> None:
    conversations = SqliteConversations(tmp_path / "conversations.db")
    with conversations.turn("c") as turn:
        turn.keep({"a": 1}, "k", [])
        with pytest.raises(ConversationsUnavailable):
            turn.keep({"a": 2}, "k", [])  # the answer is there already
        assert turn.state() == {"a": 1}


def test_turns_of_one_conversation_come_one_after_the_other_and_none_is_lost(tmp_path: Path) -> None:
    conversations = SqliteConversations(tmp_path / "conversations.db")

    def count(_: int) -> None:
        with conversations.turn("c") as turn:
            turn.keep({"n": (turn.state() or {"n": 0})["n"] + 1}, None, [])

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(count, range(100)))
    with conversations.turn("c") as turn:
        assert turn.state() == {"n": 100}


COUNT = """
import sys; from pathlib import Path; from handoff.host.store import SqliteConversations
for _ in range(50):
    with SqliteConversations(Path(sys.argv[1])).turn("c") as turn:
        turn.keep({"n": (turn.state() or {"n": 0})["n"] + 1}, None, [])
"""


def test_also_between_processes_that_begin_at_once(tmp_path: Path) -> None:
    file = tmp_path / "conversations.db"
    processes = [subprocess.Popen([sys.executable, "-c", COUNT, str(file)]) for _ in range(3)]
    assert [process.wait(timeout=60) for process in processes] == [0, 0, 0]
    with SqliteConversations(file).turn("c") as turn:
        assert turn.state() == {"n": 150}


def test_many_may_open_the_same_new_file_at_once(tmp_path: Path) -> None:
    for number in range(10):
        file = tmp_path / f"{number}.db"
        with ThreadPoolExecutor(16) as pool:
            assert len(list(pool.map(SqliteConversations, [file] * 16))) == 16


def test_somebody_elses_slow_turn_holds_nobody_up(tmp_path: Path) -> None:
    conversations = SqliteConversations(tmp_path / "conversations.db")
    with conversations.turn("slow"), conversations.turn("quick") as turn:
        turn.keep({}, None, [])


def test_a_turn_that_does_not_end_is_an_error_for_those_who_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "TURN_SECONDS", 0.05)
    conversations = SqliteConversations(tmp_path / "conversations.db")
    failures: list[Exception] = []

    def wait() -> None:
        try:
            with conversations.turn("c"):
                pass
        except ConversationsUnavailable as error:
            failures.append(error)

    with conversations.turn("c"):
        waiting = threading.Thread(target=wait)
        waiting.start()
        waiting.join(timeout=30)
    assert len(failures) == 1
    with conversations.turn("c"):  # free again
        pass


def keep_answers(file: Path, keys: range, day: float) -> None:
    with SqliteConversations(file, clock=lambda: day * 86_400).turn("c") as turn:
        for key in keys:
            turn.keep({}, str(key), [{"text": str(key)}])


def kept_answers(file: Path, keys: range) -> list[int]:
    with SqliteConversations(file).turn("c") as turn:
        return [key for key in keys if turn.recorded(str(key)) == [{"text": str(key)}]]


def test_answers_are_dropped_after_thirty_days_but_never_the_last_hundred(tmp_path: Path) -> None:
    file = tmp_path / "conversations.db"
    keep_answers(file, range(150), day=0)
    keep_answers(file, range(150, 160), day=29.9)
    assert kept_answers(file, range(160)) == list(range(160))
    keep_answers(file, range(160, 161), day=30.1)
    assert kept_answers(file, range(161)) == list(range(61, 161))
    keep_answers(file, range(161, 162), day=1000)
    assert kept_answers(file, range(162)) == list(range(62, 162))


def test_a_clock_that_jumps_drops_no_answer_of_the_last_hundred(tmp_path: Path) -> None:
    file = tmp_path / "conversations.db"
    keep_answers(file, range(60), day=10_000)
    keep_answers(file, range(60, 100), day=0)
    keep_answers(file, range(100, 101), day=10_001)
    assert kept_answers(file, range(101)) == list(range(101))


def test_answers_of_other_conversations_stay(tmp_path: Path) -> None:
    conversations = SqliteConversations(tmp_path / "conversations.db", clock=lambda: 0)
    with conversations.turn("d") as turn:
        turn.keep({}, "k", [])
    keep_answers(tmp_path / "conversations.db", range(150), day=1000)
    with conversations.turn("d") as turn:
        assert turn.recorded("k") == []


def test_a_file_from_before_answers_had_times_is_read_and_its_answers_stay(tmp_path: Path) -> None:
    file = tmp_path / "conversations.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(
            "CREATE TABLE answers (conversation TEXT NOT NULL, key TEXT NOT NULL, answer TEXT NOT NULL,"
            " PRIMARY KEY (conversation, key))"
        )
        rows = [("c", str(key), f'[{{"text": "{key}"}}]') for key in range(150)]
        connection.executemany("INSERT INTO answers VALUES (?, ?, ?)", rows)
    keep_answers(file, range(150, 151), day=1000)
    keep_answers(file, range(151, 152), day=1029)
    assert kept_answers(file, range(152)) == list(range(152))
    keep_answers(file, range(152, 153), day=1031)
    assert kept_answers(file, range(153)) == list(range(53, 153))


def test_an_erased_conversation_has_left_no_trace_in_the_file(tmp_path: Path) -> None:
    conversations = SqliteConversations(tmp_path / "conversations.db")
    for name in ("c", "d"):
        with conversations.turn(name) as turn:
            turn.keep({"email": f"{name}@example.com"}, "k", [{"text": f"{name}@example.com"}])
    with conversations.turn("d") as turn:  # SQLite tidies up by itself when nobody else has the file open
        turn.state()
        conversations.erase("c")
        kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"c@example.com" not in kept
    assert b"d@example.com" in kept


def test_a_place_where_nothing_can_be_written_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConversationsUnavailable):
        SqliteConversations(tmp_path / "file" / "conversations.db")
    (tmp_path / "no.db").write_text("this is no database " * 50)
    with pytest.raises(ConversationsUnavailable):
        SqliteConversations(tmp_path / "no.db")
