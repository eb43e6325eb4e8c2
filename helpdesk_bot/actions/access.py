"""The one desk of this process, and how actions reach it without blocking anybody else's turn."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TypeVar

from helpdesk_bot.desk import Desk
from helpdesk_bot.settings import open_desk

Result = TypeVar("Result")

# A ticket system may take seconds, and asyncio's own threads are few: six on two processors.
THREADS = 32

_opening = threading.Lock()
_threads = ThreadPoolExecutor(THREADS, thread_name_prefix="desk")


@lru_cache(maxsize=1)
def _opened() -> Desk:
    return open_desk()


def the_desk() -> Desk:
    """Opened once, at its first use. Raises SettingError, DeskUnavailable."""
    with _opening:
        return _opened()


async def at_desk(work: Callable[[Desk], Result]) -> Result:
    """Runs `work` with the desk in a thread of the desk's own. Raises what `work` raises, and DeskUnavailable."""
    return await asyncio.get_running_loop().run_in_executor(_threads, lambda: work(the_desk()))
