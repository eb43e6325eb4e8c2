"""Each message is answered once, whatever happens: around Rasa's own way of handling it.

A repeated message id gets the recorded answer. A ticket is checked, and a refused one changes nothing. Notices that
wait come first. Several wishes are heard one after the other. When a task is done that was handed to this host, a
return is offered. A failed turn saves nothing and apologises. A turn that says nothing about what the user said says
at least that it listens.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial, wraps
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, OutputChannel, UserMessage
from rasa.core.processor import MessageProcessor

from handoff.protocol import is_take_over, refused
from handoff.rasa_adapter.afterwards import offer_return
from handoff.rasa_adapter.counters import count, what_happened, what_was_refused
from handoff.rasa_adapter.entrance import let_in, read_ticket
from handoff.rasa_adapter.notices import is_notice, show_notices
from handoff.rasa_adapter.outputs import ChatOutput
from handoff.rasa_adapter.streaming import stream_what_stays_true
from handoff.rasa_adapter.turns import AlreadyAnswered
from handoff.rasa_adapter.wishes import hear_all_wishes, take_first_wish
from handoff.ticket import Ticket, TicketRefused

logger = logging.getLogger(__name__)

TURN_FAILED_RESPONSE = "utter_turn_failed"
SILENCE_RESPONSE = "utter_restart"

Answers = list[dict[str, Any]]


def check_first(handle_with_tracker: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """Around `MessageProcessor._handle_message_with_tracker`. Raises AlreadyAnswered, TicketRefused."""

    async def checked(self: MessageProcessor, message: UserMessage, tracker: Any) -> None:
        ticket = read_ticket(message)
        # in a thread: a database that is locked keeps one conversation waiting, not all
        answers = await asyncio.to_thread(self.tracker_store.answers, message.sender_id, message.message_id)
        if answers is not None:
            raise AlreadyAnswered(answers)
        accepted = let_in(message, ticket, tracker)
        form_before = tracker.active_loop_name
        await take_first_wish(self, message, tracker)
        await handle_with_tracker(self, message, tracker)
        stream_what_stays_true(message, tracker)
        await show_notices(self, message, tracker)
        tracker.afterwards = partial(_end_turn, self, message, accepted, form_before)

    return checked


def follow_up(run_prediction_loop: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """Around `MessageProcessor._run_prediction_loop`: what follows once the policies have done with a message."""

    async def followed_up(self: MessageProcessor, output_channel: OutputChannel, tracker: Any) -> None:
        await hear_all_wishes(self, output_channel, tracker, run_prediction_loop)
        if hasattr(tracker, "afterwards"):
            await tracker.afterwards(tracker)

    return followed_up


def answer(handle: Callable[..., Awaitable[Answers | None]]) -> Callable[..., Awaitable[Answers | None]]:
    """Around `MessageProcessor.handle_message`: whatever ended the turn, there is an answer."""

    @wraps(handle)
    async def answered(self: MessageProcessor, message: UserMessage) -> Answers | None:
        try:
            said = await handle(self, message)
        except AlreadyAnswered as repeated:
            return await _say(message, [*repeated.answers, *_if_silent(self, repeated.answers)])
        except TicketRefused as refusal:
            count(**what_was_refused(message, refusal))
            return await _say(message, [{"custom": refused(refusal.refusal)}])
        except Exception as error:  # whatever ends a turn, the user is told and the operator gets the cause
            _log_failure(message, error)
            return await _say(message, [_apology(self, message)])
        for event in getattr(message, "happened", ()):
            count(**event)
        # Rasa's own streaming channel gives a queue, not a list
        for silence in _if_silent(self, said) if isinstance(said, list) else ():
            await message.output_channel.send_response(message.sender_id, silence)
        return said

    return answered


async def _end_turn(
    processor: MessageProcessor, message: UserMessage, accepted: Ticket | None, form_before: str | None, tracker: Any
) -> None:
    await offer_return(processor, message, tracker, form_before)
    message.happened = what_happened(message, accepted, tracker)


async def _say(message: UserMessage, answers: Answers) -> Answers | None:
    channel = message.output_channel
    if isinstance(channel, ChatOutput):
        channel.take_back()  # what the failed turn was about to say is not true
    elif isinstance(getattr(channel, "messages", None), list):
        channel.messages.clear()
    for each in answers:
        await channel.send_response(message.sender_id, each)
    return channel.messages if isinstance(channel, CollectingOutputChannel) else None


def _if_silent(processor: MessageProcessor, answers: Answers) -> Answers:
    """ "/restart" says nothing, as if the host were dead; what is said then."""
    return [_response(processor, SILENCE_RESPONSE)] if all(map(is_notice, answers)) else []


def _apology(processor: MessageProcessor, message: UserMessage) -> dict[str, Any]:
    if is_take_over(message.text):
        return {"custom": refused("unavailable")}
    return _response(processor, TURN_FAILED_RESPONSE)


def _response(processor: MessageProcessor, name: str) -> dict[str, Any]:
    return {"text": processor.domain.responses[name][0]["text"]}


def _log_failure(message: UserMessage, error: Exception) -> None:
    cause = error.__cause__ or error
    logger.error(
        "turn failed, nothing of it is kept: conversation=%s message=%s cause=%s: %s",
        message.sender_id,
        message.message_id,
        type(cause).__name__,
        cause,
        exc_info=cause if logger.isEnabledFor(logging.DEBUG) else None,
    )
