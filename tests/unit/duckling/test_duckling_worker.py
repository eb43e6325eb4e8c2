"""The worker process answers whatever it is sent, and none of Duckling's native defects gets out of it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from duckling_client import worker

PROJECT = Path(worker.__file__).parent.parent
ENDLESS = "march 3 " * 8
Process = subprocess.Popen[str]


def start_worker(*arguments: str) -> Process:
    command = [sys.executable, "-m", "duckling_client.worker", *arguments]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT)
    assert process.stdout is not None
    assert json.loads(process.stdout.readline()) == {"ready": True}
    return process


def end_worker(process: Process) -> None:
    process.kill()
    process.communicate()


@pytest.fixture(scope="module")
def process() -> Iterator[Process]:
    process = start_worker()
    yield process
    end_worker(process)


def say(process: Process, line: str) -> dict[str, Any]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()
    answer: dict[str, Any] = json.loads(process.stdout.readline())
    return answer


def question(text: str, **changes: Any) -> str:
    question = {
        "text": text,
        "dims": ["amount-of-money", "time"],
        "locale": "en_US",
        "timezone": "America/New_York",
        "reference_time_ms": 1_718_028_000_000,
    }
    return json.dumps({**question, **changes})


def test_defect_1_strings_come_back_whole(process: Process) -> None:
    """Bodies and units are the user's characters, not UTF-8 read as Latin-1."""
    (pounds,) = say(process, question("\u00e9t\u00e9 \u00a320"))["mentions"]
    assert (pounds["body"], pounds["value"]["unit"]) == ("\u00a320", "\u00a3")


@pytest.mark.parametrize("bad", ["\x00", "\ud800", "\udfff"])
def test_defect_5_unreadable_characters_cost_nothing_but_themselves(process: Process, bad: str) -> None:
    """NUL and lone surrogates neither end the worker nor move what follows."""
    (money,) = say(process, question(f"a{bad}b $50 "))["mentions"]
    assert (money["body"], money["start"], money["end"]) == ("$50", 4, 7)


@pytest.mark.parametrize(
    "wrong",
    [
        {"timezone": "Mars/Phobos"},
        {"timezone": "America"},
        {"timezone": "../zoneinfo/UTC"},
        {"timezone": "America/Coyhaique"},  # newer than the loaded zones: would silently be UTC
        {"locale": "xx_US"},
        {"locale": "en_XX"},
        {"locale": "english"},
        {"dims": ["time", "money"]},
        {"reference_time_ms": "now"},
    ],
)
def test_defect_6_what_duckling_would_silently_misread_is_refused_by_name(
    process: Process, wrong: dict[str, Any]
) -> None:
    (value,) = wrong.values()
    reason = say(process, question("tomorrow", **wrong))["rejected"]
    assert (value[-1] if isinstance(value, list) else value) in reason


def test_defect_6_winter_is_winter_in_new_york(process: Process) -> None:
    """The loaded zone files have the clock changes in them."""
    (christmas,) = say(process, question("on christmas"))["mentions"]
    assert christmas["value"]["value"].endswith("-05:00")


def test_defect_6_time_zones_are_loaded_once(process: Process) -> None:
    """Many questions about many zones do not make the worker grow."""
    zones = ["Europe/Berlin", "Asia/Tokyo", "America/New_York", "UTC"]
    for zone in zones:
        say(process, question("tomorrow", timezone=zone))
    before = psutil.Process(process.pid).memory_info().rss
    for number in range(200):
        say(process, question("tomorrow", timezone=zones[number % 4]))
    assert psutil.Process(process.pid).memory_info().rss - before < 30 * 2**20


@pytest.mark.parametrize("line", ["", "{", "[]", "42", "{}", '{"text": 5}', '{"text": "a", "other": 1}'])
def test_a_line_that_is_no_question_gets_an_answer(process: Process, line: str) -> None:
    assert "failed" in say(process, line)
    assert "mentions" in say(process, question("tomorrow"))


def test_the_worker_ends_when_its_input_ends() -> None:
    process = start_worker()
    process.communicate(timeout=10)
    assert process.returncode == 0


def test_defect_2_a_text_without_end_ends_the_worker_by_itself() -> None:
    """Even when nobody is left to kill it."""
    process = start_worker("0.5")
    try:
        process.communicate(question(ENDLESS) + "\n", timeout=10)
        assert process.returncode == -signal.SIGALRM
    finally:
        end_worker(process)


def test_defect_4_loading_duckling_leaves_ctrl_c_alone() -> None:
    script = """if True:
        import os, signal
        signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the suite runs in the background
        from duckling_client.worker import NativeDuckling
        NativeDuckling()
        try:
            os.kill(os.getpid(), signal.SIGINT)
            signal.pause()
        except KeyboardInterrupt:
            print("interrupted")
    """
    process = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, timeout=20, check=True
    )
    assert process.stdout.strip() == "interrupted"
