"""The one desk of this process, and how actions reach it without blocking anybody else's turn."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from helpdesk_bot.desk import Desk

URL_VARIABLE = "DESK_DATABASE_URL"
DEFAULT_FILE = Path(__file__).parents[1] / "var" / "desk.db"

Result = TypeVar("Result")


@lru_cache(maxsize=1)
def _desk() -> Desk:
    return Desk.open(os.environ.get(URL_VARIABLE) or f"sqlite:///{DEFAULT_FILE}")


async def at_desk(work: Callable[[Desk], Result]) -> Result:
    """Runs `work` with the desk in a thread. Raises what `work` raises, and DeskUnavailable."""
    return await asyncio.to_thread(lambda: work(_desk()))
