"""Showing long work: one line per step, with its time; the output only when it fails."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from handoff.errors import HandoffError

console = Console(highlight=False)

LINES_SHOWN_ON_FAILURE = 40


class StepFailed(HandoffError):
    """A step ended with an error; the text says which and shows the end of its output."""


@contextmanager
def step(title: str) -> Iterator[None]:
    """Shows that `title` is going on, and how long it took."""
    started = time.monotonic()
    with console.status(f"{title} …"):
        yield
    console.print(f"[green]✓[/green] {title} [dim]{time.monotonic() - started:.1f} s[/dim]")


def run(command: Sequence[str], *, cwd: Path, env: Mapping[str, str], log: Path) -> None:
    """Runs a command with its output in `log`. Raises StepFailed with the end of that output."""
    with log.open("w", encoding="utf-8") as out:
        done = subprocess.run(
            list(command),
            cwd=cwd,
            env=dict(env),
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    if done.returncode != 0:
        raise StepFailed(f"`{' '.join(command)}` failed ({done.returncode}); the end of {log}:\n{_tail(log)}")


def _tail(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(lines[-LINES_SHOWN_ON_FAILURE:])
