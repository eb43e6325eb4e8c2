"""The example examples/flask_bot as a process: in an environment of its own, beside two hosts that it knows."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import time
import uuid
from pathlib import Path
from typing import Any

import requests

from handoff.hosts import Hosts, load_hosts
from tests.support.system import ROOT, free_port

FOLDER = ROOT / "examples" / "flask_bot"
ENVIRONMENTS = ROOT / "build" / "flask_bot"
SECRET = "a secret of at least 32 bytes for the tests"
START_SECONDS = 60
TURN_SECONDS = 30
CONFIG = """
handoff_hosts:
  branch_bot: {{title: Branch Finder, url: "http://localhost:{port}", shares: [email], accepts: [email]}}
  financial_bot: {{title: Financial Assistant, url: "http://localhost:1", shares: [email, balance], accepts: [email]}}
  helpdesk_bot: {{title: Helpdesk Assistant, url: "http://localhost:2", shares: [email], accepts: [email]}}
"""


def python() -> Path:
    """The interpreter of an environment with exactly what the example's requirements.txt lists; made when that has
    changed."""
    wanted = hashlib.sha256((FOLDER / "requirements.txt").read_bytes()).hexdigest()[:16]
    environment = ENVIRONMENTS / wanted
    ENVIRONMENTS.mkdir(parents=True, exist_ok=True)
    with (ENVIRONMENTS / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests run side by side
        if not (environment / ".installed").exists():
            uv = subprocess.check_output(["sh", "tools/uv.sh"], cwd=ROOT, text=True).strip()
            _run(uv, "venv", "--quiet", "--clear", "--python", "3.10", str(environment))
            interpreter, listed = str(environment / "bin" / "python"), str(FOLDER / "requirements.txt")
            _run(uv, "pip", "sync", "--quiet", "--python", interpreter, "--require-hashes", listed)
            (environment / ".installed").touch()
    return environment / "bin" / "python"


def _run(*command: str) -> None:
    subprocess.run(command, cwd=ROOT, check=True, timeout=600)


def message(user: str, text: str, **metadata: Any) -> dict[str, Any]:
    """The body of a request."""
    return {"sender": user, "message": text, "metadata": {"message_id": str(uuid.uuid4()), **metadata}}


class FlaskBot:
    """The program; `folder` has its configuration, its conversations and its log."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        self.folder = folder
        self.url = f"http://127.0.0.1:{port}"
        self.log = folder / "flask_bot.log"
        config = folder / "handoff_config.yml"
        config.write_text(CONFIG.format(port=port))
        self.hosts: Hosts = load_hosts(config, {})
        self.start()

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [str(python()), "-W", "error", "app.py"],
                cwd=FOLDER,
                env=self._environment(),
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.05)

    def kill(self) -> None:
        """As kill -9 does."""
        self.process.kill()
        self.process.wait(timeout=30)

    def post(self, path: str = "/webhooks/rest/webhook", **kwargs: Any) -> requests.Response:
        """A raw request."""
        return requests.post(self.url + path, timeout=TURN_SECONDS, **kwargs)

    def receive(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        """What it answers to a message."""
        answer = self.post(json=body)
        assert answer.status_code == 200, answer.text
        messages: list[dict[str, Any]] = answer.json()
        return messages

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.url}/webhooks/rest/", timeout=2).ok
        except requests.ConnectionError:
            return False

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "HANDOFF_CONFIG": str(self.folder / "handoff_config.yml"),
            "HANDOFF_SECRET": SECRET,
            "FLASK_BOT_DATABASE": str(self.folder / "var" / "conversations.db"),
            "CHATROOM_PORT": "8080",
        }
