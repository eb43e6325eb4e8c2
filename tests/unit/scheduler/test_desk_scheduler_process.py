"""The helpdesk's scheduler as an operator sees it: it runs from its folder, and knows no Rasa."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from handoff.secret import NAME
from tests.unit.scheduler.conftest import Channel

ROOT = Path(__file__).parents[3]
START_SECONDS = 20


def start(channel: Channel, folder: Path, **variables: str) -> subprocess.Popen[str]:
    """Starts it as the Procfile does."""
    environment = {
        NAME: "x" * 32,
        "HELPDESK_BOT_URL": channel.url,
        "DESK_DATABASE_URL": f"sqlite:///{folder}/desk.db",
        "SNOW_INSTANCE": "",
        "LOG_LEVEL": "WARNING",
        "SCHEDULER_SECONDS": "0.1",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "helpdesk_bot.scheduler"],
        cwd=ROOT / "helpdesk_bot",
        env={**os.environ, **environment, **variables},
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_desk_that_is_down_is_waited_for_and_it_ends_when_it_is_told_to(channel: Channel, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    process = start(channel, tmp_path, DESK_DATABASE_URL=f"sqlite:///{tmp_path}/file/desk.db")
    assert process.stderr is not None
    assert "the desk: trying on after DeskUnavailable" in process.stderr.readline()
    process.terminate()
    _, more = process.communicate(timeout=START_SECONDS)
    assert (process.returncode, more) == (0, "")


@pytest.mark.parametrize(
    ("variables", "problem"),
    [
        ({"SCHEDULER_SECONDS": "-1"}, "SCHEDULER_SECONDS: '-1' is no number of seconds above zero"),
        ({"DESK_DATABASE_URL": "mysql://host/desk"}, "DESK_DATABASE_URL: "),
        ({"SNOW_INSTANCE": "dev12345", "SNOW_USER": ""}, "SNOW_USER is not set"),
        ({NAME: "short"}, "HANDOFF_SECRET has 5 bytes"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_sentence_that_names_it(
    channel: Channel, tmp_path: Path, variables: dict[str, str], problem: str
) -> None:
    process = start(channel, tmp_path, **variables)
    _, said = process.communicate(timeout=START_SECONDS)
    assert process.returncode == 1
    assert said.count("\n") == 1
    assert said.startswith(f"not started: {problem}")


def test_it_knows_no_rasa() -> None:
    loaded = "import sys, helpdesk_bot.scheduler.__main__; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout.split()
    assert not {"rasa", "rasa_sdk", "sanic", "tensorflow"} & set(modules)
