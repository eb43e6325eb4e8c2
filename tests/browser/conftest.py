"""A real Chromium, and how tests read the chat."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from handoff.cli.browser import ensure_chromium
from tests.support.system import ROOT, System

SCREENSHOTS = ROOT / "build" / "screenshots"
DOCS_IMAGES = ROOT / "docs" / "images"
ANSWER_MILLISECONDS = 30_000


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """pytest-playwright's launch arguments: the Chromium that is there, without calls to its maker."""
    quiet = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
    arguments = ["--disable-gpu", "--disable-sync", *quiet, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return {"executable_path": ensure_chromium(), "args": arguments}


@dataclass
class Chat:
    """The chat in a page, as a user handles it."""

    page: Page

    def open(self, address: str) -> Chat:
        """Opens the page and waits until one can write."""
        self.page.goto(address)
        expect(self.composer).to_be_visible()
        return self

    @property
    def composer(self) -> Locator:
        """Where one writes."""
        return self.page.get_by_test_id("composer")

    @property
    def title(self) -> Locator:
        """Who holds the conversation."""
        return self.page.get_by_test_id("title")

    def items(self, kind: str) -> Locator:
        """Everything of a kind in the timeline: user, bot, image, buttons, handoff, error."""
        return self.page.locator(f'[data-testid="timeline"] [data-kind="{kind}"]')

    def say(self, text: str) -> None:
        """Writes and presses Enter, then waits until nothing is pending."""
        said = self.items("user").count()
        self.composer.fill(text)
        self.composer.press("Enter")
        expect(self.items("user")).to_have_count(said + 1)
        self.settle()

    def press(self, title: str) -> None:
        """Presses a button of the bot's, then waits until nothing is pending."""
        said = self.items("user").count()
        self.page.get_by_role("button", name=title, exact=True).last.click()
        expect(self.items("user")).to_have_count(said + 1)
        self.settle()

    def settle(self) -> None:
        """Waits until the typing dots are gone."""
        expect(self.page.get_by_test_id("typing")).to_have_count(0, timeout=ANSWER_MILLISECONDS)

    def said(self, count: int) -> str:
        """The bot's last messages, so many of them."""
        return "\n".join(self.items("bot").all_inner_texts()[-count:])

    def last_said(self) -> str:
        """The bot's last message."""
        return self.items("bot").last.inner_text()

    def picture(self, name: str) -> None:
        """Saves a screenshot for a person to look at; also into the docs when UPDATE_SCREENSHOTS is set."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        file = SCREENSHOTS / f"{name}.png"
        self.page.screenshot(path=file)
        if os.environ.get("UPDATE_SCREENSHOTS") and name in ("handoff", "search", "help-steps"):
            DOCS_IMAGES.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, DOCS_IMAGES / file.name)


@pytest.fixture
def open_chat(browser: Browser) -> Callable[..., Chat]:
    """Opens the chat at an address, in a browser context of its own (`viewport`, `color_scheme`, ...)."""

    def opener(address: str, **context: Any) -> Chat:
        return Chat(browser.new_context(**context).new_page()).open(address)

    return opener


@pytest.fixture
def chat(system: System, open_chat: Callable[..., Chat]) -> Chat:
    """The chat as `make up` serves it."""
    return open_chat(system.page, viewport={"width": 900, "height": 900})


def page_with_hosts(system: System, folder: Path, urls: dict[str, str]) -> str:
    """A copy of the page, opened from the file system, whose hosts have other urls."""
    copy = folder / "page"
    shutil.copytree(system.folder / "chatroom", copy)
    config = (copy / "config.js").read_text()
    for host, url in urls.items():
        config = re.sub(re.escape(system.url(host)), url, config)
    (copy / "config.js").write_text(config)
    return (copy / "chatroom_handoff.html").as_uri()
