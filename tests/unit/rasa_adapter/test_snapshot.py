"""What is made of a long tracker stands where the long one stands; else it is not made."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecutionRejected,
    BotUttered,
    ConversationPaused,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.slots import Slot, TextSlot
from rasa.shared.core.trackers import DialogueStateTracker

from handoff.rasa_adapter.snapshot import KEPT_TURNS, LONGEST_TAIL, Cut, cut
from tests.support.conversations import Talk, bank_domain

SEEN_AGAIN = "seen_again"


class CountingSlot(Slot):
    """A slot of somebody's own: setting it to the value that it has gives another one."""

    type_name = "counting"

    @property
    def value(self) -> Any:
        return self._value

    @value.setter
    def value(self, value: Any) -> None:
        self._value = None if value is None else value + 1

    def _as_feature(self) -> list[float]:
        return []


@pytest.fixture(scope="module")
def domain() -> Domain:
    return bank_domain()


def tracker_of(turns: list[list[Event]], slots: list[Slot]) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("ann", [event for turn in turns for event in turn], slots)


def shortened(tracker: DialogueStateTracker, how: Cut | None) -> DialogueStateTracker:
    assert how is not None
    events = [*how.opening, *list(tracker.events)[how.position :]]
    return DialogueStateTracker.from_events("ann", events, tracker.slots.values())


def turns_from(tracker: DialogueStateTracker, how: Cut | None) -> int:
    assert how is not None
    return sum(isinstance(event, UserUttered) for event in list(tracker.events)[how.position :])


def test_a_tracker_is_left_alone_until_it_is_too_long_and_then_has_the_last_turns_as_they_were(domain: Domain) -> None:
    talking = Talk(domain, 1)
    turns = [talking.turn("chat") for _ in range(LONGEST_TAIL + 1)]
    assert cut(tracker_of(turns[:-1], domain.slots), 0) is None
    tracker = tracker_of(turns, domain.slots)
    how = cut(tracker, 0)
    assert turns_from(tracker, how) == KEPT_TURNS
    assert how is not None
    assert turns[-KEPT_TURNS - 1][0] in how.opening  # policies look at the turn before


def test_a_form_that_turned_down_its_last_message_still_does(domain: Domain) -> None:
    """Its rejection may be long ago, while the user talked of something else."""
    talking = Talk(domain, 1)
    turns = [talking.turn("form"), talking.turn("chat")]
    opened = tracker_of(turns, domain.slots)
    turns[-1].append(ActionExecutionRejected(opened.active_loop_name))
    tracker = tracker_of([*turns, *(talking.turn("chat") for _ in range(LONGEST_TAIL))], domain.slots)
    assert tracker.active_loop is not None
    assert tracker.active_loop.rejected
    assert shortened(tracker, cut(tracker, 0)).active_loop == tracker.active_loop


@pytest.mark.parametrize("kind", ["fill", "chat"])
def test_a_turn_that_a_later_one_takes_back_is_not_put_into_the_opening(domain: Domain, kind: str) -> None:
    """What was before it could not come back; all events would have to be read in each turn."""
    talking = Talk(domain, 1)
    kinds = [kind] * (LONGEST_TAIL - KEPT_TURNS + 1) + ["fall_back_twice"] + ["chat"] * (KEPT_TURNS - 1)
    tracker = tracker_of([talking.turn(kind) for kind in kinds], domain.slots)
    how = cut(tracker, 0)
    assert turns_from(tracker, how) == KEPT_TURNS + 1
    assert shortened(tracker, how).current_slot_values() == tracker.current_slot_values()


def test_a_tracker_that_no_opening_can_stand_for_stays_as_it_is(domain: Domain) -> None:
    talking = Talk(domain, 1)
    turns = [talking.turn("chat") for _ in range(LONGEST_TAIL + 5)]
    slots = [CountingSlot(SEEN_AGAIN, [{}], influence_conversation=False)]
    assert cut(tracker_of(turns, [*domain.slots, TextSlot(SEEN_AGAIN, [{}])]), 0) is not None
    turns[0].insert(-1, SlotSet(SEEN_AGAIN, 1))
    assert cut(tracker_of(turns, [*domain.slots, *slots]), 0) is None


def test_a_tracker_is_cut_only_where_the_bot_had_finished_its_turn(domain: Domain) -> None:
    """After a turn that failed in the middle, the next one begins without the bot having listened."""
    talking = Talk(domain, 1)
    turns = [talking.turn("chat") for _ in range(LONGEST_TAIL + 1)]
    del turns[-KEPT_TURNS - 1][-1]
    tracker = tracker_of(turns, domain.slots)
    assert turns_from(tracker, cut(tracker, 0)) == KEPT_TURNS + 1


def test_a_bot_that_was_told_to_be_silent_stays_so(domain: Domain) -> None:
    talking = Talk(domain, 1)
    turns = [talking.turn("chat") for _ in range(LONGEST_TAIL + 1)]
    turns[0].insert(-1, ConversationPaused())
    tracker = tracker_of(turns, domain.slots)
    assert shortened(tracker, cut(tracker, 0)).is_paused()


def test_what_the_bot_said_last_is_known_however_long_ago(domain: Domain) -> None:
    talking = Talk(domain, 1)
    turns = [talking.turn("chat") for _ in range(LONGEST_TAIL + 1)]
    turns[1:] = [[event for event in turn if not isinstance(event, BotUttered)] for turn in turns[1:]]
    tracker = tracker_of(turns, domain.slots)
    assert (
        shortened(tracker, cut(tracker, 0)).latest_bot_utterance == tracker.latest_bot_utterance != BotUttered.empty()
    )
