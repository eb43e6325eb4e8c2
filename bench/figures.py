"""Measuring, and writing down what was measured."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from rich.console import Console

Answer = TypeVar("Answer")

console = Console(highlight=False)


def timed(call: Callable[..., Answer], *arguments: object) -> tuple[float, Answer]:
    """How many seconds a call takes, and what it returns."""
    started = time.perf_counter()
    answer = call(*arguments)
    return time.perf_counter() - started, answer


def p95(samples: Sequence[float]) -> float:
    """The time within which 95 of 100 calls are done."""
    return sorted(samples)[min(len(samples) - 1, int(len(samples) * 0.95))]


def milliseconds(duration: float) -> str:
    """As people read it."""
    return f"{duration * 1000:.1f} ms"


def middle_and_p95(samples: Sequence[float]) -> str:
    """Both, as people read them."""
    return f"{milliseconds(statistics.median(samples))} / {milliseconds(p95(samples))}"


def machine() -> str:
    """Processors and Python; nothing that says whose machine it is."""
    return f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}, Python {platform.python_version()}"


@dataclass
class Progress:
    """Says what is going on, and since when."""

    started: float = field(default_factory=time.monotonic)

    def __call__(self, what: str) -> None:
        console.print(f"[dim]{time.monotonic() - self.started:6.1f} s[/dim]  {what}", highlight=False, soft_wrap=True)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown that can be read as it is."""
    lines = [list(heads), *map(list, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    cells = [[cell.ljust(width) for cell, width in zip(line, widths, strict=True)] for line in lines]
    written = [f"| {' | '.join(line)} |" for line in cells]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([written[0], rule, *written[1:]])
