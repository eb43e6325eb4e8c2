"""Which Duckling to use: a server by address, or the worker process of this one."""

from __future__ import annotations

import os
import threading

from duckling_client.local import LocalDuckling
from duckling_client.query import Duckling

URL_VARIABLE = "RASA_DUCKLING_HTTP_URL"

_lock = threading.Lock()
_shared: LocalDuckling | None = None


def connect(url: str | None = None, *, timeout_seconds: float | None = None) -> Duckling:
    """The Duckling to ask. Starts nothing yet.

    Args:
        url: a Duckling HTTP server. None: what RASA_DUCKLING_HTTP_URL says; when that is empty too, a worker process
            that all callers in this process share.
        timeout_seconds: time for one text; None: 1 s for a server, 0.3 s for a worker. A timeout other than the
            default gets a worker of its own.

    Raises:
        DucklingRejected: the url is not an http(s) address.
    """
    address = os.environ.get(URL_VARIABLE, "") if url is None else url
    if address.strip():
        # Imported late: programs that never talk HTTP to Duckling need not have `requests`.
        from duckling_client.http import TIMEOUT_SECONDS, HttpDuckling

        return HttpDuckling(address.strip(), TIMEOUT_SECONDS if timeout_seconds is None else timeout_seconds)
    if timeout_seconds is not None:
        return LocalDuckling(deadline_seconds=timeout_seconds)
    return _shared_worker()


def _shared_worker() -> LocalDuckling:
    global _shared  # noqa: PLW0603 - one worker per process is the point
    with _lock:
        if _shared is None or _shared.closed:
            _shared = LocalDuckling()
        return _shared
