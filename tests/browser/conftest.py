"""A real Chromium, and the rooms that tests open in it: over the real system, and over scripted hosts."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from handoff.cli.browser import ensure_chromium
from tests.browser.chat import Chat
from tests.browser.opening import Rooms
from tests.browser.site import built_widget
from tests.support.scripted_hosts import ScriptedHosts
from tests.support.system import System


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """pytest-playwright's launch arguments: the Chromium that is there, without calls to its maker."""
    quiet = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
    arguments = ["--disable-gpu", "--disable-sync", *quiet, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return {"executable_path": ensure_chromium(), "args": arguments}


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
    for file in (copy / "config.js", copy / "chatroom_handoff.html"):  # the list, and the browser's permission
        content = file.read_text()
        for host, url in urls.items():
            content = content.replace(system.url(host), url)
        file.write_text(content)
    return (copy / "chatroom_handoff.html").as_uri()


@pytest.fixture(scope="session")
def widget(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the widget, built from its sources as they are."""
    return built_widget(tmp_path_factory.mktemp("widget"))


@pytest.fixture(scope="session")
def scripted_hosts() -> Iterator[ScriptedHosts]:
    """One process for the hosts of all tests."""
    hosts = ScriptedHosts()
    yield hosts
    hosts.close()


@pytest.fixture
def open_room(browser: Browser, scripted_hosts: ScriptedHosts, widget: Path) -> Iterator[Rooms]:
    """Opens rooms over scripted hosts. An error in the console, a dialog or a request to a stranger fails the test."""
    rooms = Rooms(browser, scripted_hosts, widget)
    yield rooms
    unexpected = rooms.close()
    assert unexpected == [], "\n".join(unexpected)
