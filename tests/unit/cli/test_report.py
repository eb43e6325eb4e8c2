"""What a developer reads of `handoff test`: one line for each part, and in the end what failed and why."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from handoff.cli import report, testing
from handoff.cli.jobs import Job, Jobs

GREEN = "def test_green():\n    print('nobody needs to read this')\n"
RED = "import pytest\n\ndef test_red():\n    print('said before')\n    assert [1] == [2]\n"
BROKEN = "import no_such_module\n"
DIED = "import os\n\ndef test_it():\n    os._exit(7)\n"
BARE = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # loading plugins takes seconds


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    return Suite(tmp_path)


class Suite:
    """Makes jobs that run one file of tests with pytest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def of(self, name: str, code: str) -> Job:
        file = self.folder / f"test_{name}.py"
        file.write_text(code)
        options = ("-q", "-ra", "-p", "no:cacheprovider", "--rootdir", str(self.folder), "-c", os.devnull)
        return Job(name, (sys.executable, "-m", "pytest", *options, str(file)), self.folder / f"{name}.log")

    def run(self, *jobs: Job) -> bool:
        return testing.run_jobs(Jobs(list(jobs), 2, self.folder, BARE))


def test_all_green_is_one_line_each(suite: Suite, capsys: pytest.CaptureFixture[str]) -> None:
    assert suite.run(suite.of("one", GREEN), suite.of("two", GREEN))
    lines = sorted(capsys.readouterr().out.split("\n"))
    assert [line[: len("✓ one 1 passed")] for line in lines if line] == ["✓ one 1 passed", "✓ two 1 passed"]


def test_one_red_test_makes_all_red_and_comes_last_with_its_output(
    suite: Suite, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not suite.run(suite.of("red", RED), suite.of("green", GREEN))
    said = capsys.readouterr().out
    for part in ("✗ red 1 failed", "✓ green 1 passed", "said before", "assert [1] == [2]"):
        assert part in said
    assert "nobody needs to read this" not in said
    assert said.splitlines()[-1].startswith("FAILED test_red.py::test_red - assert [1] == [2]")


@pytest.mark.parametrize(
    ("code", "shown"), [(BROKEN, "No module named 'no_such_module'"), ("", "no tests ran"), (DIED, "exit code 7")]
)
def test_tests_that_cannot_be_read_that_are_none_or_that_die_are_red_and_say_so(
    suite: Suite, capsys: pytest.CaptureFixture[str], code: str, shown: str
) -> None:
    assert not suite.run(suite.of("other", code))
    said = capsys.readouterr().out
    assert shown in said
    assert "other" in said.splitlines()[-1]


def test_any_command_that_fails_is_shown_and_so_is_what_was_not_run(
    tmp_path: Path, suite: Suite, capsys: pytest.CaptureFixture[str]
) -> None:
    training = Job("training", (sys.executable, "-c", "raise OSError('disk [full]')"), tmp_path / "training.log")
    live = Job("live", (sys.executable, "-c", "pass"), tmp_path / "live.log", after="training")
    assert not suite.run(training, live)
    said = capsys.readouterr().out
    assert "✗ live not run, because training failed" in said
    assert "OSError: disk [full]" in said
    assert said.splitlines()[-2:] == ["FAILED training", "FAILED live"]


def test_a_flood_of_failures_is_cut_and_the_log_is_named(suite: Suite, capsys: pytest.CaptureFixture[str]) -> None:
    lines = 2 * report.LINES_SHOWN
    assert not suite.run(suite.of("red", f"def test_red():\n    print('flood\\n' * {lines})\n    assert False\n"))
    said = capsys.readouterr().out
    assert 100 < said.count("flood") <= report.LINES_SHOWN
    assert str(suite.folder / "red.log") in said
    assert said.splitlines()[-1].startswith("FAILED test_red.py::test_red")


def test_the_progress_is_the_last_that_pytest_said(tmp_path: Path) -> None:
    log = tmp_path / "live.log"
    assert report.progress("live", log) == "live"
    log.write_text("....  [  9%]\n....  [ 26%]\n..")
    assert report.progress("live", log) == "live 26%"
