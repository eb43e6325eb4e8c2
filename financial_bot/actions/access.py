"""The one bank of this process, and how actions reach it without blocking anybody else's turn."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from financial_bot.bank import Bank, BankUnavailable
from financial_bot.settings import open_bank

logger = logging.getLogger(__name__)

Result = TypeVar("Result")
_opening = threading.Lock()


@lru_cache(maxsize=1)
def _opened() -> Bank:
    return open_bank()


def the_bank() -> Bank:
    """Opened once, at its first use. Raises SettingError, BankUnavailable."""
    with _opening:
        return _opened()


def forget_the_bank() -> None:
    """Closes it; the next use opens the one that the settings name then."""
    the_bank().close()
    _opened.cache_clear()


async def at_bank(customer: str, work: Callable[[Bank], Result]) -> Result:
    """Runs `work` with the bank in a thread, after making sure that the customer exists and that what was scheduled
    for today or earlier is done. Raises what `work` raises, and BankUnavailable.
    """

    def call() -> Result:
        bank = the_bank()
        bank.ensure_customer(customer)
        try:
            bank.run_due(customer)
        except BankUnavailable as error:  # a payment that cannot be settled must not silence the whole bank
            logger.error("scheduled payments not settled: conversation=%s cause=%s", customer, error)
        return work(bank)

    return await asyncio.to_thread(call)
