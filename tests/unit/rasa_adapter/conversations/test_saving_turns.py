"""A turn is saved as a whole or not at all, and only where nobody took the conversation further meanwhile."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import pytest
import sqlalchemy as sa
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from handoff.rasa_adapter.conversations import ConversationErased, ConversationMovedOn, ConversationStore
from handoff.rasa_adapter.conversations_database import erase_conversation, hold_conversation
from handoff.rasa_adapter.event_rows import add_events
from storage import StorageUnavailable, reading, writing
from tests.support.conversations import Talk
from tests.support.waiting import wait_until

from .conftest import ANN, in_postgresql, in_sqlite, read, talk, user_turns


def begun_turn(store: ConversationStore, talking: Talk) -> DialogueStateTracker:
    """A turn that has read the conversation, and is not saved yet."""
    tracker = read(store)
    tracker.update_with_events(talking.turn("chat"), store.domain)
    return tracker


@contextmanager
def writes(database_url: str) -> Iterator[sqlite3.Connection]:
    """Somebody who writes into the SQLite database, so that nobody else can; a ROLLBACK ends that."""
    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection


def test_a_turn_that_another_process_overtook_is_not_saved(
    new_store: Callable[..., ConversationStore], domain: Domain
) -> None:
    one, other, talking = new_store(), new_store(), Talk(domain, 9)
    talk(one, [talking.turn()])
    slow = begun_turn(one, talking)
    turns = [talking.turn("chat")]
    expected = len(talk(other, turns).events)
    with pytest.raises(ConversationMovedOn):
        asyncio.run(one.save(slow))
    assert len(read(one).events) == expected
    assert one.answers(ANN, slow.latest_message.message_id) is None
    assert one.answers(ANN, turns[0][0].message_id) is not None


@in_postgresql
def test_a_turn_is_not_saved_while_somebody_else_is_saving_one(
    new_store: Callable[..., ConversationStore], domain: Domain
) -> None:
    """SQLite has one writer at a time; PostgreSQL would let both look, and then both write."""
    one, other, talking = new_store(), new_store(), Talk(domain, 9)
    talk(one, [talking.turn()])
    slow = begun_turn(one, talking)

    def waits() -> bool:
        with reading(other.engine) as connection:
            return bool(connection.execute(sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar())

    with ThreadPoolExecutor() as thread:
        with writing(other.engine) as connection:
            hold_conversation(connection, ANN)
            add_events(connection, ANN, talking.turn("chat"))
            saving = thread.submit(asyncio.run, one.save(slow))
            wait_until(waits, 2)
        with pytest.raises(ConversationMovedOn):
            saving.result(5)


def test_of_two_first_turns_at_once_one_is_saved(new_store: Callable[..., ConversationStore], domain: Domain) -> None:
    one, other, talking = new_store(), new_store(), Talk(domain, 9)
    trackers = [begun_turn(store, talking) for store in (one, other)]
    asyncio.run(one.save(trackers[0]))
    with pytest.raises(ConversationMovedOn):
        asyncio.run(other.save(trackers[1]))
    assert user_turns(read(one)) == 1


def test_a_turn_of_a_conversation_that_was_erased_and_begun_anew_is_not_saved(
    new_store: Callable[..., ConversationStore], domain: Domain
) -> None:
    """SQLite gives the ids of deleted rows again."""
    store, talking = new_store(), Talk(domain, 9)
    talk(store, [talking.turn("chat")])
    slow = begun_turn(store, talking)
    erase_conversation(store.engine, ANN)
    with pytest.raises(ConversationErased):
        asyncio.run(store.save(slow))
    talk(store, [talking.turn("chat")])
    with pytest.raises(ConversationMovedOn):
        asyncio.run(store.save(slow))
    assert user_turns(read(store)) == 1


def test_a_turn_that_cannot_be_saved_leaves_nothing(
    new_store: Callable[..., ConversationStore], domain: Domain
) -> None:
    store, talking = new_store(), Talk(domain, 3)
    before = talk(store, [talking.turn("chat")])
    tracker = read(store)
    tracker.update_with_events([*talking.turn("chat"), SlotSet("amount", object())], domain)
    with pytest.raises(TypeError):
        asyncio.run(store.save(tracker))
    assert len(read(store).events) == len(before.events)
    assert store.answers(ANN, "message 1") is None


@in_sqlite
def test_while_the_database_is_locked_others_are_served(
    new_store: Callable[..., ConversationStore], domain: Domain, database_url: str
) -> None:
    store, talking = new_store(), Talk(domain, 3)
    tracker = begun_turn(store, talking)

    async def scenario() -> float:
        longest, saving = 0.0, asyncio.ensure_future(store.save(tracker))
        while not saving.done():
            begun = time.monotonic()
            await asyncio.sleep(0.01)
            longest = max(longest, time.monotonic() - begun)
        with pytest.raises(StorageUnavailable):
            await saving
        return longest

    with writes(database_url):
        assert asyncio.run(scenario()) < 1


@in_sqlite
def test_a_turn_that_is_cancelled_while_it_is_saved_is_saved_before_the_next_one_can_begin(
    new_store: Callable[..., ConversationStore], domain: Domain, database_url: str
) -> None:
    """A user who closes the page: what the turn did, money moved for example, has happened."""
    store, talking = new_store(), Talk(domain, 3)
    tracker = begun_turn(store, talking)

    async def scenario(somebody: sqlite3.Connection) -> None:
        saving = asyncio.ensure_future(store.save(tracker))
        await asyncio.sleep(0.1)
        saving.cancel()
        asyncio.get_running_loop().call_later(0.1, somebody.execute, "ROLLBACK")
        await asyncio.wait([saving])
        assert saving.cancelled()
        found = await store.retrieve(ANN)
        assert found is not None
        assert user_turns(found) == 1

    with writes(database_url) as somebody:
        asyncio.run(scenario(somebody))
