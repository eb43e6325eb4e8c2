"""`handoff up`: all processes of the Procfile, until Ctrl-C."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

from honcho.environ import parse_procfile
from honcho.manager import Manager
from honcho.printer import Printer

from handoff.cli.ports import is_free, who_has
from handoff.cli.project import Project
from handoff.cli.services import PAGE, Process, processes, services
from handoff.cli.steps import console
from handoff.errors import HandoffError

READY_SECONDS = 180.0
POLL_SECONDS = 0.25


class PortTaken(HandoffError):
    """A port that the system needs is used by somebody else; the text names port and process."""


def check_ports(project: Project) -> None:
    """Raises PortTaken, one sentence per busy port."""
    busy = [service for service in services(project) if not is_free(service.port)]
    if busy:
        raise PortTaken("\n".join(f"port {each.port} ({each.name}) is taken by {who_has(each.port)}" for each in busy))


def start(project: Project, started: float) -> int:
    """Runs the Procfile until one process ends or Ctrl-C; the exit code. `started` is when the command began
    (time.monotonic), for the line that says how long it took."""
    manager = Manager(Printer(sys.stdout, colour=sys.stdout.isatty()))
    environment = project.environment()
    for name, command in parse_procfile((project.root / "Procfile").read_text(encoding="utf-8")).processes.items():
        manager.add_process(name, command, env=environment, cwd=str(project.root), quiet=False)
    watcher = threading.Thread(target=_announce, args=(project, manager, started), daemon=True)
    watcher.start()
    manager.loop()
    return int(manager.returncode or 0)


def _announce(project: Project, manager: Manager, started: float) -> None:
    """Says when every process is up; ends the system when one is not within READY_SECONDS."""
    waiting = list(processes(project))
    deadline = time.monotonic() + READY_SECONDS
    while waiting and time.monotonic() < deadline:
        up = [process for process in waiting if process.is_up()]
        for process in up:
            on_port = f" on port {process.where}" if process.where else ""
            console.print(f"[green]✓[/green] {process.name} {process.state(True)}{on_port}")
        waiting = [process for process in waiting if process not in up]
        time.sleep(POLL_SECONDS)
    if waiting:
        console.print(f"[red]✗[/red] no answer within {READY_SECONDS:.0f} s: {_names(waiting)}")
        manager.terminate()
        return
    address = f"http://localhost:{project.chatroom_port}/{PAGE}"
    console.print(
        f"\n[bold green]Ready[/bold green] after {time.monotonic() - started:.0f} s. Open [bold]{address}[/bold]"
    )
    console.print(f"[dim]or the file {_page_file(project)}; Ctrl-C ends everything[/dim]\n")


def _names(waiting: list[Process]) -> str:
    return ", ".join(process.name + (f" (port {process.where})" if process.where else "") for process in waiting)


def _page_file(project: Project) -> Path:
    return project.chatroom_folder / PAGE
