"""Whether other hosts are there: asked before anybody is offered, so that nobody is sent to a closed door."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable

import requests

from handoff.hosts import Host

logger = logging.getLogger(__name__)

PROBE_SECONDS = 1.0
KEPT_SECONDS = 5.0
_SERVER_ERROR = 500

_known: dict[str, tuple[float, bool]] = {}  # by address: when it was asked, and whether somebody was there


async def reachable(hosts: Iterable[Host]) -> tuple[Host, ...]:
    """Those of `hosts` that answer at the root of their REST channel (`GET <internal_url>/webhooks/rest/`) with less
    than 500 within a second; an answer is good for five. They are asked all at once, beside the event loop."""
    asked = tuple(hosts)
    answers = await asyncio.gather(*(_is_there(host) for host in asked))
    return tuple(host for host, is_there in zip(asked, answers, strict=True) if is_there)


async def _is_there(host: Host) -> bool:
    address = f"{host.internal_url}/webhooks/rest/"
    asked_at, answer = _known.get(address, (float("-inf"), False))
    if time.monotonic() - asked_at < KEPT_SECONDS:
        return answer
    try:
        answer = await asyncio.wait_for(asyncio.to_thread(_answers, address), 2 * PROBE_SECONDS)
    except asyncio.TimeoutError:  # a name server that does not answer is beyond what requests limits
        answer = False
        logger.warning("host not reached: host=%s address=%s cause=timeout", host.id, address)
    _known[address] = (time.monotonic(), answer)
    return answer


def _answers(address: str) -> bool:
    with requests.Session() as session:
        session.trust_env = False  # a proxy for the internet is no way to a neighbour
        try:
            # the answer's body does not matter, and may never end
            answer = session.get(address, timeout=PROBE_SECONDS, allow_redirects=False, stream=True)
        except requests.RequestException as error:
            logger.warning("host not reached: address=%s cause=%s", address, type(error).__name__)
            return False
        return answer.status_code < _SERVER_ERROR
