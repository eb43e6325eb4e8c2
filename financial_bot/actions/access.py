"""The one bank of this process, and how actions reach it without blocking anybody else's turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from financial_bot.bank import Bank
from financial_bot.settings import open_bank

Result = TypeVar("Result")


@lru_cache(maxsize=1)
def the_bank() -> Bank:
    """Opened at its first use. Raises SettingError, BankUnavailable."""
    return open_bank()


async def at_bank(customer: str, work: Callable[[Bank], Result]) -> Result:
    """Runs `work` with the bank in a thread, after making sure that the customer exists and that what was scheduled
    for today or earlier is done. Raises what `work` raises, and BankUnavailable.
    """

    def call() -> Result:
        bank = the_bank()
        bank.ensure_customer(customer)
        bank.run_due(customer)
        return work(bank)

    return await asyncio.to_thread(call)
