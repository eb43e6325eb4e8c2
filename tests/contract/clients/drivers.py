"""Both clients of the protocol, as processes that say and hear the same JSON lines."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from handoff.cli import widget
from handoff.cli.project import Project
from tests.support.json_lines import JsonLines
from tests.support.system import ROOT

from .offers import CONVERSATION, TITLES

CLIENTS = ("python", "browser")
_CHATROOM = ROOT / "chatroom"
_BUILD_SECONDS = 60


def build_browser_client() -> None:
    """Makes the browser's client runnable under node."""
    project = Project.here()
    widget.install_packages(project)
    command = widget.npm("run", "--silent", "build:headless")
    subprocess.run(command, cwd=_CHATROOM, env=project.environment(), check=True, timeout=_BUILD_SECONDS)


class Driver:
    """One client in a process of its own."""

    def __init__(self, client: str) -> None:
        node = str(Path(sys.executable).with_name("node"))
        commands = {
            "python": [sys.executable, "-m", "tests.support.client_driver"],
            "browser": [node, str(_CHATROOM / "build" / "headless.js")],
        }
        self._process = JsonLines(commands[client], ROOT)

    def start(self, urls: Mapping[str, str], start: str, storage: Path, timeouts: Mapping[str, int]) -> Any:
        """A new conversation, or the one in the storage, carried on; the situation when nothing is under way."""
        self.tell_start(urls, start, storage, timeouts)
        return self.situation()

    def tell_start(self, urls: Mapping[str, str], start: str, storage: Path, timeouts: Mapping[str, int]) -> None:
        """The same without waiting."""
        hosts = [{"id": name, "title": TITLES[name], "url": url} for name, url in urls.items()]
        begin = {"start": start, "conversation": CONVERSATION, "storage": str(storage), "timeouts": dict(timeouts)}
        self._process.tell({"do": "start", "hosts": hosts, "welcome": "", **begin})

    def does(self, acts: Sequence[str]) -> None:
        """What a user does, without waiting: words, "[Button]", or "[retry]"."""
        for act in acts:
            if act == "[retry]":
                self._process.tell({"do": "retry"})
            elif act.startswith("["):
                self._process.tell({"do": "press", "title": act[1:-1]})
            else:
                self._process.tell({"do": "say", "text": act})

    def situation(self) -> Any:
        """Holder and lines, when nothing is under way after the oldest command not answered yet."""
        answer = self._process.answer()
        assert "error" not in answer, answer["error"]
        return answer

    def kill(self) -> None:
        """SIGKILL."""
        self._process.kill()
