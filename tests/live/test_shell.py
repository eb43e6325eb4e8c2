"""`rasa shell` in a bot's folder, driven through a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from tests.support.system import ROOT, System, free_port

START_SECONDS = 120
TURN_SECONDS = 30


@pytest.fixture
def shell(system: System, tmp_path: Path) -> Iterator[pexpect.spawn]:
    """`rasa shell --debug` of the helpdesk, with the running system's action server."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "ACTION_ENDPOINT_URL": f"http://127.0.0.1:{system.ports['helpdesk_bot_actions']}/webhook",
        "CONVERSATIONS_DATABASE_URL": f"sqlite:///{tmp_path}/shell.db",
        "PYTHONWARNINGS": "ignore",
    }
    command = f"rasa shell --debug --port {free_port()}"
    child = pexpect.spawn(
        command,
        cwd=str(ROOT / "helpdesk_bot"),
        env=environment,
        encoding="utf-8",
        dimensions=(50, 200),
        timeout=TURN_SECONDS,
    )
    yield child
    child.close(force=True)


def test_a_developer_can_talk_to_one_bot_in_the_terminal(shell: pexpect.spawn) -> None:
    shell.expect("Bot loaded", timeout=START_SECONDS)
    shell.expect("Your input")
    shell.send("take me to the bank\r")
    shell.expect("there is only the Financial Assistant")
    shell.send("\r")  # the highlighted button; nobody here could carry the conversation
    shell.expect("You reach the Financial Assistant on this page")
    shell.expect("host=financial_bot")
    shell.send("open an incident\r")
    shell.expect("What is your e-mail address")
    shell.send("user@example.com\r")
    shell.expect("How urgent is it")
    shell.send("\r")  # the highlighted button
    shell.expect("Please describe what happens")
    shell.send("/stop\r")
    shell.expect(pexpect.EOF)
