"""The routes of notices on a bot's channel: the back office brings them, clients fetch them."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from functools import wraps
from pathlib import Path

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from handoff.hosts import find_config
from handoff.incoming import BadMessage, read_sender
from handoff.rasa_adapter.http import bad_request, has_model, json_body, no_model
from handoff.rasa_adapter.messages import read_notice, read_seen
from handoff.rasa_adapter.notice_box import NoticeBox
from handoff.rasa_adapter.notices import worded
from handoff.secret import BACK_OFFICE_KEY_HEADER, back_office_key, load_secret
from storage import StorageUnavailable, storable_identifier

logger = logging.getLogger(__name__)

Handler = Callable[[Request], Awaitable[HTTPResponse]]


def add_notice_routes(routes: Blueprint) -> None:
    """Adds `notices` and `notices/seen` to the channel.

    `POST notices` `{"id", "sender", "response", "details"}`, with the header BACK_OFFICE_KEY_HEADER: keeps a notice.
    The same id again changes nothing. 401 without the key, 400 when it could not be said.
    `GET notices?sender=...`: what the user has not seen yet, as `[{"id", "text", "at"}]`; changes nothing.
    `POST notices/seen` `{"sender", "ids"}`: the client has shown these.
    """

    @routes.route("/notices", methods=["POST"])
    @_answering_errors
    async def keep(request: Request) -> HTTPResponse:
        if not _knows_the_key(request):
            return response.json({"error": f"header {BACK_OFFICE_KEY_HEADER} is missing or wrong"}, status=401)
        notice = read_notice(json_body(request))
        message = worded(request.app.ctx.agent.domain, notice)
        await asyncio.to_thread(_box(request).keep, notice.id, notice.conversation, message)
        return response.json({"id": notice.id})

    @routes.route("/notices", methods=["GET"])
    @_answering_errors
    async def fetch(request: Request) -> HTTPResponse:
        conversation = storable_identifier(read_sender(request.args.get("sender")))
        waiting = await asyncio.to_thread(_box(request).not_shown, conversation)
        listed = [{"id": each.id, "text": each.message["text"], "at": each.at.isoformat()} for each in waiting]
        return response.json(listed)

    @routes.route("/notices/seen", methods=["POST"])
    @_answering_errors
    async def seen(request: Request) -> HTTPResponse:
        notices = read_seen(json_body(request))
        await asyncio.to_thread(_box(request).mark_shown, storable_identifier(notices.sender), notices.ids)
        return response.json({"ids": list(notices.ids)})


def _answering_errors(handler: Handler) -> Handler:
    @wraps(handler)
    async def answer(request: Request) -> HTTPResponse:
        if not has_model(request):
            return no_model()
        try:
            return await handler(request)
        except BadMessage as error:
            return bad_request(error)
        except StorageUnavailable as error:
            logger.error("notices: %s %s failed: %s", request.method, request.path, error)
            return response.json(
                {"error": "the notices cannot be reached just now; the server's log says why"}, status=503
            )

    return answer


def _knows_the_key(request: Request) -> bool:
    shown = request.headers.get(BACK_OFFICE_KEY_HEADER, "")
    expected = back_office_key(load_secret(find_config(Path.cwd())))
    return hmac.compare_digest(shown.encode("utf-8", "surrogatepass"), expected.encode())


def _box(request: Request) -> NoticeBox:
    box: NoticeBox = request.app.ctx.agent.tracker_store.notices
    return box
