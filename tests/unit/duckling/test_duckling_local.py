"""A text costs at most its deadline, and the next one is served whatever happened to the worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

import duckling_client
from duckling_client import DucklingRejected, DucklingTimeout, DucklingUnavailable, LocalDuckling, Mention
from duckling_client.query import Duckling

PROJECT = Path(duckling_client.__file__).parent.parent
ENDLESS = ("march 3 " * 8).strip()


@pytest.fixture
def local() -> Iterator[LocalDuckling]:
    local = LocalDuckling()
    yield local
    local.close()


def ask(duckling: Duckling, text: str, *dims: str) -> list[Mention]:
    return duckling.parse(
        text,
        dims=dims or ("amount-of-money", "time"),
        locale="en_US",
        timezone="America/New_York",
        reference_time_ms=1_718_028_000_000,
    )


def test_defect_2_a_text_without_end_returns_at_the_deadline_and_the_next_is_served() -> None:
    local = LocalDuckling(deadline_seconds=2)  # on a busy machine a new worker takes its time
    assert len(ENDLESS) == 63
    ask(local, "tomorrow")
    first_worker = local.worker_id
    assert first_worker is not None
    started = time.monotonic()
    with pytest.raises(DucklingTimeout):
        ask(local, ENDLESS)
    assert time.monotonic() - started < 8  # left alone it would take more than 15 s
    assert not psutil.pid_exists(first_worker)
    assert [mention.body for mention in ask(local, "tomorrow")] == ["tomorrow"]
    local.close()


def test_the_new_worker_starts_without_waiting_for_the_next_text(local: LocalDuckling) -> None:
    with pytest.raises(DucklingTimeout):
        ask(local, ENDLESS)
    assert local.worker_id is not None


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_worker_that_died_is_replaced_within_the_same_text(how: signal.Signals) -> None:
    local = LocalDuckling(deadline_seconds=5)  # on a busy machine a new worker takes its time
    ask(local, "tomorrow")
    worker = local.worker_id
    assert worker is not None
    os.kill(worker, how)
    assert ask(local, "tomorrow")[0].body == "tomorrow"
    assert local.worker_id != worker
    local.close()


def test_a_refused_question_keeps_the_worker(local: LocalDuckling) -> None:
    ask(local, "tomorrow")
    worker = local.worker_id
    with pytest.raises(DucklingRejected, match="Mars/Phobos"):
        local.parse("now", dims=["time"], locale="en_US", timezone="Mars/Phobos", reference_time_ms=0)
    with pytest.raises(DucklingRejected, match="America/Coyhaique"):
        local.parse("now", dims=["time"], locale="en_US", timezone="America/Coyhaique", reference_time_ms=0)
    assert ask(local, "tomorrow")
    assert local.worker_id == worker


def test_many_threads_get_their_own_answers(local: LocalDuckling) -> None:
    answers: dict[int, list[Mention]] = {}

    def work(number: int) -> None:
        answers[number] = ask(local, f"${number}", "amount-of-money")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {number: found[0].value["value"] for number, found in answers.items()} == {n: n for n in range(1, 30)}


def test_closing_ends_the_worker_and_later_questions() -> None:
    local = LocalDuckling(deadline_seconds=5)  # on a busy machine a new worker takes its time
    ask(local, "tomorrow")
    worker = local.worker_id
    assert worker is not None
    local.close()
    local.close()
    assert not psutil.pid_exists(worker)
    with pytest.raises(DucklingUnavailable):
        ask(local, "tomorrow")


def test_a_long_text_is_read_up_to_2000_characters(duckling: LocalDuckling) -> None:
    assert ask(duckling, "x" * 1990 + " $50 " + "y" * 20_000, "amount-of-money")
    assert not ask(duckling, "x" * 2000 + " $50", "amount-of-money")


def test_defect_6_missing_time_zones_are_an_error_not_an_exit(
    local: LocalDuckling, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Also shows that a worker that cannot start does not loop."""
    (tmp_path / "pytz").mkdir()
    (tmp_path / "pytz" / "__init__.py").touch()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(DucklingUnavailable, match="died twice"):
        ask(local, "tomorrow")
    assert f"no time zones in {tmp_path}" in capfd.readouterr().err


SCRIPT_HEAD = """if True:
    import os, signal, sys
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the suite runs in the background
    from duckling_client import LocalDuckling
    local = LocalDuckling(deadline_seconds=5)
    def ask():
        return local.parse("$5", dims=["amount-of-money"], locale="en_US", timezone="UTC", reference_time_ms=0)[0].body
    assert ask() == "$5"
"""


def run_script(body: str) -> str:
    """Run a program of a user's in a process group of its own, as a terminal does."""
    process = subprocess.run(
        [sys.executable, "-c", SCRIPT_HEAD + body],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=30,
        start_new_session=True,
        check=True,
    )
    assert process.stderr == ""
    return process.stdout.strip()


def test_defect_3_a_program_can_fork_after_duckling_was_used() -> None:
    """Duckling itself is never loaded in the program; parent and child both go on."""
    assert (
        run_script("""
    assert "duckling" not in sys.modules
    child = os.fork()
    if not child:
        os._exit(0 if ask() == "$5" else 1)
    assert os.waitpid(child, 0)[1] == 0
    print(ask())
    """)
        == "$5"
    )


def test_defect_4_ctrl_c_reaches_the_program_and_not_the_worker() -> None:
    """The whole foreground group gets SIGINT; the worker goes on, the program decides."""
    assert (
        run_script("""
    worker = local.worker_id
    try:
        os.killpg(0, signal.SIGINT)
        signal.pause()
    except KeyboardInterrupt:
        assert ask() == "$5" and local.worker_id == worker
        print("interrupted")
    """)
        == "interrupted"
    )


def test_a_killed_program_leaves_no_worker_behind() -> None:
    worker = int(
        run_script("""
    print(local.worker_id, flush=True)
    os._exit(0)
    """)
    )
    gone_or_dead(worker)


def gone_or_dead(process_id: int) -> None:
    """Wait for a process of a parent that is gone; where nobody reaps, a zombie is dead enough."""
    try:
        process = psutil.Process(process_id)
        if process.status() != psutil.STATUS_ZOMBIE:
            process.wait(timeout=10)
    except psutil.NoSuchProcess:
        return
    except psutil.TimeoutExpired:
        assert process.status() == psutil.STATUS_ZOMBIE
