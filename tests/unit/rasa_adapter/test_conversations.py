"""A long conversation is as quick as a short one, and stands where it would stand if it had all been kept."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from handoff.rasa_adapter.conversations import ConversationErased, ConversationMovedOn, ConversationStore
from handoff.rasa_adapter.conversations_database import URL_VARIABLE, erase_conversation, hold_conversation
from handoff.rasa_adapter.event_rows import add_events
from handoff.rasa_adapter.snapshot import KEPT_TURNS, LONGEST_TAIL
from handoff.secret import NAME
from storage import StorageUnavailable, reading, writing
from tests.support.conversations import Talk, bank_domain
from tests.support.waiting import wait_until
from tests.unit.rasa_adapter.conftest import HOSTS

ANN = "ann"
in_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
in_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
OPENING = 40  # events; as many as the bank has slots, and a turn


@pytest.fixture(scope="module")
def domain() -> Domain:
    return bank_domain()


@pytest.fixture
def new_store(
    domain: Domain, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., ConversationStore]]:
    """Opens the conversations, once for each process that there could be."""
    folder = tmp_path / "small"
    folder.mkdir()
    (tmp_path / "handoff_config.yml").write_text(HOSTS)
    monkeypatch.chdir(folder)
    monkeypatch.setenv(NAME, "x" * 32)
    monkeypatch.setenv(URL_VARIABLE, database_url)
    stores = []

    def open_one(its_domain: Domain = domain) -> ConversationStore:
        stores.append(ConversationStore(domain=its_domain))
        return stores[-1]

    yield open_one
    for store in stores:
        store.engine.dispose()


def read(store: ConversationStore) -> DialogueStateTracker:
    return asyncio.run(store.get_or_create_tracker(ANN, append_action_listen=False))


def talk(store: ConversationStore, turns: list[list[Event]]) -> DialogueStateTracker:
    """Each turn as Rasa does it: reads the conversation, takes it further, saves it."""
    for events in turns:
        tracker = read(store)
        tracker.update_with_events(events, store.domain, override_timestamp=False)
        asyncio.run(store.save(tracker))
    return read(store)


def whole(domain: Domain, turns: list[list[Event]]) -> DialogueStateTracker:
    """The last session with all of its events, as Rasa's own store gives it."""
    events = [event for turn in turns for event in turn]
    starts = [place for place, event in enumerate(events) if isinstance(event, SessionStarted)]
    return DialogueStateTracker.from_events(ANN, events[starts[-1] if starts else 0 :], domain.slots)


def state(tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    """Whatever the rest of the conversation depends on."""
    current = tracker.current_state()
    last = tracker.get_last_event_for(UserUttered)
    return {
        **{name: current[name] for name in sorted(current) if name != "events"},
        "set": {name for name, slot in tracker.slots.items() if slot.has_been_set},
        "last that counts": last and last.timestamp,
        "last utterance": tracker.latest_bot_utterance and tracker.latest_bot_utterance.text,
        "policies see": tracker.past_states(domain)[-5:],
        "last events": [event.as_dict() for event in list(tracker.events)[-40:]],
    }


def user_turns(tracker: DialogueStateTracker) -> int:
    return sum(isinstance(event, UserUttered) for event in tracker.events)


@in_sqlite
@pytest.mark.parametrize(("seed", "restarts"), [(0, 0), (3, 70)])
def test_a_shortened_conversation_stands_where_the_whole_one_does(
    new_store: Callable[..., ConversationStore], domain: Domain, seed: int, restarts: int
) -> None:
    store, talking, turns, shortened = new_store(), Talk(domain, seed, restarts), [], 0
    for number in range(70):
        turns.append(talking.turn())
        short = talk(store, turns[-1:])
        if number > LONGEST_TAIL and number % 3 == 2:
            all_of_it = whole(domain, turns)
            assert state(short, domain) == state(all_of_it, domain)
            assert state(short.copy(), domain) == state(all_of_it, domain)
            assert user_turns(short) >= min(KEPT_TURNS, user_turns(all_of_it))
            shortened += user_turns(short) < user_turns(all_of_it)
    assert shortened > 4


def test_the_same_on_each_database(new_store: Callable[..., ConversationStore], domain: Domain) -> None:
    turns = [events for talking in [Talk(domain, 7)] for events in (talking.turn() for _ in range(LONGEST_TAIL + 15))]
    short = talk(new_store(), turns)
    assert state(short, domain) == state(whole(domain, turns), domain)
    assert user_turns(short) < LONGEST_TAIL


@in_sqlite
def test_reverting_more_turns_than_are_kept_brings_back_what_was_before_them(
    new_store: Callable[..., ConversationStore], domain: Domain
) -> None:
    talking = Talk(domain, 2)
    turns = [talking.turn("fill") for _ in range(LONGEST_TAIL + 5)]
    turns += [talking.turn("fall_back_twice") for _ in range(KEPT_TURNS + 8)]
    store, saved = new_store(), LONGEST_TAIL + KEPT_TURNS
    fives = [turns[first : first + 5] for first in range(0, saved, 5)]
    short = talk(store, [[event for turn in five for event in turn] for five in fives])
    for number in range(saved, len(turns) + 1):
        assert short.current_slot_values() == whole(domain, turns[:number]).current_slot_values()
        short = talk(store, turns[number : number + 1])


@in_sqlite
def test_a_turn_after_300_turns_has_no_more_to_do_than_one_after_40(
    new_store: Callable[..., ConversationStore], domain: Domain
) -> None:
    """Reading the conversation, and replaying it as often as Rasa does."""
    store, talking = new_store(), Talk(domain, 5)

    def a_turn() -> float:
        begun = time.process_time()
        tracker = read(store)
        for _ in range(5):
            tracker = tracker.copy()
        return time.process_time() - begun

    def goes_on(turns: int) -> DialogueStateTracker:
        return talk(store, [[event for _ in range(turns) for event in talking.turn("chat")]])

    for _ in range(10):
        goes_on(4)
    early = min(a_turn() for _ in range(10))
    trackers = [goes_on(5) for _ in range(52)]
    assert min(a_turn() for _ in range(10)) < 3 * early
    assert max(user_turns(tracker) for tracker in trackers) <= LONGEST_TAIL + 1  # the opening's
    most_events = LONGEST_TAIL * len(talking.turn("chat")) + OPENING
    assert max(len(tracker.events) for tracker in trackers) <= most_events
    assert user_turns(asyncio.run(store.retrieve_full_tracker(ANN))) == 300


@in_sqlite
def test_what_was_said_first_is_known_for_ever(new_store: Callable[..., ConversationStore], domain: Domain) -> None:
    """A slot, one that was emptied, and the form with the message that opened it."""
    store, talking = new_store(), Talk(domain, 5)
    turns = [talking.turn(kind) for kind in ("fill", "fill", "form", *["answer"] * (LONGEST_TAIL + 25))]
    (known, *_), (emptied, *_) = ([event for event in turn if isinstance(event, SlotSet)] for turn in turns[:2])
    known.key, emptied.key, emptied.value = "email", "cc_amount", None
    for event in (event for turn in turns for event in turn if isinstance(event, SlotSet)):
        if event is not known and event is not emptied and event.key in ("email", "cc_amount"):
            event.key = "transfer_amount"
    tracker = talk(store, turns)
    assert user_turns(tracker) < LONGEST_TAIL
    assert tracker.get_slot("email") == known.value
    assert tracker.slots["cc_amount"].has_been_set
    assert tracker.active_loop_name is not None
    assert tracker.active_loop.trigger_message == turns[2][0].parse_data


def test_all_events_are_kept_and_come_in_their_order(
    new_store: Callable[..., ConversationStore], domain: Domain
) -> None:
    store, talking = new_store(), Talk(domain, 6, restarts=20)
    turns = [talking.turn() for _ in range(LONGEST_TAIL + 20)]
    talk(store, turns)
    full = asyncio.run(store.retrieve_full_tracker(ANN))
    assert [event.as_dict() for event in full.events] == [event.as_dict() for turn in turns for event in turn]


def test_a_clock_that_steps_back_hides_nothing(new_store: Callable[..., ConversationStore], domain: Domain) -> None:
    store, talking = new_store(), Talk(domain, 6)
    turns = [talking.turn(kind) for kind in ("new_session", "chat", "fill")]
    for event in turns[-1]:
        event.timestamp -= 86_400
    assert len(talk(store, turns).events) == len(whole(domain, turns).events)


def test_a_conversation_of_an_older_version_goes_on(
    new_store: Callable[..., ConversationStore], domain: Domain, database_url: str
) -> None:
    talking = Talk(domain, 8)
    turns = [talking.turn() for _ in range(LONGEST_TAIL + 30)]
    older = SQLTrackerStore(domain, host=database_url)
    tracker = DialogueStateTracker.from_events(ANN, [event for turn in turns for event in turn], domain.slots)
    asyncio.run(older.save(tracker))
    older.engine.dispose()
    turns.append(talking.turn())
    short = talk(new_store(), turns[-1:])
    assert state(short, domain) == state(whole(domain, turns), domain)
    assert user_turns(short) < LONGEST_TAIL


def test_a_turn_that_another_process_overtook_is_not_saved(
    new_store: Callable[..., ConversationStore], domain: Domain
) -> None:
    one, other, talking = new_store(), new_store(), Talk(domain, 9)
    talk(one, [talking.turn()])
    slow = read(one)
    slow.update_with_events(talking.turn("chat"), domain)
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
    slow = read(one)
    slow.update_with_events(talking.turn("chat"), domain)

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
    trackers = [read(store) for store in (one, other)]
    for tracker in trackers:
        tracker.update_with_events(talking.turn("chat"), domain)
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
    slow = read(store)
    slow.update_with_events(talking.turn("chat"), domain)
    erase_conversation(store.engine, ANN)
    with pytest.raises(ConversationErased):
        asyncio.run(store.save(slow))
    talk(store, [talking.turn("chat")])
    with pytest.raises(ConversationMovedOn):
        asyncio.run(store.save(slow))
    assert user_turns(read(store)) == 1


def test_a_bot_that_was_trained_anew_goes_on_with_what_it_still_has(
    new_store: Callable[..., ConversationStore], domain: Domain
) -> None:
    talking = Talk(domain, 3)
    old = new_store()
    talk(old, [talking.turn(kind) for kind in ["fill"] * 5 + ["form"] + ["answer"] * (LONGEST_TAIL + 5)])
    before = read(old)
    assert before.active_loop_name
    changed = {**domain.as_dict(), "forms": {}}
    gone = next(name for name, slot in before.slots.items() if slot.value and name != "requested_slot")
    changed["slots"] = {name: slot for name, slot in changed["slots"].items() if name != gone}
    changed["slots"]["brand_new"] = {"type": "text", "initial_value": "fresh", "mappings": [{"type": "custom"}]}
    store = new_store(Domain.from_dict(changed))
    tracker = talk(store, [talking.turn("chat")])
    assert tracker.active_loop_name is None
    assert gone not in tracker.slots
    assert tracker.get_slot("brand_new") == "fresh"
    kept = {name: value for name, value in before.current_slot_values().items() if name not in (gone, "requested_slot")}
    assert {name: tracker.get_slot(name) for name in kept} == kept
    assert ActiveLoop(None) in asyncio.run(store.retrieve_full_tracker(ANN)).events


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
    tracker = read(store)
    tracker.update_with_events(talking.turn("chat"), domain)

    async def scenario() -> float:
        longest, saving = 0.0, asyncio.ensure_future(store.save(tracker))
        while not saving.done():
            begun = time.monotonic()
            await asyncio.sleep(0.01)
            longest = max(longest, time.monotonic() - begun)
        with pytest.raises(StorageUnavailable):
            await saving
        return longest

    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)) as somebody:
        somebody.execute("BEGIN IMMEDIATE")
        assert asyncio.run(scenario()) < 1


@in_sqlite
def test_a_turn_that_is_cancelled_while_it_is_saved_is_saved_before_the_next_one_can_begin(
    new_store: Callable[..., ConversationStore], domain: Domain, database_url: str
) -> None:
    """A user who closes the page: what the turn did, money moved for example, has happened."""
    store, talking = new_store(), Talk(domain, 3)
    tracker = read(store)
    tracker.update_with_events(talking.turn("chat"), domain)

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

    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)) as somebody:
        somebody.execute("BEGIN IMMEDIATE")
        asyncio.run(scenario(somebody))
