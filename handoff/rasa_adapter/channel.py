"""Rasa's REST channel, with message ids, notices, clean errors and a stream that ends."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from rasa.utils.endpoints import bool_arg
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse, ResponseStream

from handoff.errors import ConfigError
from handoff.incoming import BadMessage, IncomingMessage, MessageTooLong, read_message
from handoff.protocol import HEALTH, is_take_over, refused
from handoff.rasa_adapter.entrance import ChatMessage
from handoff.rasa_adapter.http import bad_request, has_model, json_body, no_model
from handoff.rasa_adapter.notice_routes import add_notice_routes
from handoff.rasa_adapter.outputs import ChatOutput, StreamedOutput
from handoff.rasa_adapter.wishes import check_settings

logger = logging.getLogger(__name__)

TOO_LONG_RESPONSE = "utter_message_too_long"
BUSY_RESPONSE = "utter_turn_failed"

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]


class ChatInput(RestInput):
    """`POST /webhooks/rest/webhook` as on Rasa's page "Your Own Website", and what handoff/1 adds.

    `metadata.message_id` makes a message repeatable: the same id gets the recorded answer and runs nothing. A body
    that is no message is answered with 400 and `{"error": ...}`; a turn that failed with an apology. What the bot's
    back office had to say meanwhile comes first in the next answer, and can be fetched from `notices` before that.

    With `?stream=true` the answer is one JSON line per message, each written as soon as it is certain
    (`handoff.rasa_adapter.streaming`). The stream ends whatever happens; a failed turn's last line is the apology. A
    turn whose client hangs up goes on.
    """

    @classmethod
    def name(cls) -> str:
        """ "rest", so that the url is that of Rasa's own channel."""
        return "rest"

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """The routes of the channel: health, webhook, notices."""
        routes = Blueprint("handoff_chat", __name__)
        _check_wishes()
        turns: set[asyncio.Task[None]] = set()  # so that those whose client has hung up are not thrown away
        add_notice_routes(routes)

        @routes.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            return response.json(dict(HEALTH)) if has_model(request) else no_model()

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse | ResponseStream:
            if not has_model(request):
                return no_model()
            is_streamed = bool_arg(request, "stream", default=False)
            try:
                body = json_body(request)
                incoming = read_message(body)
            except BadMessage as error:
                return bad_request(error)
            except MessageTooLong:
                too_long = {"recipient_id": body["sender"], "text": _text(request, TOO_LONG_RESPONSE)}
                return response.text(json.dumps(too_long) + "\n") if is_streamed else response.json([too_long])
            if is_streamed:
                streamed = StreamedOutput()
                turn = asyncio.create_task(_run_and_end(on_new_message, incoming, streamed, request))
                turns.add(turn)
                turn.add_done_callback(turns.discard)
                return response.stream(_writer(streamed), content_type="text/event-stream")
            output = ChatOutput()
            await _run(on_new_message, incoming, output, request)
            return response.json(output.messages)

        return routes


async def _run(on_new_message: OnNewMessage, incoming: IncomingMessage, output: ChatOutput, request: Request) -> None:
    """Runs the turn; all that is to be said is in `output` then, if only that it could not be run."""
    message = ChatMessage(
        incoming.text,
        output,
        incoming.sender,
        input_channel=ChatInput.name(),
        message_id=incoming.message_id,
        ticket=incoming.ticket,
        replay=incoming.replay,
    )
    try:
        await on_new_message(message)
    except Exception as error:  # a lock that could not be had, a model being swapped: the user must get a sentence
        logger.error("turn not run: conversation=%s cause=%s: %s", message.sender_id, type(error).__name__, error)
        output.take_back()
        if is_take_over(message.text):
            await output.send_response(message.sender_id, {"custom": refused("unavailable")})
        else:
            await output.send_response(message.sender_id, {"text": _text(request, BUSY_RESPONSE)})


async def _run_and_end(
    on_new_message: OnNewMessage, incoming: IncomingMessage, output: StreamedOutput, request: Request
) -> None:
    try:
        await _run(on_new_message, incoming, output, request)
    except asyncio.CancelledError:  # the server is being stopped: nothing of the turn is kept
        output.take_back()
        raise
    finally:
        output.end()


def _writer(output: StreamedOutput) -> Callable[[Any], Coroutine[Any, Any, None]]:
    """One JSON line per message, as on Rasa's page "Your Own Website"."""

    async def write(stream: Any) -> None:
        async for message in output.read():
            await stream.write(json.dumps(message) + "\n")

    return write


def _check_wishes() -> None:
    """Ends the process before it serves a bot whose wishes.yml cannot be used."""
    try:
        check_settings(Path.cwd())
    except ConfigError as error:
        raise SystemExit(f"not started: {error}") from error


def _text(request: Request, name: str) -> str:
    text: str = request.app.ctx.agent.domain.responses[name][0]["text"]
    return text
