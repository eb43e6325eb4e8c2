"""A copy of this repository in which a test may add a bot, and the processes of its Procfile."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import yaml

from handoff.cli.project import LOOPBACK, Project
from handoff.cli.services import Service
from handoff.hosts import CONFIG_NAME, HOSTS_KEY
from handoff.scaffold.insert import process_names
from tests.support.system import READY_SECONDS, ROOT, System, environment, free_port

Process = subprocess.Popen[bytes]
Check = Callable[[], None]

HANDOFF = (sys.executable, "-m", "handoff.cli")
COMMAND_SECONDS = 600


@dataclass(frozen=True)
class ProjectCopy:
    """A checkout in `root`; what runs there imports its own files, with the packages of this Python."""

    root: Path

    @property
    def project(self) -> Project:
        """The copy as the command line sees it, as its files are now."""
        return Project(self.root / CONFIG_NAME)

    def begin(self, command: Sequence[str], log: Path, extra: Mapping[str, str] | None = None) -> Process:
        """A command that runs in the copy, in a process group of its own, with its output in `log`."""
        variables = {**os.environ, **(extra or {}), "PYTHONPATH": str(self.root)}
        variables["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{variables.get('PATH', '')}"
        with log.open("wb") as out:
            return subprocess.Popen(
                list(command),
                cwd=self.root,
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def run(self, command: Sequence[str], log: Path) -> None:
        """A command that has to succeed."""
        with self.beside(command, log) as check:
            check()

    @contextmanager
    def beside(self, command: Sequence[str], log: Path) -> Iterator[Check]:
        """A command that goes on beside what the test does. What is yielded waits for its end, which has to be good."""
        process = self.begin(command, log)

        def check() -> None:
            code = process.wait(timeout=COMMAND_SECONDS)
            said = log.read_text(errors="replace")[-6000:]
            assert code == 0, f"`{shlex.join(command)}` ended with {code}:\n{said}"

        try:
            yield check
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def copy_project(target: Path) -> ProjectCopy:
    """The tracked files of this repository and those that would be added, as they are now, without what was built."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=True
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():  # one that was deleted is still listed
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)
    return ProjectCopy(target)


def take_out(copy: ProjectCopy, bot: str) -> None:
    """Makes a copy in which there never was such a bot."""
    shutil.rmtree(copy.root / bot)
    config = yaml.safe_load(copy.project.config.read_text(encoding="utf-8"))
    del config[HOSTS_KEY][bot]
    copy.project.config.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    lines = (copy.root / "Procfile").read_text(encoding="utf-8").splitlines(keepends=True)
    (copy.root / "Procfile").write_text("".join(each for each in lines if f" cd {bot} " not in each), encoding="utf-8")


def borrow_model(copy: ProjectCopy, bot: str) -> None:
    """The bot's newest model of this repository, so that the copy does not have to train it."""
    newest = max((ROOT / bot / "models").glob("*.tar.gz"), key=lambda model: model.stat().st_mtime)
    (copy.root / bot / "models").mkdir()
    shutil.copy(newest, copy.root / bot / "models")


def start_bots(copy: ProjectCopy, bots: Sequence[str], log: Path) -> System:
    """Starts what the copy's Procfile says of these bots and their action servers, and waits until they answer."""
    known = [bot.id for bot in copy.project.bots]
    ports = {name: free_port() for name in (*known, *(f"{bot}_actions" for bot in known), "chatroom")}
    variables = {f"{name.upper()}_PORT": str(port) for name, port in ports.items()}
    names = process_names((copy.root / "Procfile").read_text(encoding="utf-8"))
    processes = [name for name in names if name in {*bots, *map(_actions, bots)}]
    assert len(processes) == 2 * len(bots), f"the Procfile has only {processes} of {bots}"
    started = copy.begin(
        (sys.executable, "-m", "honcho", "start", *processes),
        log,
        {**environment(copy.root, ports), **variables, "SANIC_HOST": LOOPBACK, "LOG_LEVEL": "WARNING"},
    )
    system = System(copy.root, ports, started, log)
    _wait_until_up(system, [service for bot in bots for service in _services(bot, ports)])
    return system


def _actions(bot: str) -> str:
    """The name of a bot's action server in the Procfile."""
    return f"{bot.removesuffix('_bot')}_actions"


def _services(bot: str, ports: Mapping[str, int]) -> tuple[Service, Service]:
    port, actions = ports[bot], ports[f"{bot}_actions"]
    return (
        Service(bot, port, f"http://{LOOPBACK}:{port}/webhooks/rest/"),
        Service(f"{bot} actions", actions, f"http://{LOOPBACK}:{actions}/health"),
    )


def _wait_until_up(system: System, waiting: list[Service]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while waiting := [service for service in waiting if not service.is_up()]:
        if system.process.poll() is not None or time.monotonic() > deadline:
            system.interrupt()
            names = ", ".join(service.name for service in waiting)
            raise AssertionError(f"no answer from {names}:\n{system.log.read_text(errors='replace')[-4000:]}")
        time.sleep(0.1)
