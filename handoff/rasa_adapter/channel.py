"""Rasa's REST channel, with message ids, notices, clean errors and a stream that ends."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from rasa.utils.endpoints import bool_arg
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse, ResponseStream

from handoff.here import secret, this_host
from handoff.incoming import BadMessage, IncomingMessage, MessageTooLong, read_message
from handoff.offers import with_ticket
from handoff.protocol import is_take_over, refused
from handoff.rasa_adapter.entrance import ChatMessage
from handoff.rasa_adapter.http import bad_request, has_model, json_body, no_model
from handoff.rasa_adapter.notice_routes import add_notice_routes
from handoff.rasa_adapter.notices import NOTICE_KEY

logger = logging.getLogger(__name__)

TOO_LONG_RESPONSE = "utter_message_too_long"
BUSY_RESPONSE = "utter_turn_failed"

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]


class ChatOutput(CollectingOutputChannel):
    """The messages of one answer. What is a notice has its id, so that a client that showed it already can tell."""

    def __init__(self) -> None:
        super().__init__()
        self._notice: str | None = None

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Collects one message, in as many parts as it has."""
        self._notice = message.get(NOTICE_KEY)
        await super().send_response(recipient_id, message)

    async def send_custom_json(self, recipient_id: str, json_message: dict[str, Any], **kwargs: Any) -> None:
        """Collects a custom message; an offer gets its ticket here, where it leaves the host. Raises TicketTooLarge."""
        leaving = with_ticket(json_message, issuer=this_host().id, conversation=recipient_id, secret=secret())
        await super().send_custom_json(recipient_id, leaving, **kwargs)

    async def _persist_message(self, message: dict[str, Any]) -> None:
        await super()._persist_message({**message, NOTICE_KEY: self._notice} if self._notice else message)


class ChatInput(RestInput):
    """`POST /webhooks/rest/webhook` as on Rasa's page "Your Own Website", and what handoff/1 adds.

    `metadata.message_id` makes a message repeatable: the same id gets the recorded answer and runs nothing. A body
    that is no message is answered with 400 and `{"error": ...}`; a turn that failed with an apology. What the bot's
    back office had to say meanwhile comes first in the next answer, and can be fetched from `notices` before that.
    """

    @classmethod
    def name(cls) -> str:
        """ "rest", so that the url is that of Rasa's own channel."""
        return "rest"

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """The routes of the channel: health, webhook, notices."""
        routes = Blueprint("handoff_chat", __name__)
        add_notice_routes(routes)

        @routes.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"}) if has_model(request) else no_model()

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse | ResponseStream:
            if not has_model(request):
                return no_model()
            try:
                incoming = read_message(json_body(request))
            except BadMessage as error:
                return bad_request(error)
            except MessageTooLong:
                return response.json([_said(request, "", TOO_LONG_RESPONSE)])
            if bool_arg(request, "stream", default=False):
                return response.stream(_stream(on_new_message, incoming, request), content_type="text/event-stream")
            return response.json(await _answers(on_new_message, incoming, request))

        return routes


async def _answers(on_new_message: OnNewMessage, incoming: IncomingMessage, request: Request) -> list[dict[str, Any]]:
    """Runs the turn; all that is to be said, if only that it could not be run."""
    channel = ChatOutput()
    message = ChatMessage(
        incoming.text,
        channel,
        incoming.sender,
        input_channel=ChatInput.name(),
        message_id=incoming.message_id,
        ticket=incoming.ticket,
        replay=incoming.replay,
    )
    try:
        await on_new_message(message)
        messages: list[dict[str, Any]] = channel.messages
        return messages
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
    """One JSON line per message, once the turn is kept: before that, what it says may turn out not to be true."""

    async def write(stream: Any) -> None:
        for answer in await _answers(on_new_message, incoming, request):
            await stream.write(json.dumps(answer) + "\n")

    return write
