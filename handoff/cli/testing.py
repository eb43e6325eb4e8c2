"""`handoff check` and `handoff test`: the same commands that a developer would type."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from handoff.cli import imports, report, suites, widget
from handoff.cli.jobs import Jobs, Outcome
from handoff.cli.project import Project
from handoff.cli.steps import console, run, step

ONE_THREAD = {"OMP_NUM_THREADS": "1", "TF_NUM_INTRAOP_THREADS": "1"}  # the jobs beside it need the processors too


def check(project: Project) -> None:
    """Ruff, mypy, import-linter, the compose file's schema and the widget's types. Raises StepFailed."""
    tools = Path(sys.executable).parent
    commands = {
        "ruff": [str(tools / "ruff"), "check", "."],
        "ruff format": [str(tools / "ruff"), "format", "--check", "."],
        "mypy": [str(tools / "mypy"), *project.packages],
        "import-linter": [str(tools / "lint-imports"), "--config", str(imports.write_config(project))],
        "docker-compose.yml": ["sh", "tools/check_compose.sh"],
        "widget types": widget.npm("--prefix", "chatroom", "run", "check"),
    }
    for name, command in commands.items():
        with step(name):
            log = project.logs / f"{name.replace(' ', '-')}.log"
            run(command, cwd=project.root, env=project.environment(), log=log)


def test_everything(project: Project) -> bool:
    """Trains, checks and tests, several at a time; whether all of it is good. Shows how far it is, and in the end the
    output of what failed. Raises KeyboardInterrupt, when nothing is running any more."""
    widget.install_packages(project)
    environment = {**project.environment(), **ONE_THREAD}
    return run_jobs(Jobs(suites.jobs(project), suites.at_once(), project.root, environment))


def run_jobs(jobs: Jobs) -> bool:
    """Whether all of them are good; shows their progress, and in the end what failed, also after Ctrl-C."""
    with console.status("") as status:
        jobs.ended = lambda outcome: console.print(report.headline(outcome))
        jobs.going_on = lambda going: status.update(" · ".join(report.progress(job.name, job.log) for job in going))
        try:
            outcomes = jobs.run()
        finally:
            status.stop()
            _show([outcome for outcome in jobs.outcomes if not outcome.good])
    return all(outcome.good for outcome in outcomes)


def _show(bad: Sequence[Outcome]) -> None:
    for outcome in bad:
        console.out(report.output_of(outcome), highlight=False)
    for line in (line for outcome in bad for line in report.failed(outcome)):
        console.out(line, highlight=False)


def run_pytest(project: Project, arguments: list[str]) -> int:
    """Some Python tests, in one process that writes to the terminal; pytest's exit code."""
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=project.root, env=project.environment(), check=False).returncode
