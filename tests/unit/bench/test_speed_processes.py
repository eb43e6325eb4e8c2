"""What `make bench` starts is timed, asked, and gone in the end; what does not start is an error that says why."""

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import psutil
import pytest

from bench.speed.errors import DidNotStart, ProgramFailed
from bench.speed.load import load
from bench.speed.plots import draw_lengths, draw_ratios
from bench.speed.processes import Command, end, output_of, running
from bench.speed.rows import Figure, Row
from bench.speed.stock_project import ROOT
from tests.support.system import free_port


def echo_server(folder: Path) -> tuple[Command, str]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    line = (sys.executable, "-m", "bench.speed.floor", str(port))
    return Command("echo server", line, ROOT, os.environ, f"{url}/", folder / "echo.log"), url


def test_a_server_is_timed_weighed_asked_by_many_and_ended(tmp_path: Path) -> None:
    command, url = echo_server(tmp_path)
    with running([command]) as (server,):
        assert server.seconds > 0
        weight = server.weight()
        assert weight.rss >= weight.pss > 1
        found = load(f"{url}/webhooks/rest/webhook", conversations=3, seconds=0.5)
    assert found.failed == 0
    assert found.per_second > 1
    assert 0 < found.p50 <= found.p95
    assert server.process.poll() is not None


def test_messages_without_an_answer_are_counted_as_failed(tmp_path: Path) -> None:
    """A server that knows no such place."""
    command, url = echo_server(tmp_path)
    with running([command]):
        found = load(f"{url}/nowhere", conversations=1, seconds=0.2)
    assert found.per_second == 0
    assert found.failed > 0


def test_what_does_not_start_says_why(tmp_path: Path) -> None:
    line = (sys.executable, "-c", "raise SystemExit('no such luck')")
    command = Command("a bot", line, tmp_path, os.environ, "http://127.0.0.1:1/", tmp_path / "log")
    with pytest.raises(DidNotStart, match=r"a bot ended with 1:\nno such luck"), running([command]):
        pass


def test_children_end_with_their_parents() -> None:
    child = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'input()'], stdin=subprocess.PIPE).wait()"
    process = subprocess.Popen([sys.executable, "-c", child])
    while not (children := psutil.Process(process.pid).children()):
        assert process.poll() is None
    end(process)
    assert not any(each.is_running() and each.status() != psutil.STATUS_ZOMBIE for each in children)


@pytest.mark.parametrize(
    ("program", "said"),
    [("raise SystemExit('broken')", "broken"), ("import time; time.sleep(60)", "took more than 0 s")],
)
def test_a_program_that_fails_or_hangs_is_an_error_that_says_so(tmp_path: Path, program: str, said: str) -> None:
    with pytest.raises(ProgramFailed, match=said):
        output_of((sys.executable, "-c", program), tmp_path, os.environ, 0.4 if "sleep" in program else 30)


def test_both_pictures_are_drawn_also_where_stock_was_given_up(tmp_path: Path) -> None:
    rows = [Row("A turn", "late", "ms", Figure(0.02), Figure(60.0, at_least=True), 10)]
    draw_ratios(rows, tmp_path / "ratios.svg")
    draw_lengths([(0, Figure(0.02)), (100, Figure(0.02))], [(0, Figure(60.0, at_least=True))], tmp_path / "lengths.svg")
    for name in ("ratios", "lengths"):
        assert ElementTree.parse(tmp_path / f"{name}.svg").getroot().tag.endswith("svg")
