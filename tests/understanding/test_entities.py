"""What people name is read as they mean it, and nothing else is, in sentences that an outsider wrote.

Real readers, a real bank and a real Duckling. The sentences must not be changed to fit the readers.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from duckling_client import LocalDuckling
from tests.understanding.entities import (
    BANK_KINDS,
    BANK_SENTENCES,
    HELPDESK_KINDS,
    HELPDESK_SENTENCES,
    EntityError,
    EntityScore,
    Labelled,
    bank_scores,
    demo_bank,
    entity_scores,
    helpdesk_scores,
    labelled_sentences,
)

PRECISION, RECALL = 0.97, 0.93
FEWEST = {BANK_SENTENCES: 150, HELPDESK_SENTENCES: 100}

Scores = dict[str, EntityScore]


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scores]:
    """The scores of the bank's kinds."""
    duckling = LocalDuckling(deadline_seconds=5)
    with demo_bank(tmp_path_factory.mktemp("bank")):
        yield {score.kind: score for score in bank_scores(duckling)}
    duckling.close()


@pytest.fixture(scope="module")
def helpdesk() -> Scores:
    """The scores of the helpdesk's kinds."""
    return {score.kind: score for score in helpdesk_scores()}


@pytest.mark.parametrize("kind", BANK_KINDS)
def test_the_bank_reads_what_is_named_and_nothing_else(bank: Scores, kind: str) -> None:
    assert_is_good(bank[kind])


@pytest.mark.parametrize("kind", HELPDESK_KINDS)
def test_the_helpdesk_reads_what_is_named_and_nothing_else(helpdesk: Scores, kind: str) -> None:
    assert_is_good(helpdesk[kind])


@pytest.mark.parametrize(("file", "kinds"), [(BANK_SENTENCES, BANK_KINDS), (HELPDESK_SENTENCES, HELPDESK_KINDS)])
def test_there_are_enough_sentences_of_every_kind_and_of_none(file: Path, kinds: tuple[str, ...]) -> None:
    sentences = labelled_sentences(file)
    assert len({each.said.casefold() for each in sentences}) == len(sentences) >= FEWEST[file]
    assert {kind for each in sentences for kind in each.expected} == set(kinds)
    assert sum(not each.expected.keys() - {"amount"} for each in sentences) >= len(sentences) // 4


def test_what_is_read_wrong_is_counted_and_named() -> None:
    sentences = [
        Labelled("to alice", "", {"payee": "Alice"}),
        Labelled("to bob", "", {"payee": "Bob"}),
        Labelled("to ann", "", {"payee": "Ann"}),
        Labelled("to nobody", "", {}),
    ]
    found = {"to alice": "Alice", "to bob": "Rob", "to nobody": "Noah"}
    (score,) = entity_scores(sentences, lambda each: {"payee": found.get(each.said)}, ["payee"])
    assert (score.right, score.wrong, score.missed) == (1, 2, 2)
    assert score.precision == score.recall == pytest.approx(1 / 3)
    assert score.errors == (
        EntityError("to bob", "Bob", "Rob"),
        EntityError("to ann", "Ann", None),
        EntityError("to nobody", None, "Noah"),
    )


def assert_is_good(score: EntityScore) -> None:
    """Fails with the sentences that were read wrong."""
    told = "\n".join(f"  {error.said!r}: {error.read} in place of {error.expected}" for error in score.errors)
    figures = f"{score.kind}: precision {score.precision:.3f}, recall {score.recall:.3f}\n{told}"
    assert score.precision >= PRECISION, figures
    assert score.recall >= RECALL, figures
