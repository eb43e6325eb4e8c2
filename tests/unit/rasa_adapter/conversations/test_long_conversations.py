"""A long conversation is as quick as a short one, and stands where it would stand if it had all been kept."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from handoff.rasa_adapter.conversations import ConversationStore
from handoff.rasa_adapter.snapshot import KEPT_TURNS, LONGEST_TAIL
from tests.support.conversations import Talk

from .conftest import ANN, in_sqlite, read, talk, user_turns

OPENING = 40  # events; as many as the bank has slots, and a turn


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
