"""Both bots without the command that ends all of them when one ends: processes of the Procfile, killed and started one
by one, behind proxies that know when."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import requests
from honcho.environ import parse_procfile

from handoff.cli.project import Project
from handoff.hosts import Hosts, load_hosts
from tests.support.faulty_proxy import Fault, FaultyProxy
from tests.support.system import PORT_NAMES, ROOT, environment, free_port
from tests.support.waiting import wait_until

BOTS = ("financial_bot", "helpdesk_bot")
START_SECONDS = 120.0
FORWARD_SECONDS = 30


class Moment(Enum):
    """When a host dies while it has a request."""

    DURING = "the turn was under way"
    AFTER = "the turn was saved, and its answer was lost"


class Doorway:
    """What a bot's clients connect to. It passes requests on, and kills the bot at one of them when told to."""

    def __init__(self, port: int, actions: FaultyProxy) -> None:
        self._target = f"http://127.0.0.1:{port}"
        self._actions = actions
        self._plan: tuple[str, Moment, Callable[[], None]] | None = None
        doorway = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                doorway._pass_on(self, requests.get(f"{doorway._target}{self.path}", timeout=FORWARD_SECONDS))

            def do_POST(self) -> None:
                doorway._handle(self, self.rfile.read(int(self.headers["Content-Length"])))

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing: the tests say what went wrong."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """The bot's public url."""
        return f"http://localhost:{self._server.server_port}"

    def kill_at(self, words: str, moment: Moment, kill: Callable[[], None]) -> None:
        """`kill` is called at the next request that has these words in it, at that moment."""
        self._plan = (words, moment, kill)

    def close(self) -> None:
        """Stops listening."""
        self._server.shutdown()
        self._server.server_close()

    def _handle(self, call: BaseHTTPRequestHandler, body: bytes) -> None:
        plan, headers = self._plan, {"Content-Type": "application/json"}
        if plan is None or plan[0] not in body.decode():
            post = requests.post(f"{self._target}{call.path}", body, headers=headers, timeout=FORWARD_SECONDS)
            self._pass_on(call, post)
            return
        self._plan, (_, moment, kill) = None, plan
        call.close_connection = True  # whenever it dies, there is no answer
        if moment is Moment.DURING:
            self._actions.break_with(Fault.HANGS)
            threading.Thread(target=self._kill_in_turn, args=(kill,), daemon=True).start()
        try:
            requests.post(f"{self._target}{call.path}", body, headers=headers, timeout=FORWARD_SECONDS)
        except requests.ConnectionError:
            assert moment is Moment.DURING
        if moment is Moment.AFTER:
            kill()

    def _kill_in_turn(self, kill: Callable[[], None]) -> None:
        wait_until(lambda: self._actions.held > 0)
        kill()
        self._actions.mend()

    @staticmethod
    def _pass_on(call: BaseHTTPRequestHandler, answer: requests.Response) -> None:
        call.send_response(answer.status_code)
        call.send_header("Content-Type", "application/json")
        call.send_header("Content-Length", str(len(answer.content)))
        call.end_headers()
        call.wfile.write(answer.content)


@dataclass
class LooseSystem:
    """Two bots and their action servers, in `folder`."""

    folder: Path
    ports: dict[str, int] = field(default_factory=lambda: {name: free_port() for name in PORT_NAMES})
    doorways: dict[str, Doorway] = field(default_factory=dict)
    actions: dict[str, FaultyProxy] = field(default_factory=dict)
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self) -> None:
        """Starts all of it, and waits until it answers."""
        for bot in BOTS:
            self.actions[bot] = FaultyProxy(f"http://127.0.0.1:{self.ports[f'{bot}_actions']}/webhook")
            self.doorways[bot] = Doorway(self.ports[bot], self.actions[bot])
        for name in ("financial_actions", "helpdesk_actions", *BOTS):
            self._launch(name)
        for bot in BOTS:
            self._wait_for(bot)

    def start_again(self, bot: str) -> None:
        """After it was killed."""
        self._launch(bot)
        self._wait_for(bot)

    def kill(self, bot: str) -> None:
        """kill -9 of the bot's Rasa server."""
        os.killpg(self._running[bot].pid, signal.SIGKILL)
        self._running[bot].wait()

    def is_running(self, bot: str) -> bool:
        """Whether the bot's Rasa server is there."""
        return self._running[bot].poll() is None

    def hosts(self) -> Hosts:
        """The hosts as clients find them."""
        return load_hosts(ROOT / "handoff_config.yml", self._addresses())

    def close(self) -> None:
        """Ends everything."""
        for process in self._running.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        for part in (*self.doorways.values(), *self.actions.values()):
            part.close()

    def _addresses(self) -> dict[str, str]:
        return {f"HANDOFF_{bot.upper()}_URL": doorway.url for bot, doorway in self.doorways.items()}

    def _launch(self, name: str) -> None:
        command = parse_procfile((ROOT / "Procfile").read_text(encoding="utf-8")).processes[name]
        own_ports = {f"{bot.upper()}_PORT": str(self.ports[bot]) for bot in BOTS}
        action_urls = {f"{bot.upper()}_ACTIONS_URL": proxy.url for bot, proxy in self.actions.items()}
        path = Project.here().environment()["PATH"]
        variables = {**environment(self.folder, self.ports), **self._addresses(), **own_ports, **action_urls}
        variables |= {"PATH": path, "LOG_LEVEL": "WARNING"}
        with (self.folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                command, shell=True, cwd=ROOT, env=variables, stdout=log, stderr=log, start_new_session=True
            )

    def _wait_for(self, bot: str) -> None:
        wait_until(lambda: self._answers(bot), START_SECONDS)

    def _answers(self, bot: str) -> bool:
        assert self.is_running(bot), (self.folder / f"{bot}.log").read_text(errors="replace")[-2000:]
        try:
            return requests.get(f"http://127.0.0.1:{self.ports[bot]}/webhooks/rest/", timeout=1).ok
        except requests.RequestException:
            return False
