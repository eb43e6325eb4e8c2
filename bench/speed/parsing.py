"""What it takes to understand one sentence, with a bot's model in this process and no server around it.

`python -m bench.speed.parsing COUNT` in a bot's folder loads its newest model as `rasa run` there does, and prints the
seconds of COUNT sentences as a JSON list. Duckling is part of it: a worker process of ours, a server for plain Rasa.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import yaml

from .processes import output_of

SENTENCES = (
    "could you send fifty dollars to my sister tomorrow",
    "how much money do I have left",
    "what did I spend at Amazon last month",
    "I want to pay 200 dollars on my emblem card next friday",
    "what are my last transactions",
    "add Emma Stone to my payees",
    "how much did I earn this year",
    "what does a transfer cost me",
    "I forgot my windows password",
    "thanks a lot, goodbye",
    "the weather is nice today",
)
WARM_UP = 5
LIMIT_SECONDS = 1200.0


def parse_seconds(folder: Path, environment: Mapping[str, str], count: int) -> list[float]:
    """Runs this module in a bot's folder. Raises ProgramFailed."""
    command = (sys.executable, "-m", "bench.speed.parsing", str(count))
    seconds: list[float] = json.loads(output_of(command, folder, environment, LIMIT_SECONDS).splitlines()[-1])
    return seconds


async def measure(model: str, count: int) -> list[float]:
    """Seconds for each of `count` sentences, after a few that do not count."""
    from rasa.core.agent import Agent

    agent = Agent.load(model)
    seconds = []
    for number in range(WARM_UP + count):
        started = time.perf_counter()
        await agent.parse_message(SENTENCES[number % len(SENTENCES)])
        seconds.append(time.perf_counter() - started)
    return seconds[WARM_UP:]


def main() -> None:
    """Without TensorFlow where our bots run without it."""
    from handoff.rasa_adapter import light

    if light.works_without_tensorflow(yaml.safe_load(Path("config.yml").read_text(encoding="utf-8"))):
        light.leave_tensorflow_out()
    newest = max(Path("models").glob("*.tar.gz"), key=lambda model: model.stat().st_mtime)
    print(json.dumps(asyncio.run(measure(str(newest), int(sys.argv[1])))))


if __name__ == "__main__":
    main()
