"""Several conversations at once, from a process of their own: `python -m bench.speed.load URL CONVERSATIONS SECONDS`.

Each says one thing after the other and never pauses. Prints one JSON object: the messages answered per second, the
seconds that 50 and 95 of 100 took, and how many failed. The first second is not counted.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import time
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import aiohttp

from bench.figures import p95

from .processes import output_of
from .stock_project import ROOT

SAID = (
    "hello",
    "what's my balance?",
    "how much did I spend at Starbucks last month?",
    "who can I send money to?",
    "what are my last transactions?",
    "thanks",
)
TURN_SECONDS = 60.0
WARM_UP_SECONDS = 1.0
MARGIN_SECONDS = 90.0


@dataclass(frozen=True)
class Load:
    """What came of it. Times are in seconds; `failed` messages got no answer, or an error."""

    conversations: int
    per_second: float
    p50: float
    p95: float
    failed: int


def load(url: str, conversations: int, seconds: float) -> Load:
    """Runs this module in a process of its own, for about so many seconds. Raises ProgramFailed."""
    command = (sys.executable, "-m", "bench.speed.load", url, str(conversations), str(seconds))
    limit = seconds + WARM_UP_SECONDS + MARGIN_SECONDS
    return Load(**json.loads(output_of(command, ROOT, os.environ, limit)))


async def run(url: str, conversations: int, seconds: float) -> Load:
    """All conversations beside each other; what was answered between the first second and the end counts."""
    begin = time.monotonic() + WARM_UP_SECONDS
    limits = aiohttp.TCPConnector(limit=conversations)
    timeout = aiohttp.ClientTimeout(total=TURN_SECONDS)
    async with aiohttp.ClientSession(connector=limits, timeout=timeout) as session:
        talks = [_talk(session, url, number, begin, begin + seconds) for number in range(conversations)]
        answered = await asyncio.gather(*talks)
    times = [each for some, _ in answered for each in some]
    failed = sum(number for _, number in answered)
    if not times:
        return Load(conversations, 0.0, TURN_SECONDS, TURN_SECONDS, failed)
    return Load(conversations, len(times) / seconds, statistics.median(times), p95(times), failed)


async def _talk(
    session: aiohttp.ClientSession, url: str, number: int, begin: float, end: float
) -> tuple[list[float], int]:
    """Seconds of each answer, and how many messages failed."""
    sender, times, failed, turn = f"load-{uuid.uuid4()}", list[float](), 0, number
    now = time.monotonic()
    while now < end:
        body = {"sender": sender, "message": SAID[turn % len(SAID)], "metadata": {"message_id": str(uuid.uuid4())}}
        good = await _answered(session, url, body)
        asked, now, turn = now, time.monotonic(), turn + 1
        if good and begin <= now <= end:
            times.append(now - asked)
        failed += not good
    return times, failed


async def _answered(session: aiohttp.ClientSession, url: str, body: Mapping[str, object]) -> bool:
    try:
        async with session.post(url, json=body) as answer:
            return answer.status == 200 and bool(await answer.json())  # noqa: PLR2004  # HTTP's "OK"
    except (aiohttp.ClientError, asyncio.TimeoutError):
        return False


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(run(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))))))
