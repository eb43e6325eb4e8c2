"""Waiting for something in a page that no locator tells of."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Page

_LONGEST_SECONDS = 5
_PAUSE_MS = 20


def until(page: Page, has_come: Callable[[], bool]) -> None:
    """Looks again and again while the page goes on. Raises AssertionError when it has not come after five seconds."""
    end = time.monotonic() + _LONGEST_SECONDS
    while not has_come():
        assert time.monotonic() < end, f"waited {_LONGEST_SECONDS} s in vain"
        page.wait_for_timeout(_PAUSE_MS)
