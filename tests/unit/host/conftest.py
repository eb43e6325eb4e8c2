"""One host, "branches", beside two others."""

from __future__ import annotations

from pathlib import Path

import pytest

from handoff.host.reception import Reception
from handoff.hosts import Hosts, load_hosts
from tests.support.host_program import CONFIG, Program, open_reception


@pytest.fixture
def hosts(tmp_path: Path) -> Hosts:
    file = tmp_path / "handoff_config.yml"
    file.write_text(CONFIG)
    return load_hosts(file, {})


@pytest.fixture
def program() -> Program:
    return Program()


@pytest.fixture
def reception(tmp_path: Path, hosts: Hosts, program: Program) -> Reception:
    """The host "branches", at the time NOW."""
    return open_reception(tmp_path, hosts, program)
