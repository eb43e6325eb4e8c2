"""What the routes of a bot's channel have in common."""

from __future__ import annotations

from typing import Any

from sanic import response
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse

from handoff.incoming import BadMessage


def has_model(request: Request) -> bool:
    """Whether the bot has loaded a model and can answer."""
    agent = getattr(request.app.ctx, "agent", None)
    return agent is not None and agent.is_ready()


def no_model() -> HTTPResponse:
    """The answer of a bot without a model: 503."""
    return response.json({"error": "no model is loaded; the server's log says why"}, status=503)


def json_body(request: Request) -> Any:
    """The body as Python values. Raises BadMessage."""
    try:
        return request.json
    except InvalidUsage as error:  # sanic's name for a body that is not JSON
        raise BadMessage("the body must be JSON") from error


def bad_request(error: BadMessage) -> HTTPResponse:
    """400, and what is wrong with the request."""
    return response.json({"error": str(error)}, status=400)
