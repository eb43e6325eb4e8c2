"""`make bench`: our bots against the same bots with Rasa's default pipeline, in one run.

Prints a table and keeps it in bench/results/speed.md, with speed.json and two pictures beside it. Models of stock are
trained once, which may take hours, and kept in var/bench/ until what the bots are trained from changes.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import requests

from bench.figures import Progress, console, machine
from handoff.errors import HandoffError
from tests.support.project_copy import ProjectCopy

from .comparison import compare, lengths
from .errors import BenchError
from .floor import echo_seconds
from .long_talks import REALLY_TALKED
from .measuring import FULL, TINY, Measured, Size, borrow_ours, has_models, measure, train_ours
from .page import as_json, page
from .plots import draw_lengths, draw_ratios
from .rows import Figure, Row
from .scratch import scratch_folder
from .stock_project import EPOCHS
from .stock_training import StockModels, stock_models
from .talks import TURN_SECONDS
from .variants import ours, stock

RESULTS = Path(__file__).parents[1] / "results"
NO_STOCK = "Stock was left out."


@dataclass(frozen=True)
class Run:
    """What one run found."""

    rows: list[Row]
    ours: Measured
    stock: Measured | None
    trained: str


def measure_both(models: StockModels | None, size: Size, say: Progress) -> Run:
    """One system after the other; nothing else should be going on on the machine."""
    with scratch_folder() as scratch:
        copy, trained_ours = _our_models(scratch / "code", size, say)
        variant = ours(copy.root, scratch / "ours")
        mine = measure(variant, size, say)
        echo = echo_seconds(scratch, dict(variant.environment), size.sentences)
        other = _measure_stock(copy, models, scratch, size, say)
    trained = NO_STOCK if models is None else how_trained(models)
    training = (trained_ours, None if models is None else training_figure(models))
    return Run(compare(mine, other, training, sorted(echo)[len(echo) // 2]), mine, other, trained)


def _our_models(folder: Path, size: Size, say: Progress) -> tuple[ProjectCopy, Figure | None]:
    """A checkout with models, and what their training took; a trial takes those that are there."""
    if size is TINY and has_models():
        say("a trial: models of the checkout are taken as they are")
        return borrow_ours(folder), None
    copy, seconds = train_ours(folder, say)
    say(f"our bots are trained, after {seconds:.0f} s")
    return copy, Figure(seconds)


def _measure_stock(
    copy: ProjectCopy, models: StockModels | None, scratch: Path, size: Size, say: Progress
) -> Measured | None:
    return None if models is None else measure(stock(copy.root, models.project, scratch / "stock"), size, say)


def training_figure(models: StockModels) -> Figure:
    """Seconds for both stock models, with a mark where they were not trained in this run."""
    note = "" if models.now else f"on {models.training.trained_on}"
    return Figure(models.training.seconds, note=note)


def how_trained(models: StockModels) -> str:
    """A sentence or two about the training of stock."""
    parts = [
        f"of the {bot} " + ", ".join(f"{name} {took:.0f} s" for name, took in components.items() if took >= 1)
        for bot, components in models.training.components.items()
    ]
    when = "in this run" if models.now else f"on {models.training.trained_on}, on {models.training.machine}"
    older = " from an older state of the training data" if models.old else ""
    trial = f" **with {models.training.epochs} of {EPOCHS} epochs, a trial**" if models.training.epochs < EPOCHS else ""
    return f"Stock was trained {when}{older}{trial}: {'; '.join(parts)}."


def keep(run: Run, folder: Path, tiny: bool) -> str:
    """Writes page, JSON and pictures into the folder; the page's text."""
    folder.mkdir(parents=True, exist_ok=True)
    text = page(run.rows, machine(), run.trained, REALLY_TALKED, TURN_SECONDS, tiny)
    (folder / "speed.md").write_text(text, encoding="utf-8")
    described = json.dumps(as_json(run.rows, machine(), run.trained), indent=1)
    (folder / "speed.json").write_text(described + "\n", encoding="utf-8")
    if run.stock is not None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # matplotlib's, about another library
            draw_ratios(run.rows, folder / "speed-ratios.svg")
            draw_lengths(lengths(run.ours.long_talks), lengths(run.stock.long_talks), folder / "speed-lengths.svg")
    return text


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, prints and keeps."""
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description=__doc__)
    parser.add_argument("--tiny", action="store_true", help="only a trial, whose figures mean nothing and are not kept")
    parser.add_argument("--without-stock", action="store_true", help="measure ours only; --tiny does so by itself")
    parser.add_argument("--train-stock", action="store_true", help="train stock again, even where nothing changed")
    parser.add_argument("--old-stock", action="store_true", help="take stock's newest models though the data changed")
    parser.add_argument("--stock-epochs", type=int, help=f"train stock for fewer epochs than {EPOCHS}: only a trial")
    parser.add_argument("--results", type=Path, help="the folder to write to")
    chosen = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a plain kill ends what was started, too
    say, epochs = Progress(), chosen.stock_epochs or EPOCHS
    is_trial = chosen.tiny or epochs < EPOCHS
    without = chosen.without_stock or (chosen.tiny and not chosen.stock_epochs)
    try:
        models = None if without else stock_models(say, chosen.train_stock, epochs, chosen.old_stock)
        run = measure_both(models, TINY if chosen.tiny else FULL, say)
    except (BenchError, HandoffError, requests.RequestException) as error:
        console.print(f"[red]✗[/red] {error}", markup=True)
        return 1
    except KeyboardInterrupt:
        console.print("[red]✗[/red] stopped; nothing of it runs any more")
        return 1
    folder = chosen.results or (Path("var/bench/trial-results") if is_trial or without else RESULTS)
    console.print(keep(run, folder, is_trial), markup=False, soft_wrap=True)
    say(f"kept in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
