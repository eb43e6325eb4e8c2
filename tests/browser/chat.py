"""How tests read the chat in a page, and handle it as a user does."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.support.system import ROOT

SCREENSHOTS = ROOT / "build" / "screenshots"
DOCS_IMAGES = ROOT / "docs" / "images"
ANSWER_MILLISECONDS = 30_000


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
