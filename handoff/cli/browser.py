"""The Chromium for the browser tests: looked for first, installed second, asked for third."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from handoff.cli.steps import step
from handoff.errors import HandoffError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
VARIABLE = "CHROMIUM"
INSTALL_SECONDS = 600


class NoBrowser(HandoffError):
    """There is no Chromium, and none could be installed."""


def find_chromium() -> str | None:
    """The path of a Chromium: the variable CHROMIUM, one on the PATH, or Playwright's own."""
    named = os.environ.get(VARIABLE)
    if named:
        return named
    on_path = next((path for path in map(shutil.which, NAMES) if path), None)
    return on_path or _playwrights_own()


def ensure_chromium() -> str:
    """The path of a Chromium, installed when there was none. Raises NoBrowser."""
    found = find_chromium()
    if found:
        return found
    with step("installing a Chromium for the browser tests"):
        for commands in _ways_to_install():
            if all(_succeeds(command) for command in commands) and (found := find_chromium()):
                return found
    raise NoBrowser(f"the browser tests need a Chromium: install one, or set {VARIABLE} to its path")


def _ways_to_install() -> list[list[list[str]]]:
    ways = [[[sys.executable, "-m", "playwright", "install", "chromium"]]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        packages = ["chromium", "fonts-dejavu-core"]
        ways.insert(0, [["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", *packages]])
    return ways


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=INSTALL_SECONDS, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _playwrights_own() -> str | None:
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    return next((str(path) for path in sorted(folder.glob("chromium-*/chrome-linux*/chrome"))), None)
