"""What people read of jobs: how far they are, how they ended, and what went wrong. Pure, but for reading the logs."""

from __future__ import annotations

import re
from pathlib import Path

from handoff.cli.jobs import Outcome

LINES_SHOWN = 400  # of each job that failed; all the rest is in its log
TAIL_BYTES = 4096

_PERCENT = re.compile(r"\[ *(\d+)%\]")
_TOTAL = re.compile(r"^=* ?(\d+ (?:passed|failed|error).*?) in [\d.]+s", re.MULTILINE)
_FAILURES = re.compile(r"^=+ (?:FAILURES|ERRORS) =+$", re.MULTILINE)
_FAILED = re.compile(r"^(?:FAILED|ERROR) \S.*$", re.MULTILINE)


def progress(name: str, log: Path) -> str:
    """The name, and how far pytest is in that log: "live 26%"."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - TAIL_BYTES))
            percents = _PERCENT.findall(file.read().decode(errors="replace"))
    except FileNotFoundError:
        percents = []
    return f"{name} {percents[-1]}%" if percents else name


def headline(outcome: Outcome) -> str:
    """One line about the end of a job, with rich's markup."""
    if outcome.code is None:
        return f"[red]✗[/red] {outcome.job.name} [dim]not run, because {outcome.job.after} failed[/dim]"
    mark = "[green]✓[/green]" if outcome.good else "[red]✗[/red]"
    totals = _TOTAL.findall(_read(outcome.job.log))
    said = f" {totals[-1]}" if totals else "" if outcome.good else f" exit code {outcome.code}"
    return f"{mark} {outcome.job.name}[dim]{said} {outcome.seconds:.1f} s[/dim]"


def output_of(outcome: Outcome) -> str:
    """What a job that failed wrote: pytest's failures, else the end of everything."""
    if outcome.code is None:
        return ""
    text = _read(outcome.job.log)
    begin = _FAILURES.search(text)
    lines = text[begin.start() if begin else 0 :].splitlines()
    shown = lines[:LINES_SHOWN] if begin else lines[-LINES_SHOWN:]
    left = f"\n… {len(lines) - len(shown)} more lines in the log" if len(lines) > len(shown) else ""
    return f"――― {outcome.job.name}: {outcome.job.log}\n" + "\n".join(shown) + left


def failed(outcome: Outcome) -> list[str]:
    """One line for each test that failed, as pytest says it, else one for the job."""
    tests = _FAILED.findall(_read(outcome.job.log)) if outcome.code is not None else []
    return tests or [f"FAILED {outcome.job.name}"]


def _read(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")
