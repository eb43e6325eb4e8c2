"""The Chromium for the browser tests: found, or asked for in one line."""

from __future__ import annotations

import pytest

from handoff.cli import browser


def test_a_named_chromium_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/somewhere/chromium")
    assert browser.ensure_chromium() == "/somewhere/chromium"


def test_without_one_that_can_be_found_or_installed_one_line_asks_for_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    monkeypatch.setattr(browser, "_ways_to_install", list)  # trying them for real needs the network
    with pytest.raises(browser.NoBrowser, match="install one, or set CHROMIUM to its path"):
        browser.ensure_chromium()
