"""Says at the end of a run which hosts the contract of Rasa bots passed over, and why."""

from __future__ import annotations

import pytest

from handoff.cli.project import Project
from handoff.hosts import Host


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line per host without a Rasa project here."""
    project = Project.here()
    for host in project.hosts:
        if host not in project.bots:
            terminalreporter.write_line(f"tests/contract/test_bots.py passed over {host.id}: {_reason(host)}")


def _reason(host: Host) -> str:
    if host.folder is None:
        return "it has no folder here, so it is somebody else's to test"
    return f"{host.folder.name}/ has no config.yml, so it is no Rasa bot"
