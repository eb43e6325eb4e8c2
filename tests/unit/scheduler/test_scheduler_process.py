"""The scheduler as an operator sees it: settings, signals, weight."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import psutil
import pytest

from financial_bot.bank import Bank
from handoff.secret import NAME, back_office_key
from tests.unit.scheduler.conftest import Channel, order

ROOT = Path(__file__).parents[3]
SECRET = "x" * 32
START_SECONDS = 20
END_SECONDS = 10


@pytest.fixture
def start(channel: Channel, database: str, tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts `python -m financial_bot.scheduler` as the Procfile does, with more variables."""
    started: list[subprocess.Popen[str]] = []

    def begin(**variables: str) -> subprocess.Popen[str]:
        environment = {NAME: SECRET, "FINANCIAL_BOT_URL": channel.url, "BANK_DATABASE_URL": database}
        process = subprocess.Popen(
            [sys.executable, "-m", "financial_bot.scheduler"],
            cwd=ROOT / "financial_bot",
            env={**os.environ, "LOG_LEVEL": "WARNING", "SCHEDULER_SECONDS": "0.1", **environment, **variables},
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def due(database: str, channel: Channel) -> None:
    """A bank in which one payment is due, and a bot that knows the key."""
    channel.key = back_office_key(SECRET)
    yesterday = datetime.now(timezone.utc) - timedelta(days=2)
    with Bank.open(database, clock=lambda: yesterday) as bank:
        bank.ensure_customer("ann")
        order(bank, "key")


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


@pytest.mark.usefixtures("due")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_does_its_work_and_ends_with_0_when_it_is_told_to(
    start: Callable[..., subprocess.Popen[str]], channel: Channel, number: signal.Signals
) -> None:
    process = start(SCHEDULER_SECONDS="3600")
    wait_until(lambda: channel.ids == ["bank-1"])
    process.send_signal(number)
    _, said = process.communicate(timeout=2)
    assert (process.returncode, said) == (0, "")


@pytest.mark.usefixtures("due")
def test_a_bot_that_hangs_does_not_keep_it_from_ending(
    start: Callable[..., subprocess.Popen[str]], channel: Channel
) -> None:
    channel.hangs = True
    process = start()
    wait_until(lambda: channel.taken != [] or connections(process) > 0)
    process.terminate()
    assert process.wait(timeout=END_SECONDS) == 0


def connections(process: subprocess.Popen[str]) -> int:
    return len(psutil.Process(process.pid).net_connections())


@pytest.mark.parametrize(
    ("variable", "value", "problem"),
    [
        ("SCHEDULER_SECONDS", "0", "SCHEDULER_SECONDS: '0' is no number of seconds above zero"),
        ("SCHEDULER_SECONDS", "often", "SCHEDULER_SECONDS: 'often' is no number of seconds above zero"),
        ("SCHEDULER_SECONDS", "nan", "SCHEDULER_SECONDS: 'nan' is no number of seconds above zero"),
        ("BANK_TIMEZONE", "Mars/Olympus", "BANK_TIMEZONE: there is no time zone 'Mars/Olympus'"),
        ("BANK_TIMEZONE", "../etc", "BANK_TIMEZONE: there is no time zone '../etc'"),
        ("BANK_TIMEZONE", "America", "BANK_TIMEZONE: there is no time zone 'America'"),
        ("BANK_DATABASE_URL", "mysql://host/bank", "BANK_DATABASE_URL: "),
        (NAME, "short", "HANDOFF_SECRET has 5 bytes"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_sentence_that_names_it(
    start: Callable[..., subprocess.Popen[str]], variable: str, value: str, problem: str
) -> None:
    process = start(**{variable: value})
    _, said = process.communicate(timeout=START_SECONDS)
    assert process.returncode == 1
    assert said.count("\n") == 1
    assert said.startswith(f"not started: {problem}")


def test_a_bank_that_is_down_is_waited_for(
    start: Callable[..., subprocess.Popen[str]], channel: Channel, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    process = start(BANK_DATABASE_URL=f"sqlite:///{tmp_path}/file/bank.db")
    assert process.stderr is not None
    assert "the bank: trying on after BankUnavailable" in process.stderr.readline()
    process.terminate()
    _, more = process.communicate(timeout=END_SECONDS)
    assert (process.returncode, more) == (0, "")


@pytest.mark.usefixtures("due")
def test_it_is_light_and_knows_no_rasa(start: Callable[..., subprocess.Popen[str]], channel: Channel) -> None:
    process = start()
    wait_until(lambda: channel.ids == ["bank-1"])
    assert psutil.Process(process.pid).memory_info().rss < 100 * 2**20
    loaded = "import sys, financial_bot.scheduler.__main__; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout.split()
    assert not {"rasa", "rasa_sdk", "sanic", "tensorflow"} & set(modules)
