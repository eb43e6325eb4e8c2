"""A room over scripted hosts, and what may not happen in it unannounced."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Error, Locator, Request, expect

from tests.browser.chat import Chat
from tests.browser.site import Site
from tests.support.scripted_hosts import Script, ScriptedHosts

PAGE = "chatroom_handoff.html"
TITLES = {"bank": "Financial Assistant", "desk": "Helpdesk Assistant"}
LOOKS: Mapping[str, Mapping[str, str]] = {"bank": {"color": "#1b6ca8", "avatar": "avatars/bank.svg"}, "desk": {}}

# What a browser itself writes into the console when a host fails.
HOST_FAILURES = r"^Failed to load resource: "

_TELL_VIOLATIONS = """addEventListener("securitypolicyviolation", ({effectiveDirective, blockedURI, sample}) =>
    console.error("policy violated:", effectiveDirective, blockedURI, sample))"""


@dataclass
class Watch:
    """What happens in the pages of a context that a test has to announce: errors, dialogs, requests to strangers."""

    allowed: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Looks at all pages of this context from now on."""
        context.add_init_script(_TELL_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.seen.append(f"page error: {error.error}"))
        context.on("dialog", self._dialog)
        context.on("request", self._request)

    def unexpected(self) -> list[str]:
        """Everything that was not announced."""
        strange = [f"request to {request.url[:200]}" for request in self.requests if not self._is_known(request.url)]
        told = [each for each in self.seen if not any(re.search(pattern, each) for pattern in self.allowed)]
        return told + strange

    def _request(self, request: Request) -> None:
        self.requests.append(request)

    def _dialog(self, dialog: Dialog) -> None:
        self.seen.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.seen.append(message.text)

    def _is_known(self, url: str) -> bool:
        return url.startswith(("data:", "blob:")) or any(url.startswith(f"{each}/") for each in self.known)


@dataclass
class Room(Chat):
    """The chat over scripted hosts."""

    hosts: ScriptedHosts
    site: Site
    watch: Watch
    address: str

    @property
    def timeline(self) -> Locator:
        """All that was said."""
        return self.page.get_by_test_id("timeline")

    @property
    def typing(self) -> Locator:
        """The dots."""
        return self.page.get_by_test_id("typing")

    @property
    def retry(self) -> Locator:
        """The buttons that send something again."""
        return self.page.get_by_test_id("retry")

    def enter(self, *texts: str) -> None:
        """Says these one after the other, without waiting for answers."""
        for text in texts:
            said = self.items("user").count()
            self.composer.fill(text)
            self.composer.press("Enter")
            expect(self.items("user")).to_have_count(said + 1)

    def another_tab(self) -> Room:
        """The same address in another tab of the same browser."""
        tab = Room(self.page.context.new_page(), self.hosts, self.site, self.watch, self.address)
        tab.open(self.address)
        return tab

    def reload(self) -> None:
        """Loads the page again and waits until one can write."""
        self.page.reload()
        expect(self.composer).to_be_visible()

    def crash(self) -> Room:
        """Ends the page's process without any goodbye, and opens the address in another tab of the same browser."""
        with self.page.expect_event("crash"), suppress(Error):
            self.page.goto("chrome://crash")
        return self.another_tab()

    def start_over(self) -> None:
        """Presses the button for it, and says yes."""
        self.page.get_by_role("button", name="Start over").click()
        self.page.get_by_role("alertdialog").get_by_role("button", name="Start over").click()
        expect(self.items("user")).to_have_count(0)

    def kept(self) -> str:
        """All that the browser keeps, as one text."""
        kept: str = self.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
        return kept


def config_for(urls: Mapping[str, str], names: Sequence[str]) -> dict[str, Any]:
    """The config of a page whose conversations begin with the first of these hosts."""
    hosts = [{"id": name, "title": TITLES.get(name, name), "url": urls[name], **LOOKS.get(name, {})} for name in names]
    return {"start": names[0], "hosts": hosts}


def answers(**scripted: Sequence[Mapping[str, Any]]) -> Script:
    """A script in which each word has one answer."""
    return Script({word.replace("_", " "): [list(answer)] for word, answer in scripted.items()})


def offer(**details: Any) -> dict[str, Any]:
    """A message in which a host passes the conversation to the desk (docs/protocol.md, section 1)."""
    handoff = {"version": 1, "to": "desk", "reason": "other_skill", "message": None, "carried": {}, "ticket": None}
    return {"custom": {"handoff_host": "{url:desk}", "title": TITLES["desk"], "handoff": {**handoff, **details}}}
