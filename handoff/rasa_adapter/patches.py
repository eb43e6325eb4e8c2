"""Behaviour of Rasa's that is replaced, because Rasa has no hook for it. Each function says what, why and how.

Read in rasa 3.6.21; `apply` refuses any other version. tests/unit/rasa_adapter checks that what should stay
the same does.
"""

from __future__ import annotations

import os
import warnings
from functools import wraps
from pathlib import Path
from typing import Any

import rasa
import rasa.core.actions.action as actions
import structlog
from jsonschema import Draft7Validator
from rasa.core.agent import Agent
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.events import BotUttered, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.core.training_data.story_reader import yaml_story_reader

from handoff.errors import ConfigError
from handoff.hosts import find_config
from handoff.protocol import TAKE_OVER_INTENT
from handoff.rasa_adapter import once
from handoff.rasa_adapter.counters import set_up
from handoff.rasa_adapter.turns import GuardedAction, TurnAborted
from handoff.rasa_adapter.wording import fill
from handoff.secret import ACTION_KEY_HEADER, action_server_key, load_secret

RASA_VERSION = "3.6.21"
ACTION_TIMEOUT_SECONDS = 10
ACTION_URL_VARIABLE = "ACTION_ENDPOINT_URL"
IMPORTER = "the importer handoff.rasa_adapter.importer.BotImporter"

_applied = False


def apply() -> None:
    """Replaces what is listed here, once per process. Raises ConfigError on another version of Rasa."""
    global _applied  # noqa: PLW0603  # patching is process-wide, and so is the memory of it
    if _applied:
        return
    if rasa.__version__ != RASA_VERSION:
        raise ConfigError(f"handoff.rasa_adapter.patches was written for rasa {RASA_VERSION}, not {rasa.__version__}")
    set_up()
    _answer_each_message_once()
    _say_no_unfilled_placeholder()
    _forget_the_question_of_a_form_that_a_new_session_dropped()
    _abort_turns_whose_actions_fail()
    _fail_when_the_store_fails()
    _call_the_action_server_with_key_and_deadline()
    _check_action_results_with_a_compiled_schema()
    _keep_what_users_type_out_of_the_log()
    _applied = True


def _keep_what_users_type_out_of_the_log() -> None:
    """`YAMLStoryReader` warns, with the whole line, about what begins with a slash and is no payload. While a bot is
    served such lines are users' words: "/home/ann/salaries.xlsx does not open"."""
    warnings.filterwarnings("ignore", message="Failed to parse arguments in line", category=UserWarning)

    def drop(logger: Any, method: str, event: Any) -> Any:
        raise structlog.DropEvent

    yaml_story_reader.structlogger = structlog.wrap_logger(yaml_story_reader.structlogger, processors=[drop])


def _answer_each_message_once() -> None:
    """`MessageProcessor._handle_message_with_tracker`, `_run_prediction_loop` and `handle_message`: see `once`.

    All run under the conversation's lock, and the tracker is already there.
    """
    MessageProcessor._handle_message_with_tracker = once.check_first(MessageProcessor._handle_message_with_tracker)
    MessageProcessor._run_prediction_loop = once.follow_up(MessageProcessor._run_prediction_loop)
    MessageProcessor.handle_message = once.answer(MessageProcessor.handle_message)


def _say_no_unfilled_placeholder() -> None:
    """`TemplatedNaturalLanguageGenerator.generate_from_slots` (core/nlg/response.py) and its interpolator say a
    response as it is written, placeholders and all, when a value is missing or a user's value has `0[` in it, and say
    "None" for an empty slot. Here a missing value is an error, which ends the turn, and values are not looked into.
    """

    def generate_from_slots(
        self: TemplatedNaturalLanguageGenerator,
        utter_action: str,
        filled_slots: dict[str, Any],
        output_channel: str,
        **kwargs: Any,
    ) -> dict[str, Any] | None:
        response = self._random_response_for(utter_action, output_channel, filled_slots)
        return None if response is None else fill(utter_action, response, {**filled_slots, **kwargs})

    TemplatedNaturalLanguageGenerator.generate_from_slots = generate_from_slots


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


def _call_the_action_server_with_key_and_deadline() -> None:
    """`MessageProcessor.__init__`: the action endpoint gets the shared key, and its url from ACTION_ENDPOINT_URL where
    that is set; a call may take 10 s, not 300 (a conversation's lock lives 60). A model without the handoff skill is
    not served: a misspelt importer is only a warning of Rasa's.
    """
    initialise = MessageProcessor.__init__

    @wraps(initialise)
    def with_key(self: MessageProcessor, *args: Any, **kwargs: Any) -> None:
        initialise(self, *args, **kwargs)
        if TAKE_OVER_INTENT not in self.domain.intents:
            raise ConfigError(f"the model has no handoff skill: config.yml must name {IMPORTER}, then train again")
        if self.action_endpoint is not None:
            self.action_endpoint.url = os.environ.get(ACTION_URL_VARIABLE) or self.action_endpoint.url
            secret = load_secret(find_config(Path.cwd()))
            self.action_endpoint.headers[ACTION_KEY_HEADER] = action_server_key(secret)

    MessageProcessor.__init__ = with_key
    actions.DEFAULT_REQUEST_TIMEOUT = ACTION_TIMEOUT_SECONDS


def _check_action_results_with_a_compiled_schema() -> None:
    """`RemoteAction._validate_action_result` checks the schema itself again on every call, two thirds of a form turn.
    The same check with a validator that is built once takes well under a millisecond.
    """
    validator = Draft7Validator(actions.RemoteAction.action_response_format_spec())

    def validate(self: actions.RemoteAction, result: dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    actions.RemoteAction._validate_action_result = validate
