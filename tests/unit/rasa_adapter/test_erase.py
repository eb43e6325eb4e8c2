"""A conversation that is erased is gone from the bot's conversations, also when somebody is just using it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from handoff.rasa_adapter.conversations_database import URL_VARIABLE, Erased, erase_conversation
from storage import StorageUnavailable, open_engine
from tests.unit.rasa_adapter.conftest import SmallBot

APOLOGY, HELLO = "Sorry.", "Hello."
OWN_TABLES = ("handoff_notices", "handoff_answers", "handoff_snapshots")
PROCESS_SECONDS = 30


def erase(url: str, conversation_id: str) -> Erased:
    """As the command does it: with connections of its own."""
    engine = open_engine(url)
    try:
        return erase_conversation(engine, conversation_id)
    finally:
        engine.dispose()


def rows(url: str, conversation_id: str) -> int:
    """How many rows of any table name this conversation."""
    engine = open_engine(url)
    columns = {"events": "sender_id"} | dict.fromkeys(OWN_TABLES, "conversation_id")
    queries = [sa.text(f"SELECT count(*) FROM {table} WHERE {column} = :id") for table, column in columns.items()]
    with engine.connect() as connection:
        found = [connection.execute(query, {"id": conversation_id}).scalar_one() for query in queries]
    engine.dispose()
    return int(sum(found))


def test_what_was_said_every_answer_and_every_notice_is_deleted_and_others_keep_theirs(
    small_bot: SmallBot, database_url: str
) -> None:
    for who in ("ann", "ben"):
        small_bot.store.notices.keep(f"shown to {who}", who, {"text": "said"})
        small_bot.say(who, "/greet")
        small_bot.say(who, "/session_start")
        small_bot.store.notices.keep(f"waits for {who}", who, {"text": "waiting"})
    bens = rows(database_url, "ben")
    erased = erase(database_url, "ann")
    assert (erased.notices, erased.answers, erased.snapshots) == (2, 2, 1)
    assert erased.events + 5 == bens
    assert (rows(database_url, "ann"), rows(database_url, "ben")) == (0, bens)
    assert erase(database_url, "ann") == Erased()


def test_who_writes_again_begins_a_new_conversation_with_the_bot_that_was_running_all_the_time(
    small_bot: SmallBot, database_url: str
) -> None:
    small_bot.say("ann", "/greet", "one")
    erase(database_url, "ann")
    assert small_bot.texts("ann", "/greet", "one") == [HELLO]
    with small_bot.store.engine.connect() as connection:
        events = list(connection.execute(sa.text("SELECT type_name FROM events")).scalars())
    assert events.count("user") == 1


def during_the_next_turn(bot: SmallBot, work: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does `work` in the middle of a turn, in a thread of its own, once."""
    not_shown = bot.store.notices.not_shown

    def in_the_middle(conversation: str) -> Any:
        monkeypatch.setattr(bot.store.notices, "not_shown", not_shown)
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        return not_shown(conversation)

    monkeypatch.setattr(bot.store.notices, "not_shown", in_the_middle)


def test_a_turn_that_is_being_answered_does_not_write_the_conversation_back(
    small_bot: SmallBot, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_bot.say("ann", "/greet")
    during_the_next_turn(small_bot, lambda: erase(database_url, "ann"), monkeypatch)
    assert small_bot.texts("ann", "/greet") == [APOLOGY]
    assert rows(database_url, "ann") == 0
    assert small_bot.texts("ann", "/greet") == [HELLO]


def test_the_turns_of_others_are_saved_meanwhile(
    small_bot: SmallBot, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_bot.say("ben", "/greet")
    before = rows(database_url, "ben")
    during_the_next_turn(small_bot, lambda: erase(database_url, "ann"), monkeypatch)
    assert small_bot.texts("ben", "/greet") == [HELLO]
    assert rows(database_url, "ben") > before


def test_the_first_turn_of_a_conversation_is_saved_whatever_is_erased_meanwhile(
    small_bot: SmallBot, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There was nothing to erase yet; what was written after that is a conversation of its own."""
    during_the_next_turn(small_bot, lambda: erase(database_url, "ann"), monkeypatch)
    assert small_bot.texts("ann", "/greet") == [HELLO]
    assert rows(database_url, "ann") > 0


def test_an_id_that_looks_like_a_digest_is_found_in_all_tables(small_bot: SmallBot, database_url: str) -> None:
    """Rasa stores ids as they are, the other tables have them as `storable_identifier` gives them."""
    small_bot.say("sha256:abc", "/greet")
    assert erase(database_url, "sha256:abc").events > 0
    assert rows(database_url, "sha256:abc") == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_byte_of_it_is_left_in_the_files_of_sqlite(small_bot: SmallBot, database_url: str, tmp_path: Path) -> None:
    for number in range(5):
        small_bot.say("conversation-of-eve", f"hello quackenbush {number}")
    erase(database_url, "conversation-of-eve")
    small_bot.say("ann", "/greet")
    content = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert content.count(b"quackenbush") == content.count(b"conversation-of-eve") == 0


def process(folder: Path, url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`python -m handoff.rasa_adapter.erase` in a bot's folder."""
    (folder / "endpoints.yml").write_text("tracker_store: {type: any}\n")
    return subprocess.run(
        [sys.executable, "-m", "handoff.rasa_adapter.erase", *arguments],
        cwd=folder,
        env={**os.environ, URL_VARIABLE: url},
        capture_output=True,
        text=True,
        timeout=PROCESS_SECONDS,
        check=False,
    )


def test_the_process_says_in_one_line_what_it_deleted(
    small_bot: SmallBot, database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    small_bot.store.notices.keep("one", "ann", {"text": "said"})
    small_bot.say("ann", "/greet")
    folder = tmp_path_factory.mktemp("bot")
    first, second = (process(folder, database_url, "ann") for _ in range(2))
    assert first.stdout.startswith("conversations: ")
    assert first.stdout.endswith(" events, 1 notices, 1 answers\n")
    assert (first.returncode, second.stdout, second.returncode) == (0, "conversations: nothing\n", 0)


def test_a_bot_that_never_talked_has_nothing_to_erase(tmp_path: Path) -> None:
    done = process(tmp_path, f"sqlite:///{tmp_path}/conversations.db", "ann")
    assert (done.stdout, done.returncode) == ("conversations: nothing\n", 0)


@pytest.mark.parametrize(
    ("url", "conversation", "problem"),
    [
        ("mysql://host/x", "ann", f"{URL_VARIABLE}: mysql is not supported"),
        ("postgresql://127.0.0.1:1/x", "ann", ""),
        ("sqlite:///x.db", "x" * 201, "no conversation can have this id: sender: is longer than 200 characters"),
    ],
)
def test_what_cannot_be_erased_is_one_sentence_and_exit_code_1(
    tmp_path: Path, url: str, conversation: str, problem: str
) -> None:
    done = process(tmp_path, url, conversation)
    assert done.returncode == 1
    assert done.stderr.startswith(f"conversations: not erased: {problem}")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_database_that_is_being_read_is_finished_by_erasing_again(small_bot: SmallBot, database_url: str) -> None:
    small_bot.say("ann", "/greet")
    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM events").fetchall()
        with pytest.raises(StorageUnavailable):
            erase(database_url, "ann")
    assert erase(database_url, "ann") == Erased()
