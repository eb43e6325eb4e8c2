"""The processes of the running system: what they are, whether they do their work."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psutil
import requests

from handoff.cli.project import LOOPBACK, Project
from handoff.hosts import Host

PROBE_SECONDS = 2.0
PAGE = "chatroom_handoff.html"


class Process(Protocol):
    """What `handoff up` starts and `handoff status` shows."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def where(self) -> str:
        """Its port, as a text; empty if it has none."""

    def is_up(self) -> bool:
        """Whether it is there now."""

    def state(self, up: bool) -> str:
        """What to call that."""


@dataclass(frozen=True)
class Service:
    """One server: `probe` is the url that answers 200 when it is up."""

    name: str
    port: int
    probe: str

    @property
    def where(self) -> str:
        """The port."""
        return str(self.port)

    def is_up(self) -> bool:
        """Whether the server answers its probe now."""
        try:
            return requests.get(self.probe, timeout=PROBE_SECONDS).ok
        except requests.RequestException:
            return False

    def state(self, up: bool) -> str:
        """A server answers, or it does not."""
        return "answers" if up else "no answer"


@dataclass(frozen=True)
class Worker:
    """A process without a port, which works for one bot: `python -m <module>` in the bot's folder.

    Several systems can run from one checkout; `port_variable` has the value `port` in those processes that are ours.
    """

    name: str
    module: str
    folder: Path
    port_variable: str
    port: int

    @property
    def where(self) -> str:
        """Nothing: it listens nowhere."""
        return ""

    def is_up(self) -> bool:
        """Whether such a process runs now."""
        return any(self._is_it(process) for process in psutil.process_iter())

    def state(self, up: bool) -> str:
        """It runs, or it does not."""
        return "running" if up else "not running"

    def _is_it(self, process: psutil.Process) -> bool:
        try:
            line = process.cmdline()
            if line[1:] != ["-m", self.module] or Path(process.cwd()).resolve() != self.folder.resolve():
                return False
            return process.environ().get(self.port_variable) == str(self.port)
        except (psutil.Error, OSError):  # it has ended, or is somebody else's
            return False


def services(project: Project) -> tuple[Service, ...]:
    """The servers that `handoff up` starts: per bot the Rasa server and its action server, and the page."""
    found = []
    for bot in project.bots:
        found.append(Service(bot.id, bot.port, f"http://{LOOPBACK}:{bot.port}/webhooks/rest/"))
        port = project.actions_port(bot)
        found.append(Service(f"{bot.id} actions", port, f"http://{LOOPBACK}:{port}/health"))
    page = f"http://{LOOPBACK}:{project.chatroom_port}/{PAGE}"
    return (*found, Service("chatroom", project.chatroom_port, page))


def workers(project: Project) -> tuple[Worker, ...]:
    """The other processes: a bot with a package `scheduler` has one that does what is due while nobody chats."""
    return tuple(_scheduler(bot, bot.folder) for bot in project.bots if bot.folder and _has_scheduler(bot.folder))


def processes(project: Project) -> tuple[Process, ...]:
    """Everything that `handoff up` starts."""
    return (*services(project), *workers(project))


def _has_scheduler(folder: Path) -> bool:
    return (folder / "scheduler" / "__main__.py").is_file()


def _scheduler(bot: Host, folder: Path) -> Worker:
    return Worker(f"{bot.id} scheduler", f"{folder.name}.scheduler", folder, f"{bot.id.upper()}_PORT", bot.port)
