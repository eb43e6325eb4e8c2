"""`handoff test` runs every test once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from handoff.cli.project import Project
from handoff.cli.suites import SUITES, TRAINING, Suite, jobs
from tests.support.system import ROOT

TESTS = ROOT / "tests"


def files_of(suite: Suite) -> set[Path]:
    """What pytest finds with these arguments."""
    left_out = [ROOT / path for path in suite.without]
    found = {file for path in suite.paths for file in all_in(ROOT / path)}
    return {file for file in found if not any(file.is_relative_to(path) for path in left_out)}


def all_in(path: Path) -> list[Path]:
    return [path] if path.is_file() else [*path.rglob("test_*.py"), *path.rglob("*_test.py")]


def test_every_test_file_is_in_one_suite() -> None:
    times = Counter(file for suite in SUITES for file in files_of(suite))
    assert set(times) == set(all_in(TESTS))
    assert [file for file, number in times.items() if number > 1] == []


def test_no_suite_names_what_is_not_there() -> None:
    named = [path for suite in SUITES for path in (*suite.paths, *suite.without)]
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_names_and_logs_are_different() -> None:
    all_jobs = jobs(Project.here())
    assert len({job.name for job in all_jobs}) == len({job.log for job in all_jobs}) == len(all_jobs)


def test_what_talks_to_bots_waits_for_their_models() -> None:
    waits = {job.name for job in jobs(Project.here()) if job.after == TRAINING}
    assert waits == {suite.name for suite in SUITES if not suite.paths[0].startswith("tests/unit")}
