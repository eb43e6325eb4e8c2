"""Reading the body of a request, with this package's errors. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from handoff import incoming
from handoff.host.errors import BadBody, TooLong
from handoff.incoming import IncomingMessage


def read_json(raw: bytes) -> Any:
    """The JSON in a request's body, in UTF-8. Raises BadBody."""
    try:
        return json.loads(raw.decode())
    except (ValueError, RecursionError) as error:
        raise BadBody("the body: must be JSON") from error


def read_body(body: Any) -> IncomingMessage:
    """See `handoff.incoming.read_message`. Raises BadBody, TooLong."""
    with _translated():
        return incoming.read_message(body)


def read_text(key: str, value: Any) -> str:
    """See `handoff.incoming.read_text`. Raises BadBody, TooLong."""
    with _translated():
        return incoming.read_text(key, value)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except incoming.MessageTooLong as error:
        raise TooLong(str(error)) from error
    except incoming.BadMessage as error:
        raise BadBody(str(error)) from error
