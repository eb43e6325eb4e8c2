"""How trackers are copied, and what counts of their events."""

from __future__ import annotations

from rasa.shared.core.events import (
    ActionExecuted,
    ActionReverted,
    ActiveLoop,
    Event,
    Restarted,
    SessionStarted,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

# Kinds of events that decide on what counts; each event is of the first that fits.
_DECIDING = (Restarted, SessionStarted, ActionReverted, UserUtteranceReverted, ActionExecuted, ActiveLoop)
_kinds: dict[type[Event], type[Event] | None] = {}


def replace() -> None:
    """All of this module."""
    _copy_slots_by_their_attributes()
    _tell_events_by_their_class()


def _copy_slots_by_their_attributes() -> None:
    """`DialogueStateTracker.__init__` copies every slot of the domain with `copy.copy`, for each of the many trackers
    of a turn; its general way by pickling's protocol takes ten times as long as copying the attributes, which is what
    it comes to."""

    def copied(self: Slot) -> Slot:
        twin: Slot = self.__class__.__new__(self.__class__)
        twin.__dict__.update(self.__dict__)
        return twin

    Slot.__copy__ = copied


def _tell_events_by_their_class() -> None:
    """`DialogueStateTracker.applied_events` (shared/core/trackers.py:478) asks of each event up to five times whether
    it is an instance of an abstract class' child, which is slow, and is called again and again in a turn. The same
    decisions are made here by a table of classes.
    """
    DialogueStateTracker.applied_events = _applied_events


def _applied_events(self: DialogueStateTracker) -> list[Event]:
    kinds = [_kind(type(event)) for event in self.events]
    loops = {event.name for event, kind in zip(self.events, kinds, strict=True) if kind is ActiveLoop and event.name}
    applied: list[Event] = []
    for event, kind in zip(self.events, kinds, strict=True):
        if kind is None or kind is ActiveLoop:
            applied.append(event)
        elif kind is ActionExecuted:
            goes_on = event.action_name in loops and not self._first_loop_execution_or_unhappy_path(
                event.action_name, applied
            )
            if goes_on:
                self._undo_till_previous_loop_execution(event.action_name, applied)
            else:
                applied.append(event)
        elif kind is ActionReverted:
            self._undo_till_previous(ActionExecuted, applied)
        elif kind is UserUtteranceReverted:
            self._undo_till_previous(UserUttered, applied)
            self._undo_till_previous(ActionExecuted, applied)
        else:  # a restart or a new session
            applied = []
    return applied


def _kind(of: type[Event]) -> type[Event] | None:
    if of not in _kinds:
        _kinds[of] = next((kind for kind in _DECIDING if issubclass(of, kind)), None)
    return _kinds[of]
