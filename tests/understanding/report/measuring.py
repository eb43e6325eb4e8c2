"""Everything that is measured of the bots, gathered from their models and files."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from duckling_client import LocalDuckling
from handoff.cli.project import Project
from handoff.cli.training import is_trained
from handoff.hosts import Host
from tests.understanding.entities import (
    BANK_SENTENCES,
    HELPDESK_SENTENCES,
    EntityScore,
    bank_scores,
    demo_bank,
    helpdesk_scores,
)
from tests.understanding.report.answers import Answer
from tests.understanding.report.figures import Figures, figures_of
from tests.understanding.report.firing import firing_intents
from tests.understanding.report.parsing import answers_of
from tests.understanding.report.sentences import (
    FOREIGN,
    HELD_BACK,
    NEAR_MISSES,
    Sentence,
    content_hash,
    sentences_for,
)

STALE = "The model is not one that `make train` made of the data that is there now."
_DUCKLING_SECONDS = 5


@dataclass(frozen=True)
class Measured:
    """One bot: what was asked and answered, what came of it, and by which content it can be told from others. It is
    not `is_current` when its model may be of other data than what is there now (STALE says so)."""

    bot: Host
    answers: Sequence[Answer]
    firing: frozenset[str]
    figures: Figures
    entities: Sequence[EntityScore]
    sentences_hash: str
    training_hash: str
    is_current: bool


def _scores_of_the_bank() -> tuple[EntityScore, ...]:
    duckling = LocalDuckling(deadline_seconds=_DUCKLING_SECONDS)
    try:
        with tempfile.TemporaryDirectory() as folder, demo_bank(Path(folder)):
            return bank_scores(duckling)
    finally:
        duckling.close()


# The bots whose readers of entities are measured, and on which sentences.
_ENTITIES: dict[str, tuple[Path, Callable[[], tuple[EntityScore, ...]]]] = {
    "financial_bot": (BANK_SENTENCES, _scores_of_the_bank),
    "helpdesk_bot": (HELPDESK_SENTENCES, helpdesk_scores),
}


def measurable(hosts: Iterable[Host]) -> list[Host]:
    """The hosts that have sentences which were held back from training."""
    return [host for host in hosts if host.folder is not None and (host.folder / HELD_BACK).is_file()]


def measure(bot: Host, project: Project, most: int | None = None) -> Measured:
    """Asks the bot's newest model all sentences, or about `most` of them. Raises ReportError."""
    answers = answers_of(bot, _some(sentences_for(bot, project.hosts), most))
    firing = firing_intents(bot)
    _, scores = _ENTITIES.get(bot.id, (None, tuple))
    figures = figures_of(answers, firing)
    hashes = _hash_of_sentences(bot), _hash_of_training(bot)
    return Measured(bot, answers, firing, figures, scores(), *hashes, is_trained(project, bot))


def _some(sentences: list[Sentence], most: int | None) -> list[Sentence]:
    return sentences if most is None else sentences[:: -(-len(sentences) // most)]


def _hash_of_sentences(bot: Host) -> str:
    assert bot.folder is not None  # bots have one
    of_entities = [_ENTITIES[bot.id][0]] if bot.id in _ENTITIES else []
    return content_hash([bot.folder / HELD_BACK, bot.folder / NEAR_MISSES, FOREIGN, *of_entities])


def _hash_of_training(bot: Host) -> str:
    assert bot.folder is not None  # bots have one
    return content_hash([bot.folder / "config.yml", *sorted((bot.folder / "data" / "nlu").glob("*.yml"))])
