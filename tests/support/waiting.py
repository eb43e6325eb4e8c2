"""Waiting for something that comes about in another process."""

from __future__ import annotations

import time
from collections.abc import Callable

_LONGEST_SECONDS = 10.0
_PAUSE_SECONDS = 0.01


def wait_until(has_come: Callable[[], bool], seconds: float = _LONGEST_SECONDS) -> None:
    """Looks again and again. Raises AssertionError when it has not come after so many seconds."""
    end = time.monotonic() + seconds
    while not has_come():
        assert time.monotonic() < end, f"waited {seconds} s in vain"
        time.sleep(_PAUSE_SECONDS)
