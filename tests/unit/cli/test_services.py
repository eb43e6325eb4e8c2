"""What `handoff status` says of a process without a port."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from handoff.cli.project import Project
from handoff.cli.services import Worker, processes, services

START_SECONDS = 20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bot with a scheduler that does nothing."""
    package = tmp_path / "bot" / "scheduler"
    package.mkdir(parents=True)
    (package / "__main__.py").write_text("print('here', flush=True)\nimport time\ntime.sleep(60)\n")
    return tmp_path / "bot"


@pytest.fixture
def running(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Its process, in a system whose bot has the port 7001."""
    process = subprocess.Popen(
        [sys.executable, "-m", "scheduler"],
        cwd=folder,
        env={**os.environ, "BOT_PORT": "7001"},
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"here\n"
    yield process
    process.kill()
    process.communicate()


def worker(folder: Path, port: int = 7001) -> Worker:
    return Worker("bot scheduler", "scheduler", folder, "BOT_PORT", port)


def test_it_is_running_until_it_ends(folder: Path, running: subprocess.Popen[bytes]) -> None:
    assert worker(folder).is_up()
    running.kill()
    deadline = time.monotonic() + START_SECONDS
    while worker(folder).is_up():
        assert time.monotonic() < deadline
    assert worker(folder).state(False) == "not running"


@pytest.mark.usefixtures("running")
def test_the_same_program_of_another_system_is_not_ours(folder: Path, tmp_path: Path) -> None:
    assert not worker(folder, port=7002).is_up()
    assert not worker(tmp_path).is_up()


def test_each_bot_has_a_scheduler_beside_the_servers_with_ports() -> None:
    project = Project.here()
    portless = [each.name for each in processes(project) if each not in services(project)]
    assert portless == ["financial_bot scheduler", "helpdesk_bot scheduler"]
    assert all(each.where == "" for each in processes(project) if each.name in portless)
