"""`handoff check` and `handoff test`: the same commands that a developer would type."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from handoff.cli import widget
from handoff.cli.project import Project
from handoff.cli.steps import run, step

PACKAGES = ("storage", "duckling_client", "handoff", "financial_bot", "helpdesk_bot", "rasa_sdk_plugins")


def check(project: Project) -> None:
    """Ruff, mypy, import-linter, the compose file's schema and the widget's types. Raises StepFailed."""
    tools = Path(sys.executable).parent
    commands = {
        "ruff": [str(tools / "ruff"), "check", "."],
        "ruff format": [str(tools / "ruff"), "format", "--check", "."],
        "mypy": [str(tools / "mypy"), *PACKAGES],
        "import-linter": [str(tools / "lint-imports")],
        "docker-compose.yml": ["sh", "tools/check_compose.sh"],
    }
    for name, command in commands.items():
        with step(name):
            log = project.logs / f"{name.replace(' ', '-')}.log"
            run(command, cwd=project.root, env=project.environment(), log=log)
    _npm(project, "check", "widget types")


def test_widget(project: Project) -> None:
    """The widget's unit tests. Raises StepFailed."""
    _npm(project, "test", "widget unit tests")


def run_pytest(project: Project, arguments: list[str]) -> int:
    """All Python tests, live and browser tests included; pytest's exit code."""
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=project.root, env=project.environment(), check=False).returncode


def _npm(project: Project, script: str, title: str) -> None:
    with step(title):
        log = project.logs / f"widget-{script}.log"
        run(widget.npm("run", script), cwd=project.root / "chatroom", env=project.environment(), log=log)
