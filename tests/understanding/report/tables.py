"""The figures in the terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from tests.understanding.entities import EntityScore
from tests.understanding.report.figures import Figure
from tests.understanding.report.measuring import STALE, Measured

_MARKS = {True: "reached", False: "missed", None: ""}


def as_table(measured: Measured) -> Table:
    """The figures and the kinds of entities of one bot, for rich."""
    table = Table(title=measured.bot.title, title_justify="left")
    for name in ("what", "share", "sentences", "aim", ""):
        table.add_column(name, justify="right" if name in ("share", "sentences") else "left")
    for figure in measured.figures.all():
        colour = "red" if figure.is_reached is False else "green"
        table.add_row(*_cells(figure), f"[{colour}]{_MARKS[figure.is_reached]}[/{colour}]")
    for score in measured.entities:
        table.add_row(*_entity_cells(score), "", "")
    if not measured.is_current:
        table.caption = STALE
    return table


def as_markdown(all_measured: Sequence[Measured]) -> str:
    """The same as a page that is kept."""
    lines = [
        "# How well the bots understand",
        "",
        "Sentences that nothing is trained on; `make nlu-report` shows all.",
        "",
    ]
    for measured in all_measured:
        lines += [f"## {measured.bot.title}", ""]
        lines += ["| what | share | sentences | aim | |", "|---|--:|--:|---|---|"]
        lines += [_row([*_cells(figure), _MARKS[figure.is_reached]]) for figure in measured.figures.all()]
        lines += ["", "| what is named | precision | recall |", "|---|--:|--:|"]
        lines += [_row([f"`{each.kind}`", f"{each.precision:.1%}", f"{each.recall:.1%}"]) for each in measured.entities]
        lines += ["", f"Sentences `{measured.sentences_hash}`, training data `{measured.training_hash}`.", ""]
        lines += [] if measured.is_current else [STALE, ""]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(figure: Figure) -> list[str]:
    return [figure.name, f"{figure.share:.1%}", f"{figure.part} / {figure.whole}", str(figure.aim or "")]


def _entity_cells(score: EntityScore) -> list[str]:
    read = f"{score.precision:.1%} / {score.recall:.1%}"
    return [f"{score.kind}: precision / recall", read, str(score.right + score.missed)]
