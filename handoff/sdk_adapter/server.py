"""An action server that only its bot may call."""

from __future__ import annotations

import gc
import hmac
import os
from pathlib import Path
from typing import Any

from sanic.exceptions import InvalidUsage
from sanic.response import HTTPResponse, json

from handoff.hosts import find_config
from handoff.secret import ACTION_KEY_HEADER, action_server_key, load_secret

OPEN_PATHS = ("/health",)
LOOPBACK = "127.0.0.1"


def protect(app: Any) -> None:
    """Makes the Sanic app of an action server answer 401 to whoever does not know the shared key and 400 to a call
    that is none, and listen on 127.0.0.1 unless SANIC_HOST says otherwise. Raises SecretError when there is no
    HANDOFF_SECRET.
    """
    key = action_server_key(load_secret(find_config(Path.cwd())))
    os.environ.setdefault("SANIC_HOST", LOOPBACK)

    def check(request: Any) -> HTTPResponse | None:
        if request.path in OPEN_PATHS:
            return None
        if not hmac.compare_digest(request.headers.get(ACTION_KEY_HEADER, "").encode(), key.encode()):
            return json({"error": f"header {ACTION_KEY_HEADER} is missing or wrong"}, status=401)
        if request.path == "/webhook" and not _is_action_call(request):
            return json({"error": "the body is no action call"}, status=400)
        return None

    app.register_middleware(check, "request")
    app.register_listener(_set_aside_what_stays, "after_server_start")


def _set_aside_what_stays(app: Any, loop: Any) -> None:
    """Python's search for circles of objects need not go through all imported modules in the middle of a turn."""
    gc.collect()
    gc.freeze()


def _is_action_call(request: Any) -> bool:
    if request.headers.get("Content-Encoding") == "deflate":
        return True
    try:
        call = request.json
    except InvalidUsage:  # sanic's name for a body that is not JSON
        return False
    return isinstance(call, dict) and isinstance(call.get("tracker"), dict) and bool(call.get("next_action"))
