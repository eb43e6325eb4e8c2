"""Inside a bot's folder Rasa's own commands work, with no flags but port, interface and origins."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from handoff.secret import NAME
from tests.support.system import ROOT, free_port

RASA = str(Path(sys.executable).parent / "rasa")
START_SECONDS = 120
TRAIN_SECONDS = 600
LOOPBACK = "127.0.0.1"


@contextmanager
def running(command: list[str], folder: Path, probe: str, environment: dict[str, str], log: Path) -> Iterator[None]:
    """The server that `command` starts, from when it answers `probe` on."""
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=subprocess.STDOUT)
    try:
        _wait_for(probe, process, log)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(probe: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if requests.get(probe, timeout=2).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError(log.read_text(errors="replace")[-3000:])


def test_rasa_run_and_rasa_run_actions_serve_a_bot(tmp_path: Path) -> None:
    bot, actions = free_port(), free_port()
    folder = ROOT / "helpdesk_bot"
    environment = {
        **os.environ,
        "PYTHONWARNINGS": "ignore",
        "DESK_DATABASE_URL": f"sqlite:///{tmp_path}/desk.db",
        "CONVERSATIONS_DATABASE_URL": f"sqlite:///{tmp_path}/conversations.db",
        "ACTION_ENDPOINT_URL": f"http://{LOOPBACK}:{actions}/webhook",
    }
    server = [RASA, "run", "--port", str(bot), "-i", LOOPBACK, "--cors", "http://localhost:8080"]
    action_server = [RASA, "run", "actions", "--port", str(actions)]
    probes = f"http://{LOOPBACK}:{actions}/health", f"http://{LOOPBACK}:{bot}/webhooks/rest/"
    with (
        running(action_server, folder, probes[0], environment, tmp_path / "actions.log"),
        running(server, folder, probes[1], environment, tmp_path / "bot.log"),
    ):
        answer = requests.post(
            f"http://{LOOPBACK}:{bot}/webhooks/rest/webhook",
            json={"sender": str(uuid.uuid4()), "message": "any news on my incidents?"},
            timeout=30,
        )
        assert "no incidents of yours" in answer.json()[0]["text"]


def test_rasa_train_works_with_no_flag_and_no_secret(tmp_path: Path) -> None:
    """In a fresh copy without an .env; the model knows the handoff skill."""
    leave_out = shutil.ignore_patterns("models", "var", ".rasa", "__pycache__", "results")
    for folder in ("helpdesk_bot", "financial_bot"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=leave_out)
    shutil.copy(ROOT / "handoff_config.yml", tmp_path)
    environment = {name: value for name, value in os.environ.items() if name != NAME}
    done = subprocess.run(
        [RASA, "train"],
        cwd=tmp_path / "helpdesk_bot",
        env=environment,
        capture_output=True,
        text=True,
        timeout=TRAIN_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    (model,) = (tmp_path / "helpdesk_bot" / "models").glob("*.tar.gz")
    with tarfile.open(model) as archive:
        metadata = archive.extractfile("metadata.json")
        assert metadata is not None
        assert re.search(rb'"handoff"', metadata.read())


@pytest.mark.parametrize("secret", ["", "x" * 31], ids=["none", "31 bytes"])
@pytest.mark.parametrize(
    "server",
    [["rasa_sdk", "--actions", "actions"], ["handoff.rasa_adapter.light", "run", "-i", LOOPBACK]],
    ids=["action server", "bot"],
)
def test_a_server_without_a_proper_secret_refuses_to_start_and_says_why(
    tmp_path: Path, server: list[str], secret: str
) -> None:
    bot = tmp_path / "helpdesk_bot"
    shutil.copytree(ROOT / "helpdesk_bot", bot, ignore=shutil.ignore_patterns("var", ".rasa", "results"))
    shutil.copy(ROOT / "handoff_config.yml", tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", *server, "--port", str(free_port())],
        cwd=bot,
        env={**os.environ, NAME: secret, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert "HANDOFF_SECRET" in done.stderr.strip().splitlines()[-1]
