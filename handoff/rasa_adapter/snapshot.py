"""Shortening a tracker without changing where the conversation stands. Pure.

Rasa replays all events of a tracker several times in each turn. A tracker that begins with an opening (a few events
that set the slots, open the form and so on) and goes on with the last turns as they were is in the same state, and
stays short. Being made of events, it survives whatever Rasa does with events: copying, splitting, reverting, replaying.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    ConversationPaused,
    Event,
    LoopInterrupted,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

# Turns that a tracker always has as they were, as far as the session goes back; and how many make it be shortened.
KEPT_TURNS = 10
LONGEST_TAIL = 15

# How many places are tried; one that does not do is rare (somebody reverted several turns just there).
_PLACES_TRIED = 8

_KEPT_OF_THE_LAST_TURN = (UserUttered, ActionExecuted, ActiveLoop, ActionExecutionRejected, LoopInterrupted)


@dataclass(frozen=True)
class Cut:
    """`opening` can be put in place of the first `position` events of a tracker."""

    position: int
    opening: list[Event]


def cut(tracker: DialogueStateTracker, tail_begins: int) -> Cut | None:
    """How to shorten a tracker whose events are an opening (maybe none) and, from `tail_begins` on, a tail.

    None when its tail is not longer than LONGEST_TAIL turns, or when it cannot be done at the moment: each cut is tried
    out, and one that would change anything is not made.
    """
    events = list(tracker.events)
    turns = sum(isinstance(event, UserUttered) for event in events[tail_begins:])
    if turns <= LONGEST_TAIL:
        return None
    whole = _replayed(tracker, events)
    for position in islice(_places(events, tail_begins), _PLACES_TRIED):
        opening = opening_of(_replayed(tracker, events[:position]))
        if _is_the_same(whole, _replayed(tracker, [*opening, *events[position:]]), opening):
            return Cut(position, opening)
    return None


def opening_of(tracker: DialogueStateTracker) -> list[Event]:
    """The events that bring a blank tracker to where this one is; its last event is `action_listen`."""
    at = tracker.events[-1].timestamp
    slots = [SlotSet(name, slot.value, at) for name, slot in tracker.slots.items() if slot.has_been_set]
    paused = [ConversationPaused(at)] if tracker.is_paused() else []
    said = [tracker.latest_bot_utterance] if tracker.latest_bot_utterance != BotUttered.empty() else []
    last_turn = _last_turn(tracker)
    return [*slots, *paused, *said, _listening(at), *_form(tracker, last_turn, at), *(last_turn or [_listening(at)])]


def has_lost_its_opening(tracker: DialogueStateTracker, opening: Sequence[Event]) -> bool:
    """Whether so many turns were reverted that some of them were before the tail, which an opening cannot tell."""
    if not opening or any(isinstance(event, Restarted | SessionStarted) for event in tracker.events):
        return False
    users = [event for event in opening if isinstance(event, UserUttered)]
    mark = users[-1] if users else opening[0]
    return not any(event is mark for event in tracker.applied_events())


def _places(events: Sequence[Event], tail_begins: int) -> Iterator[int]:
    """Where a turn begins with KEPT_TURNS or more from there on, the latest first."""
    turns = 0
    for position in range(len(events) - 1, tail_begins, -1):
        if isinstance(events[position], UserUttered):
            turns += 1
            before = events[position - 1]
            if turns >= KEPT_TURNS and isinstance(before, ActionExecuted) and before.action_name == ACTION_LISTEN_NAME:
                yield position


def _last_turn(tracker: DialogueStateTracker) -> list[Event]:
    """What a policy looks at in the last turn that counts, and what tells when the session was last used."""
    applied = tracker.applied_events()
    users = [position for position, event in enumerate(applied) if isinstance(event, UserUttered)]
    return [event for event in applied[users[-1] :] if isinstance(event, _KEPT_OF_THE_LAST_TURN)] if users else []


def _form(tracker: DialogueStateTracker, last_turn: Sequence[Event], at: float) -> list[Event]:
    """The message that opened the form, and the form's beginning, unless both are in the last turn."""
    name = tracker.active_loop_name
    if name is None or any(isinstance(event, ActiveLoop) and event.name == name for event in last_turn):
        return []
    data = tracker.active_loop.trigger_message
    users = (event for event in reversed(tracker.events) if isinstance(event, UserUttered))
    opened = next((event for event in users if event.parse_data == data), None)
    rejected = [ActionExecutionRejected(name, timestamp=at)] if tracker.active_loop.rejected else []
    begun = [ActionExecuted(name, timestamp=at), ActiveLoop(name, at), *rejected, _listening(at)]
    return begun if opened is None else [opened, *begun]


def _listening(at: float) -> ActionExecuted:
    return ActionExecuted(ACTION_LISTEN_NAME, timestamp=at)


def _replayed(tracker: DialogueStateTracker, events: Sequence[Event]) -> DialogueStateTracker:
    return DialogueStateTracker.from_events(tracker.sender_id, list(events), tracker.slots.values())


def _is_the_same(whole: DialogueStateTracker, short: DialogueStateTracker, opening: Sequence[Event]) -> bool:
    return not has_lost_its_opening(short, opening) and _state(whole) == _state(short)


def _state(tracker: DialogueStateTracker) -> tuple[Any, ...]:
    """All that the rest of a conversation depends on."""
    last = tracker.get_last_event_for(UserUttered)
    return (
        {name: (slot.value, slot.has_been_set) for name, slot in tracker.slots.items()},
        tracker.active_loop,
        tracker.latest_message,
        tracker.latest_bot_utterance,
        tracker.latest_action,
        tracker.followup_action,
        tracker.is_paused(),
        last and last.timestamp,
    )
