"""The running system, as `handoff up` starts it, on free ports and with databases of its own."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import requests

from handoff.cli.project import Project
from handoff.hosts import CONFIG_NAME

ROOT = Path(__file__).parents[2]
READY_SECONDS = 400
TURN_SECONDS = 30
PORTS = (12_000, 32_000)


def free_port() -> int:
    """A port that nobody uses now, below those that outgoing connections get: it stays free until a server starts."""
    for port in random.sample(range(*PORTS), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError(f"no free port in {PORTS}")


@dataclass
class System:
    """Running processes and where they are. `ports` has the keys of `PORT_NAMES`."""

    folder: Path
    ports: dict[str, int]
    process: subprocess.Popen[bytes]
    log: Path

    def url(self, host: str) -> str:
        """A bot's public url."""
        return f"http://localhost:{self.ports[host]}"

    @property
    def page(self) -> str:
        """Where the chatroom is served."""
        return f"http://localhost:{self.ports['chatroom']}/chatroom_handoff.html"

    def post(self, host: str, body: bytes | None = None, **kwargs: Any) -> requests.Response:
        """A raw request to a bot's channel."""
        return requests.post(f"{self.url(host)}/webhooks/rest/webhook", data=body, timeout=TURN_SECONDS, **kwargs)

    def send(self, host: str, sender: str, text: str, message_id: str | None = None) -> list[dict[str, Any]]:
        """What a bot answers to one message."""
        metadata = {"message_id": message_id or str(uuid.uuid4())}
        answer = self.post(host, json={"sender": sender, "message": text, "metadata": metadata})
        assert answer.status_code == 200, answer.text
        messages: list[dict[str, Any]] = answer.json()
        return messages

    def say(self, host: str, sender: str, *texts: str) -> str:
        """All texts of a bot's answer to the last of the messages, as one string."""
        answers: list[dict[str, Any]] = []
        for text in texts:
            answers = self.send(host, sender, text)
        return "\n".join(str(answer.get("text", "")) for answer in answers)

    def children(self, *words: str) -> list[psutil.Process]:
        """Processes of this system whose command line has all these words."""
        found = psutil.Process(self.process.pid).children(recursive=True)
        return [child for child in found if all(word in " ".join(_command_line(child)) for word in words)]

    def interrupt(self) -> int:
        """Ctrl-C, and the exit code."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(timeout=60)


def _command_line(process: psutil.Process) -> list[str]:
    try:
        line: list[str] = process.cmdline()
        return line
    except psutil.Error:
        return []


BOTS = tuple(bot.id for bot in Project(ROOT / CONFIG_NAME).bots)
PORT_NAMES = (*BOTS, *(f"{bot}_actions" for bot in BOTS), "chatroom")


def _addresses(ports: dict[str, int]) -> dict[str, str]:
    """The variables for ports of bots (`<id>`), of their action servers (`<id>_actions`) and of the page."""
    actions = {f"{name.upper()}_PORT": str(port) for name, port in ports.items() if name.endswith("_actions")}
    bots = {name: port for name, port in ports.items() if f"{name}_actions" in ports}
    urls = {f"HANDOFF_{name.upper()}_URL": f"http://localhost:{port}" for name, port in bots.items()}
    return {**actions, **urls, "CHATROOM_PORT": str(ports["chatroom"])}


def environment(folder: Path, ports: dict[str, int]) -> dict[str, str]:
    """Variables that put a system into `folder` and onto `ports`."""
    return {
        **os.environ,
        **_addresses(ports),
        "CHATROOM_FOLDER": str(folder / "chatroom"),
        "BANK_DATABASE_URL": f"sqlite:///{folder}/bank.db",
        "DESK_DATABASE_URL": f"sqlite:///{folder}/desk.db",
        "CONVERSATIONS_DATABASE_URL": f"sqlite:///{folder}/{{host}}_conversations.db",
        "SNOW_INSTANCE": "",
        "SCHEDULER_SECONDS": "0.2",
        "COLUMNS": "200",
    }


def start_system(folder: Path, ports: dict[str, int] | None = None, extra: dict[str, str] | None = None) -> System:
    """Starts `handoff up` with the variables of `extra`, and waits until it says that it is ready."""
    ports = ports or {name: free_port() for name in PORT_NAMES}
    log = folder / "up.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "handoff.cli", "up"],
            cwd=ROOT,
            env={**environment(folder, ports), **(extra or {})},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a process group of its own, as in a terminal
        )
    system = System(folder, ports, process, log)
    _wait_until_ready(system)
    return system


def _wait_until_ready(system: System) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while b"Ready" not in system.log.read_bytes():
        if system.process.poll() is not None or time.monotonic() > deadline:
            system.interrupt()
            raise AssertionError(f"the system did not start:\n{system.log.read_text(errors='replace')[-4000:]}")
        time.sleep(0.1)
