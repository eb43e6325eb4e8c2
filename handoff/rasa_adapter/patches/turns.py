"""How a message is handled: answered once, given up whole when something fails."""

from __future__ import annotations

from typing import Any

import rasa.core.actions.action as actions
from rasa.core.agent import Agent
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.events import BotUttered, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from handoff.rasa_adapter import once
from handoff.rasa_adapter.turns import GuardedAction, TurnAborted


def replace() -> None:
    """All of this module."""
    _answer_each_message_once()
    _forget_the_question_of_a_form_that_a_new_session_dropped()
    _abort_turns_whose_actions_fail()
    _fail_when_the_store_fails()


def _answer_each_message_once() -> None:
    """`MessageProcessor._handle_message_with_tracker`, `_run_prediction_loop` and `handle_message`: see `once`.

    All run under the conversation's lock, and the tracker is already there.
    """
    MessageProcessor._handle_message_with_tracker = once.check_first(MessageProcessor._handle_message_with_tracker)
    MessageProcessor._run_prediction_loop = once.follow_up(MessageProcessor._run_prediction_loop)
    MessageProcessor.handle_message = once.answer(MessageProcessor.handle_message)


def _forget_the_question_of_a_form_that_a_new_session_dropped() -> None:
    """`ActionSessionStart._slot_set_events_from_tracker` carries every slot over, the one that says what a form asked
    last too, and not the form: the next form would take itself for one that had begun. Each slot is set once, to its
    last value, instead of once per time that it was ever set.
    """

    def carried_over(tracker: DialogueStateTracker) -> list[SlotSet]:
        last = {event.key: event for event in tracker.applied_events() if isinstance(event, SlotSet)}
        last.pop(REQUESTED_SLOT, None)
        return [SlotSet(event.key, event.value, metadata=event.metadata) for event in last.values()]

    actions.ActionSessionStart._slot_set_events_from_tracker = staticmethod(carried_over)


def _abort_turns_whose_actions_fail() -> None:
    """`MessageProcessor._run_action` (processor.py:993) logs a failed action, drops its events and goes on; so does
    `ActionExtractSlots._run_custom_action`. A rule that says "done" would say it, and a form would take what no
    validator saw. Here the turn ends instead.
    """
    run_action = MessageProcessor._run_action

    async def run_or_abort(
        self: MessageProcessor, action: Any, tracker: Any, output_channel: Any, nlg: Any, prediction: Any
    ) -> bool:
        guarded = GuardedAction(action)
        go_on: bool = await run_action(self, guarded, tracker, output_channel, nlg, prediction)
        if guarded.failure is not None:
            raise TurnAborted(f"action {action.name()} failed") from guarded.failure
        return go_on

    async def extract(
        self: actions.ActionExtractSlots, custom_action: str, output_channel: Any, nlg: Any, tracker: Any, domain: Any
    ) -> list[Any]:
        remote = actions.RemoteAction(custom_action, self._action_endpoint)
        events = await remote.run(output_channel, nlg, tracker, domain)
        return [event for event in events if isinstance(event, SlotSet | BotUttered)]

    MessageProcessor._run_action = run_or_abort
    actions.ActionExtractSlots._run_custom_action = extract


def _fail_when_the_store_fails() -> None:
    """`Agent._create_tracker_store` wraps the store in FailSafeTrackerStore, which answers a database error with a
    blank tracker and a save that did not happen. Here the error reaches `handle_message`.
    """

    def unwrapped(store: Any, domain: Any) -> Any:
        if store is None:
            return InMemoryTrackerStore(domain)
        store.domain = domain
        return store

    Agent._create_tracker_store = staticmethod(unwrapped)
