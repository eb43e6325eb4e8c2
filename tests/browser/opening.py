"""Opening rooms over scripted hosts, each in a browser context of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from tests.browser.room import PAGE, Room, Watch, config_for
from tests.browser.site import Site, policy
from tests.support.scripted_hosts import Script, ScriptedHosts

DESKTOP = {"width": 1000, "height": 800}


def _with_urls(text: str, urls: Mapping[str, str]) -> str:
    for host, url in urls.items():
        text = text.replace(f"{{url:{host}}}", url)
    return text


class Rooms:
    """The rooms of one test; `screen` is what their browser contexts have in common."""

    def __init__(self, browser: Browser, hosts: ScriptedHosts, widget: Path) -> None:
        self.hosts = hosts
        self.screen: Mapping[str, Any] = {"viewport": DESKTOP}
        self._browser = browser
        self._widget = widget
        self._opened: list[Room] = []

    def prepare(
        self,
        scripts: Mapping[str, Script] | Script | None = None,
        dead: Sequence[str] = (),
        config: Mapping[str, Any] | None = None,
        files: Mapping[str, str] | None = None,
        page: str = PAGE,
        allow: Sequence[str] = (),
        rules: Mapping[str, str] | None = None,
        **context: Any,
    ) -> Room:
        """A room whose page is not opened yet. A lone script is the bank's, and the desk then has none.

        `files` stand beside the page, `{url:bank}` in them is the url of that host. `allow` are patterns of what may
        stand in the console. `rules` are added to the policy. The rest is for the browser's context.
        """
        hosts = scripts if isinstance(scripts, Mapping) else {"bank": scripts or Script(), "desk": Script()}
        urls = self.hosts.play(hosts, dead)
        names = [*hosts, *dead]
        site = Site(self._widget, policy(urls.values(), **(rules or {})))
        site.configure({**config_for(urls, names), **(config or {})})
        for name, content in (files or {}).items():
            site.files[name] = _with_urls(content, urls)
        watch = Watch(allowed=list(allow), known=[site.url, *urls.values()])
        made = self._browser.new_context(**{**self.screen, **context})
        watch.over(made)
        room = Room(made.new_page(), self.hosts, site, watch, f"{site.url}/{page}")
        self._opened.append(room)
        return room

    def __call__(self, *arguments: Any, **options: Any) -> Room:
        """The same, opened, as soon as one can write."""
        room = self.prepare(*arguments, **options)
        room.open(room.address)
        return room

    def close(self) -> list[str]:
        """Ends everything. What happened and was not announced."""
        self.hosts.release()
        unexpected = []
        for room in self._opened:
            unexpected += room.watch.unexpected()
            room.page.context.close()
            room.site.close()
        return unexpected
