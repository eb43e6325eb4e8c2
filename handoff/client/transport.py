"""Sending a message to a host over HTTP."""

from __future__ import annotations

import queue
import threading
from collections.abc import Mapping
from typing import Any

import requests
from urllib3.exceptions import HTTPError

from handoff.client.model import Answered, Failure, Unanswered
from handoff.client.outgoing import Outgoing

_SUCCESS = range(200, 300)


class NotAnswered(Exception):
    """There is no usable answer; the text is the cause, for the log."""

    def __init__(self, failure: Failure, cause: str) -> None:
        super().__init__(cause)
        self.failure = failure


def send(outgoing: Outgoing, seconds: float) -> Answered:
    """Posts the message and waits at most `seconds` for the whole answer. Raises NotAnswered."""
    outcome: queue.SimpleQueue[Answered | NotAnswered] = queue.SimpleQueue()

    def exchange() -> None:
        try:
            outcome.put(Answered(outgoing.id, tuple(_post(outgoing.url, outgoing.body, seconds))))
        except NotAnswered as cause:
            outcome.put(cause)

    # A host can keep a connection busy for ever, byte by byte, which no timeout of a socket's notices.
    threading.Thread(target=exchange, daemon=True).start()
    try:
        answer = outcome.get(timeout=seconds)
    except queue.Empty as exc:
        raise NotAnswered("timeout", f"no answer within {seconds} s") from exc
    if isinstance(answer, NotAnswered):
        raise answer
    return answer


def unanswered(outgoing: Outgoing, error: NotAnswered) -> Unanswered:
    """What happened to the conversation when `send` raised."""
    return Unanswered(outgoing.id, error.failure)


def _post(url: str, body: Mapping[str, Any], seconds: float) -> list[Any]:
    address = f"{url}/webhooks/rest/webhook"
    try:
        with requests.Session() as session:
            session.trust_env = False  # a proxy for the internet is no way to a neighbour
            # A host that redirects could send the conversation to an address that nobody listed.
            answer = session.post(address, json=body, timeout=seconds, allow_redirects=False)
    except requests.Timeout as exc:
        raise NotAnswered("timeout", f"{address}: {type(exc).__name__}") from exc
    except (requests.RequestException, HTTPError, OSError) as exc:
        raise NotAnswered("unreachable", f"{address}: {type(exc).__name__}") from exc
    if answer.status_code not in _SUCCESS:
        raise NotAnswered("http", f"{address}: {answer.status_code} {answer.text[:200]!r}")
    return _list_in(answer, address)


def _list_in(answer: requests.Response, address: str) -> list[Any]:
    try:
        messages = answer.json()
    except (ValueError, RecursionError) as exc:
        raise NotAnswered("invalid", f"{address}: the answer is no JSON: {answer.text[:200]!r}") from exc
    if not isinstance(messages, list):
        raise NotAnswered("invalid", f"{address}: the answer is no list: {answer.text[:200]!r}")
    return messages
