"""Behaviour of Rasa's that is replaced, because Rasa has no hook for it. Each function says what, why and how.

Read in rasa 3.6.21; `apply` refuses any other version. tests/unit/rasa_adapter checks that what should stay
the same does.
"""

from __future__ import annotations

import asyncio
import logging
import os
import warnings
from functools import partial, wraps
from pathlib import Path
from typing import Any

import rasa
import rasa.core.actions.action as actions
from jsonschema import Draft7Validator
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, OutputChannel, UserMessage
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.events import BotUttered, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from handoff.errors import ConfigError
from handoff.hosts import find_config
from handoff.protocol import TAKE_OVER_INTENT, is_take_over, refused
from handoff.rasa_adapter.afterwards import offer_return
from handoff.rasa_adapter.counters import count, set_up, what_happened, what_was_refused
from handoff.rasa_adapter.entrance import let_in, read_ticket
from handoff.rasa_adapter.notices import is_notice, show_notices
from handoff.rasa_adapter.turns import AlreadyAnswered, GuardedAction, TurnAborted
from handoff.rasa_adapter.wording import fill
from handoff.secret import ACTION_KEY_HEADER, action_server_key, load_secret
from handoff.ticket import Ticket, TicketRefused

logger = logging.getLogger(__name__)

RASA_VERSION = "3.6.21"
ACTION_TIMEOUT_SECONDS = 10
ACTION_URL_VARIABLE = "ACTION_ENDPOINT_URL"
IMPORTER = "the importer handoff.rasa_adapter.importer.BotImporter"
TURN_FAILED_RESPONSE = "utter_turn_failed"
SILENCE_RESPONSE = "utter_restart"

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


def _answer_each_message_once() -> None:
    """`MessageProcessor._handle_message_with_tracker`, `_run_prediction_loop` and `handle_message`: a repeated message
    id gets the recorded answer; a ticket is checked, and a refused one changes nothing; notices that wait come first;
    when a task is done that was handed to this host, a return is offered; a failed turn saves nothing and apologises; a
    turn that says nothing about what the user said says at least that it listens.

    All run under the conversation's lock, and the tracker is already there.
    """
    handle_with_tracker = MessageProcessor._handle_message_with_tracker
    handle = MessageProcessor.handle_message
    run_prediction_loop = MessageProcessor._run_prediction_loop

    async def with_tracker(self: MessageProcessor, message: UserMessage, tracker: Any) -> None:
        ticket = read_ticket(message)
        # in a thread: a database that is locked keeps one conversation waiting, not all
        answers = await asyncio.to_thread(self.tracker_store.answers, message.sender_id, message.message_id)
        if answers is not None:
            raise AlreadyAnswered(answers)
        accepted = let_in(message, ticket, tracker)
        form_before = tracker.active_loop_name
        await handle_with_tracker(self, message, tracker)
        await show_notices(self, message, tracker)
        tracker.afterwards = partial(_end_turn, self, message, accepted, form_before)

    async def predicted(self: MessageProcessor, output_channel: OutputChannel, tracker: Any) -> None:
        await run_prediction_loop(self, output_channel, tracker)
        if hasattr(tracker, "afterwards"):
            await tracker.afterwards(tracker)

    @wraps(handle)
    async def once(self: MessageProcessor, message: UserMessage) -> list[dict[str, Any]] | None:
        try:
            said: list[dict[str, Any]] | None = await handle(self, message)
            for event in getattr(message, "happened", ()):
                count(**event)
            # "/restart" says nothing, as if the host were dead; Rasa's own streaming channel gives a queue, not a list
            if isinstance(said, list) and all(map(is_notice, said)):
                await message.output_channel.send_response(message.sender_id, _response(self, SILENCE_RESPONSE))
            return said
        except AlreadyAnswered as repeated:
            nothing_more = all(map(is_notice, repeated.answers))
            answers = [*repeated.answers, *([_response(self, SILENCE_RESPONSE)] if nothing_more else [])]
            return await _say(self, message, answers)
        except TicketRefused as refusal:
            count(**what_was_refused(message, refusal))
            return await _say(self, message, [{"custom": refused(refusal.refusal)}])
        except Exception as error:  # whatever ends a turn, the user is told and the operator gets the cause
            cause = error.__cause__ or error
            logger.error(
                "turn failed, nothing of it is kept: conversation=%s message=%s cause=%s: %s",
                message.sender_id,
                message.message_id,
                type(cause).__name__,
                cause,
                exc_info=cause if logger.isEnabledFor(logging.DEBUG) else None,
            )
            return await _say(self, message, [_apology(self, message)])

    MessageProcessor._handle_message_with_tracker = with_tracker
    MessageProcessor._run_prediction_loop = predicted
    MessageProcessor.handle_message = once


async def _end_turn(
    processor: MessageProcessor, message: UserMessage, accepted: Ticket | None, form_before: str | None, tracker: Any
) -> None:
    """What follows once the policies have done with a message, before the turn is saved."""
    await offer_return(processor, message, tracker, form_before)
    message.happened = what_happened(message, accepted, tracker)


async def _say(
    processor: MessageProcessor, message: UserMessage, answers: list[dict[str, Any]]
) -> list[dict[str, Any]] | None:
    channel = message.output_channel
    if isinstance(getattr(channel, "messages", None), list):
        channel.messages.clear()  # what the failed turn was about to say is not true
    for answer in answers:
        await channel.send_response(message.sender_id, answer)
    return channel.messages if isinstance(channel, CollectingOutputChannel) else None


def _apology(processor: MessageProcessor, message: UserMessage) -> dict[str, Any]:
    if is_take_over(message.text):
        return {"custom": refused("unavailable")}
    return _response(processor, TURN_FAILED_RESPONSE)


def _response(processor: MessageProcessor, name: str) -> dict[str, Any]:
    return {"text": processor.domain.responses[name][0]["text"]}


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
