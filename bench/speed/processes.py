"""Starting processes, timing them until they answer, weighing them, and ending them by their ids."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import requests

from .errors import DidNotStart, ProgramFailed

START_SECONDS = 600.0
PROBE_SECONDS = 2.0
POLL_SECONDS = 0.02
GRACE_SECONDS = 20.0
LOG_SHOWN = 3000
BYTES_PER_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Command:
    """A process to start. `probe` is the url that answers 200 once it does its work; None: it has none."""

    name: str
    line: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]
    probe: str | None
    log: Path


@dataclass(frozen=True)
class Weight:
    """Megabytes of a process with all that it started. `pss` counts memory that several share once between them, `rss`
    in full for each; where the system does not tell, both are `rss`."""

    name: str
    pss: float
    rss: float


@dataclass
class Running:
    """A process that was started. `seconds` is how long it took to answer its probe."""

    command: Command
    process: subprocess.Popen[bytes]
    started: float
    seconds: float = 0.0

    def weight(self) -> Weight:
        """What it takes now, with its children."""
        sizes = [_megabytes(each) for each in _family(self.process.pid)]
        return Weight(self.command.name, sum(pss for pss, _ in sizes), sum(rss for _, rss in sizes))


@contextmanager
def running(commands: Sequence[Command]) -> Iterator[list[Running]]:
    """All of them at once, from when the last one answers on, until the block ends. Raises DidNotStart."""
    with ExitStack() as stack:
        started = [stack.enter_context(_started(command)) for command in commands]
        waiting = list(started)
        while waiting := [each for each in waiting if not _is_up(each)]:
            time.sleep(POLL_SECONDS)
        yield started


def seconds_to_answer(command: Command) -> float:
    """How long the process takes to its first 200, when nothing else is started. Raises DidNotStart."""
    with running([command]) as (alone,):
        return alone.seconds


@contextmanager
def _started(command: Command) -> Iterator[Running]:
    began = time.monotonic()
    with command.log.open("ab") as out:
        process = subprocess.Popen(
            list(command.line),
            cwd=command.folder,
            env=dict(command.environment),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches this program only, which ends what it started
        )
    try:
        yield Running(command, process, began)
    finally:
        end(process)


def output_of(line: Sequence[str], folder: Path, environment: Mapping[str, str], limit_seconds: float) -> str:
    """What a program prints. Raises ProgramFailed when it fails, or takes longer."""
    try:
        done = subprocess.run(
            list(line),
            cwd=folder,
            env=dict(environment),
            capture_output=True,
            text=True,
            timeout=limit_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ProgramFailed(f"`{' '.join(line)}` took more than {limit_seconds:.0f} s") from error
    if done.returncode != 0:
        raise ProgramFailed(f"`{' '.join(line)}` ended with {done.returncode}:\n{done.stderr[-LOG_SHOWN:]}")
    return done.stdout


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends a process and all that it started; whoever does not go when asked is killed."""
    family = _family(process.pid)
    if process.poll() is None:
        process.terminate()
    _, alive = psutil.wait_procs(family, timeout=GRACE_SECONDS)
    for member in alive:
        with suppress(psutil.NoSuchProcess):
            member.kill()
    process.wait(timeout=GRACE_SECONDS)


def _is_up(each: Running) -> bool:
    if each.process.poll() is not None:
        raise DidNotStart(f"{each.command.name} ended with {each.process.returncode}:\n{_tail(each.command.log)}")
    if time.monotonic() - each.started > START_SECONDS:
        raise DidNotStart(f"{each.command.name} did not answer in {START_SECONDS:.0f} s:\n{_tail(each.command.log)}")
    if each.command.probe is not None:
        try:
            if not requests.get(each.command.probe, timeout=PROBE_SECONDS).ok:
                return False
        except requests.RequestException:  # nobody listens there yet
            return False
    each.seconds = time.monotonic() - each.started
    return True


def _tail(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-LOG_SHOWN:]


def _family(number: int) -> list[psutil.Process]:
    try:
        process = psutil.Process(number)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _megabytes(process: psutil.Process) -> tuple[float, float]:
    try:
        size = process.memory_full_info()
    except psutil.NoSuchProcess:
        return 0.0, 0.0
    rss = size.rss / BYTES_PER_MEGABYTE
    return getattr(size, "pss", size.rss) / BYTES_PER_MEGABYTE, rss
