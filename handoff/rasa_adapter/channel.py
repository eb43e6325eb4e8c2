"""Rasa's REST channel, with message ids, clean errors and a stream that ends."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, OutputChannel, UserMessage
from rasa.core.channels.rest import QueueOutputChannel, RestInput
from rasa.utils.endpoints import bool_arg
from sanic import Blueprint, response
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse, ResponseStream

from handoff.protocol import is_take_over, refused
from handoff.rasa_adapter.messages import BadMessage, IncomingMessage, MessageTooLong, read_message

logger = logging.getLogger(__name__)

TOO_LONG_RESPONSE = "utter_message_too_long"
BUSY_RESPONSE = "utter_turn_failed"

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]


class ChatInput(RestInput):
    """`POST /webhooks/rest/webhook` as on Rasa's page "Your Own Website", and what handoff/1 adds.

    `metadata.message_id` makes a message repeatable: the same id gets the recorded answer and runs nothing. A body
    that is no message is answered with 400 and `{"error": ...}`; a turn that failed with an apology.
    """

    @classmethod
    def name(cls) -> str:
        """ "rest", so that the url is that of Rasa's own channel."""
        return "rest"

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """The routes of the channel: health and webhook."""
        routes = Blueprint("handoff_chat", __name__)

        @routes.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"}) if _has_model(request) else _no_model()

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse | ResponseStream:
            if not _has_model(request):
                return _no_model()
            try:
                incoming = read_message(_body(request))
            except BadMessage as error:
                return response.json({"error": str(error)}, status=400)
            except MessageTooLong:
                return response.json([_said(request, "", TOO_LONG_RESPONSE)])
            if bool_arg(request, "stream", default=False):
                return response.stream(_stream(on_new_message, incoming, request), content_type="text/event-stream")
            channel = CollectingOutputChannel()
            answers = await _handle(on_new_message, _user_message(incoming, channel), request)
            return response.json(channel.messages + answers)

        return routes


def _has_model(request: Request) -> bool:
    agent = getattr(request.app.ctx, "agent", None)
    return agent is not None and agent.is_ready()


def _no_model() -> HTTPResponse:
    return response.json({"error": "no model is loaded; the server's log says why"}, status=503)


def _body(request: Request) -> Any:
    try:
        return request.json
    except InvalidUsage as error:  # sanic's name for a body that is not JSON
        raise BadMessage("the body must be JSON") from error


def _user_message(incoming: IncomingMessage, channel: OutputChannel) -> UserMessage:
    return UserMessage(
        incoming.text, channel, incoming.sender, input_channel=ChatInput.name(), message_id=incoming.message_id
    )


async def _handle(on_new_message: OnNewMessage, message: UserMessage, request: Request) -> list[dict[str, Any]]:
    """Runs the turn; what has to be said besides the turn's own messages, which is only that it could not be run."""
    try:
        await on_new_message(message)
        return []
    except Exception as error:  # a lock that could not be had, a model being swapped: the user must get a sentence
        logger.error("turn not run: conversation=%s cause=%s: %s", message.sender_id, type(error).__name__, error)
        if is_take_over(message.text):
            return [{"recipient_id": message.sender_id, "custom": refused("unavailable")}]
        return [_said(request, message.sender_id, BUSY_RESPONSE)]


def _said(request: Request, sender: str, name: str) -> dict[str, Any]:
    text = request.app.ctx.agent.domain.responses[name][0]["text"]
    return {"recipient_id": sender, "text": text}


def _stream(
    on_new_message: OnNewMessage, incoming: IncomingMessage, request: Request
) -> Callable[[Any], Coroutine[Any, Any, None]]:
    """One JSON line per message as it comes; the stream ends with the turn, however the turn ends."""

    async def write(stream: Any) -> None:
        queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()

        async def turn() -> None:
            try:
                message = _user_message(incoming, QueueOutputChannel(queue))
                for answer in await _handle(on_new_message, message, request):
                    await queue.put(answer)
            finally:
                await queue.put(None)

        task = asyncio.ensure_future(turn())
        while (answer := await queue.get()) is not None:
            await stream.write(json.dumps(answer) + "\n")
        await task

    return write
