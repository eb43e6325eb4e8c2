"""Makes the page and prints the figures: `python -m tests.understanding.report [--keep]`, or `make nlu-report`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from handoff.cli.project import Project
from handoff.errors import HandoffError
from tests.understanding.report.measuring import Measured, measurable, measure
from tests.understanding.report.page import page_of
from tests.understanding.report.tables import as_markdown, as_table

_AT_ONCE = 2  # each loads a model into a process


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 1 when the report cannot be made; figures that miss their aims are no error."""
    options = _parser().parse_args(arguments)
    console = Console(highlight=False)
    try:
        project = Project.here()
        all_measured = measure_all(project, options.most)
    except HandoffError as error:
        console.print(f"[red]✗[/red] {escape(str(error))}")
        return 1
    for measured in all_measured:
        console.print(as_table(measured))
    page = options.out or project.root / "var" / "nlu-report" / "index.html"
    _write(page, page_of(all_measured))
    console.print(f"The page: {page}")
    if options.keep:
        _write(project.root / "bench" / "results" / "understanding.md", as_markdown(all_measured))
    return 0


def measure_all(project: Project, most: int | None) -> list[Measured]:
    """All bots with held-back sentences, in the order of handoff_config.yml. Raises HandoffError."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(lambda bot: measure(bot, project, most), measurable(project.bots)))


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.understanding.report", description=__doc__)
    parser.add_argument("--out", type=Path, help="where the page goes; var/nlu-report/index.html by default")
    parser.add_argument("--most", type=int, help="about how many sentences each bot is asked; all by default")
    parser.add_argument("--keep", action="store_true", help="writes the figures to bench/results/understanding.md too")
    return parser


if __name__ == "__main__":
    sys.exit(main())
