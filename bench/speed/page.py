"""The results as a page for people and as JSON for programs. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bench.figures import table

from .rows import HEADS, Row, cells, parts

ABOUT = """\
Measured by `make bench` in one run, one system after the other on the same machine: {machine}. Times are medians, or
medians / 95th percentiles where many were measured. A ratio says how many times better ours is: `stock / ours`, and
`ours / stock` for messages per second.

**Stock** is the same two bots as a plain Rasa project: Rasa 3.6's default pipeline and policies
([`stock_config.yml`](../stock_config.yml)), `rasa run`, the `rest` channel, SQLTrackerStore on SQLite, locks in memory.
Domain, training data and action servers are the same, and so is Duckling, which stock asks over HTTP with Rasa's own
extractor. Our bots have rules only, from which TEDPolicy and UnexpecTEDIntentPolicy learn nothing; a few stories that
say what the rules say ([`stock_stories`](../stock_stories)) give stock's default policies something to learn, as any
project with the default configuration has. Both systems log warnings only.

- *Training* is that of both bots at once. {trained}
- *Memory* is what a process and its children have for themselves, with their share of what several have (PSS).
- A *handoff* is two turns: the offer after the click, and the other bot's first words. Ours seals a ticket in the first
  and checks it in the second; plain Rasa's channel has none, so that stock does less.
- *Long conversations*: ours were really talked. For stock, rows of {talked} really talked turns were copied into its
  events table, each with a new id and a later time. A turn that takes more than {limit:.0f} s is given up, and longer
  conversations are not tried.
- *Answers as expected* counts how many turns of the timed conversations were answered as the conversation needs. Where
  that is not all, some of the times are those of other answers."""


def page(rows: Sequence[Row], machine: str, trained: str, talked: int, limit: float, tiny: bool) -> str:
    """The whole page in Markdown."""
    heading = "# Our bots and Rasa's default pipeline"
    warning = ["**A trial: its figures mean nothing.**"] if tiny else []
    plots = [] if tiny else ["![ratios](speed-ratios.svg)", "![length of the conversation](speed-lengths.svg)"]
    about = ABOUT.format(machine=machine, trained=trained, talked=talked, limit=limit)
    tables = [f"## {name}\n\n{table(HEADS, [cells(each) for each in some])}" for name, some in parts(rows)]
    return "\n\n".join([heading, *warning, about, *plots, *tables]) + "\n"


def as_json(rows: Sequence[Row], machine: str, trained: str) -> dict[str, Any]:
    """The same for programs: times in seconds, memory in megabytes."""
    listed = [{**asdict(row), "ratio": row.ratio, "reached": row.is_reached} for row in rows]
    return {"machine": machine, "stock_training": trained, "rows": listed}
