"""What `handoff test` runs, in parts that can run beside each other."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

from handoff.cli import widget
from handoff.cli.jobs import Job
from handoff.cli.project import Project

TRAINING = "training"
BESIDE_THE_PROCESSORS = 1  # many tests wait for processes, for the network or for time to pass


@dataclass(frozen=True)
class Suite:
    """Tests that one pytest runs. `paths` are files and folders, `without` what of them another suite has, all relative
    to the project; `models` says whether the bots must have been trained before."""

    name: str
    paths: tuple[str, ...]
    without: tuple[str, ...] = ()
    models: bool = False


_OWN_SYSTEMS = tuple(f"tests/live/test_{name}.py" for name in ("desk_outage", "erase", "plain_rasa", "scheduler", "up"))
_BOTS = ("tests/contract/test_bots.py", "tests/contract/test_new_bot.py")
_LARGE_UNITS = tuple(f"tests/unit/{name}" for name in ("desk", "bank", "duckling", "financial_actions", "rasa_adapter"))

# What takes longest stands first; of the units that is what waits most, beside the training, which never waits. A new
# test file is in one of these without a word here, because the last suite of each folder has what no other names.
SUITES = (
    Suite("live, starts", _OWN_SYSTEMS, models=True),
    Suite("live", ("tests/live",), without=_OWN_SYSTEMS, models=True),
    Suite("bots", _BOTS[:1], models=True),
    Suite("new bot", ("tests/contract/test_new_bot.py",), models=True),
    Suite("contract", ("tests/contract",), without=_BOTS, models=True),
    Suite("browser", ("tests/browser",), models=True),
    Suite("understanding", ("tests/understanding",), models=True),
    *(Suite(folder.rpartition("/")[2], (folder,)) for folder in _LARGE_UNITS),
    Suite("other units", ("tests/unit",), without=_LARGE_UNITS),
)


def at_once() -> int:
    """How many jobs run at a time here."""
    return (os.cpu_count() or 1) + BESIDE_THE_PROCESSORS


def jobs(project: Project) -> list[Job]:
    """Everything that `handoff test` runs once the page is built and a browser is there."""
    command = (sys.executable, "-m", "handoff.cli")
    return [
        Job(TRAINING, (*command, "train"), project.logs / "training.log"),
        Job("check", (*command, "check"), project.logs / "check.log"),
        *(_job(suite, project) for suite in SUITES),
        Job("widget", tuple(widget.npm("--prefix", "chatroom", "run", "test")), project.logs / "widget-test.log"),
    ]


def _job(suite: Suite, project: Project) -> Job:
    file = project.logs / f"test-{suite.name.replace(', ', '-').replace(' ', '-')}"
    options = ("-q", "-p", "no:cacheprovider", f"--junitxml={file}.xml")  # one cache for many processes is none
    without = (f"--ignore={path}" for path in suite.without)
    command = (sys.executable, "-m", "pytest", *options, *suite.paths, *without)
    return Job(suite.name, command, file.with_suffix(".log"), TRAINING if suite.models else None)
