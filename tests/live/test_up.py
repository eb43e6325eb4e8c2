"""`handoff up` as an operator sees it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import psutil

from handoff.cli.ports import is_free
from tests.support.system import PORT_NAMES, ROOT, environment, free_port, start_system


def handoff(command: str, folder: Path, ports: dict[str, int]) -> subprocess.CompletedProcess[str]:
    """What a short command of the command line prints, and its exit code."""
    return subprocess.run(
        [sys.executable, "-m", "handoff.cli", command],
        cwd=ROOT,
        env=environment(folder, ports),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_ctrl_c_ends_everything_and_leaves_nothing_running(tmp_path: Path) -> None:
    system = start_system(tmp_path)
    started = [psutil.Process(system.process.pid), *system.children()]
    said = system.log.read_text()
    system.interrupt()
    _, alive = psutil.wait_procs(started, timeout=15)

    assert len(started) > len(PORT_NAMES)
    assert f"http://localhost:{system.ports['chatroom']}/chatroom_handoff.html" in said
    assert "models are up to date" in said
    assert alive == []
    assert all(is_free(port) for port in system.ports.values())


def test_a_busy_port_is_one_line_naming_port_and_process(tmp_path: Path) -> None:
    ports = {name: free_port() for name in PORT_NAMES}
    with socket.create_server(("127.0.0.1", ports["helpdesk_bot"])):
        done = handoff("up", tmp_path, ports)
    assert done.returncode == 1
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    assert len(lines) == 1
    assert f"port {ports['helpdesk_bot']} (helpdesk_bot)" in lines[0]
    assert f"process {os.getpid()}" in lines[0]


def test_status_says_who_answers_and_who_does_not(tmp_path: Path) -> None:
    ports = {name: free_port() for name in PORT_NAMES}
    done = handoff("status", tmp_path, ports)
    assert done.returncode == 1
    assert done.stdout.count("no answer") == len(PORT_NAMES)
