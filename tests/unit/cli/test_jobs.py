"""Jobs beside each other: each runs once, in its turn, and Ctrl-C leaves nothing of what they started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil
import pytest

from handoff.cli.jobs import Job, Jobs
from tests.support.system import ROOT

START_SECONDS = 20

# A job that starts a process which is not in its group and ignores Ctrl-C, as a stubborn server would.
STUBBORN = """
import signal, subprocess, sys, time
ignoring = "from signal import *; signal(SIGINT, SIG_IGN); print('here', flush=True); import time; time.sleep(90)"
child = subprocess.Popen([sys.executable, "-c", ignoring], stdout=subprocess.PIPE, start_new_session=True)
child.stdout.readline()
open("stubborn", "w").write(str(child.pid))
time.sleep(90)
"""

# A job that has something to tidy up, which takes a moment.
TIDY = """
import time
open("tidy", "w").close()
try:
    time.sleep(90)
finally:
    time.sleep(0.5)
    open("tidied", "w").close()
"""

RUNNER = """
import os, signal, sys
from pathlib import Path
from handoff.cli import jobs
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # ignored where the suite itself runs under nohup
jobs.GRACE_SECONDS = 2
here = Path.cwd()
two = [jobs.Job(name, (sys.executable, name + ".py"), here / (name + ".log")) for name in ("stubborn_job", "tidy_job")]
try:
    jobs.Jobs(two, 2, here, os.environ).run()
except KeyboardInterrupt:
    sys.exit(130)
"""


def python(folder: Path, name: str, code: str, after: str | None = None) -> Job:
    return Job(name, (sys.executable, "-c", code), folder / f"{name}.log", after)


def run(folder: Path, jobs: Sequence[Job], at_once: int = 2) -> dict[str, int | None]:
    """The exit codes, in the order in which the jobs ended."""
    outcomes = Jobs(list(jobs), at_once, folder, os.environ).run()
    return {outcome.job.name: outcome.code for outcome in outcomes}


def test_all_are_run_whatever_becomes_of_others_and_their_output_is_in_their_logs(tmp_path: Path) -> None:
    red = python(tmp_path, "red", "import sys; print('out'); sys.exit('err')")
    assert run(tmp_path, [red, python(tmp_path, "green", "print('fine')")]) == {"red": 1, "green": 0}
    assert sorted((tmp_path / "red.log").read_text().split()) == ["err", "out"]
    assert (tmp_path / "green.log").read_text() == "fine\n"


def test_who_waits_for_another_begins_after_its_success(tmp_path: Path) -> None:
    late = python(tmp_path, "late", "open('made')", after="early")
    early = python(tmp_path, "early", "import time; time.sleep(0.5); open('made', 'w')")
    assert run(tmp_path, [late, early]) == {"early": 0, "late": 0}


def test_who_waits_for_another_that_fails_is_not_run_and_not_good(tmp_path: Path) -> None:
    late = python(tmp_path, "late", "open('made', 'w')", after="early")
    latest = python(tmp_path, "latest", "open('made', 'w')", after="late")
    assert run(tmp_path, [latest, late, python(tmp_path, "early", "1 / 0")]) == {
        "early": 1,
        "late": None,
        "latest": None,
    }
    assert not (tmp_path / "made").exists()


def test_no_more_than_wanted_run_at_a_time(tmp_path: Path) -> None:
    alone = "import os; os.mkdir('one'); import time; time.sleep(0.3); os.rmdir('one')"
    names = ("first", "second", "third")
    assert run(tmp_path, [python(tmp_path, name, alone) for name in names], at_once=1) == dict.fromkeys(names, 0)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that runs both kinds of jobs, once they are under way."""
    for name, code in {"stubborn_job": STUBBORN, "tidy_job": TIDY}.items():
        (tmp_path / f"{name}.py").write_text(code)
    command = [sys.executable, "-c", RUNNER]
    process = subprocess.Popen(command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)})
    deadline = time.monotonic() + START_SECONDS
    while not ((tmp_path / "stubborn").exists() and (tmp_path / "tidy").exists()):
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.02)
    yield process
    for left in [*psutil.Process(process.pid).children(recursive=True), process] if process.poll() is None else []:
        left.kill()
    process.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ctrl_c_a_plain_kill_and_a_closed_terminal_leave_no_process(
    running: subprocess.Popen[bytes], tmp_path: Path, number: int
) -> None:
    family = psutil.Process(running.pid).children(recursive=True)
    assert int((tmp_path / "stubborn").read_text()) in [process.pid for process in family]
    running.send_signal(number)
    time.sleep(0.05)  # somebody impatient
    running.send_signal(number)
    assert running.wait(timeout=30) == 130
    _, alive = psutil.wait_procs(family, timeout=10)
    assert alive == []
    assert (tmp_path / "tidied").exists()
