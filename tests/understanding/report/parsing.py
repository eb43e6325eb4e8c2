"""What a trained model says of sentences. The model is loaded in a process of its own, which this module also is:
`python -m tests.understanding.report.parsing MODEL CONFIG SENTENCES ANSWERS`, the last three being files."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from handoff.hosts import Host
from tests.understanding.report.answers import Answer, row_of
from tests.understanding.report.errors import NoModel, ParsingFailed
from tests.understanding.report.sentences import Sentence

PARSE_SECONDS = 600
_ROOT = Path(__file__).parents[3]
_OUTPUT_SHOWN = 2000  # characters of what a process printed before it failed


def newest_model(bot: Host) -> Path:
    """The bot's model that was trained last. Raises NoModel."""
    assert bot.folder is not None  # bots have one
    models = sorted((bot.folder / "models").glob("*.tar.gz"), key=lambda model: model.stat().st_mtime)
    if not models:
        raise NoModel(f"{bot.id} has no trained model; `make train` makes one")
    return models[-1]


def answers_of(bot: Host, sentences: Sequence[Sentence]) -> list[Answer]:
    """What the bot's newest model says, in the order of the sentences. Raises NoModel, ParsingFailed."""
    assert bot.folder is not None  # bots have one
    with tempfile.TemporaryDirectory() as folder:
        said, read = Path(folder) / "said.json", Path(folder) / "read.json"
        said.write_text(json.dumps([each.text for each in sentences]), encoding="utf-8")
        _run([str(newest_model(bot)), str(bot.folder / "config.yml"), str(said), str(read)], bot)
        rows = json.loads(read.read_text(encoding="utf-8"))
    return [Answer(sentence, **row) for sentence, row in zip(sentences, rows, strict=True)]


def _run(arguments: list[str], bot: Host) -> None:
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "LOG_LEVEL": "ERROR", "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", __name__, *arguments]
    try:
        done = subprocess.run(
            command,
            cwd=_ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=PARSE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ParsingFailed(f"{bot.id}: its model did not read the sentences in {PARSE_SECONDS} s") from error
    if done.returncode != 0:
        raise ParsingFailed(f"{bot.id}: its model could not read the sentences:\n{done.stdout[-_OUTPUT_SHOWN:]}")


def main(model: str, config: str, sentences: str, answers: str) -> None:
    """Parses with a model; runs in a process of its own."""
    from handoff.rasa_adapter.light import leave_tensorflow_out, works_without_tensorflow

    if works_without_tensorflow(yaml.safe_load(Path(config).read_text(encoding="utf-8"))):
        leave_tensorflow_out()
    from rasa.core.agent import Agent
    from rasa.utils.common import configure_logging_and_warnings

    configure_logging_and_warnings()
    texts = json.loads(Path(sentences).read_text(encoding="utf-8"))
    rows = asyncio.run(_parse_all(Agent.load(model), texts))
    Path(answers).write_text(json.dumps(rows), encoding="utf-8")


async def _parse_all(agent: Any, texts: list[str]) -> list[dict[str, Any]]:
    return [row_of(await agent.parse_message(text)) for text in texts]


if __name__ == "__main__":
    main(*sys.argv[1:])
