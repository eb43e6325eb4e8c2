"""Commands that run beside each other, each with its output in a file, and none of them left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGHUP
from types import FrameType

import psutil

POLL_SECONDS = 0.1
GRACE_SECONDS = 30.0  # to stop the systems and databases that a job has started


@dataclass(frozen=True)
class Job:
    """A command. `after` is the name of another job without whose success this one makes no sense."""

    name: str
    command: tuple[str, ...]
    log: Path
    after: str | None = None


@dataclass(frozen=True)
class Outcome:
    """How a job ended. `code` is its exit code; None when it was not run, because the job that it waits for failed."""

    job: Job
    code: int | None
    seconds: float

    @property
    def good(self) -> bool:
        """Whether it succeeded."""
        return self.code == 0


@dataclass(frozen=True)
class _Running:
    job: Job
    process: subprocess.Popen[bytes]
    started: float


@dataclass
class Jobs:
    """Runs jobs, `at_once` of them at a time; whoever stands first and is ready goes first.

    `ended` is called with each outcome, `going_on` again and again with the jobs that run. Jobs of the same name, or
    jobs that wait for one that is not there, are a mistake of the caller's.
    """

    waiting: list[Job]
    at_once: int
    cwd: Path
    env: Mapping[str, str]
    ended: Callable[[Outcome], None] = lambda outcome: None
    going_on: Callable[[Sequence[Job]], None] = lambda jobs: None
    outcomes: list[Outcome] = field(default_factory=list)
    _running: list[_Running] = field(default_factory=list)

    def run(self) -> list[Outcome]:
        """All outcomes. Raises KeyboardInterrupt after Ctrl-C, SIGTERM or SIGHUP, when no process is left."""
        with _signals_interrupt():
            try:
                while self.waiting or self._running:
                    self._collect()
                    self._start()
                    self.going_on([each.job for each in self._running])
                    time.sleep(POLL_SECONDS)
            finally:
                _stop([each.process for each in self._running])
        return self.outcomes

    def _collect(self) -> None:
        for each in [each for each in self._running if each.process.poll() is not None]:
            self._running.remove(each)
            self._end(Outcome(each.job, each.process.returncode, time.monotonic() - each.started))

    def _start(self) -> None:
        for job in list(self.waiting):
            before = next((each for each in self.outcomes if each.job.name == job.after), None)
            if before is not None and not before.good:
                self.waiting.remove(job)
                self._end(Outcome(job, None, 0))
            elif len(self._running) < self.at_once and (job.after is None or before is not None):
                self.waiting.remove(job)
                self._running.append(_Running(job, self._begin(job), time.monotonic()))

    def _begin(self, job: Job) -> subprocess.Popen[bytes]:
        with job.log.open("wb") as out:
            return subprocess.Popen(
                job.command,
                cwd=self.cwd,
                env=dict(self.env),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C in the terminal reaches this process only, which passes it on once
            )

    def _end(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        self.ended(outcome)


@contextmanager
def _signals_interrupt() -> Iterator[None]:
    """Also where Ctrl-C was ignored, as in the background of a shell: programs started from here heed it again."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        for each in before:  # a second Ctrl-C would leave behind what is being tidied up after the first
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    heeded = [SIGHUP] if signal.getsignal(SIGHUP) is not signal.SIG_IGN else []  # nohup goes on when a terminal closes
    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM, *heeded)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ctrl-C for each; whatever of them and theirs is still there after a while is killed."""
    family = [member for process in processes for member in _family(process.pid)]
    for process in processes:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
    psutil.wait_procs(family, timeout=GRACE_SECONDS)
    for member in [each for survivor in family if survivor.is_running() for each in _family(survivor.pid)]:
        with suppress(psutil.NoSuchProcess):
            member.kill()
    for process in processes:
        process.wait()


def _family(number: int) -> list[psutil.Process]:
    """The process and all that it started, directly or not; empty when it is gone."""
    try:
        process = psutil.Process(number)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []
