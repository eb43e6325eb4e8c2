"""The one bank of this process, and how actions reach it without blocking anybody else's turn."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from financial_bot.bank import Bank

URL_VARIABLE = "BANK_DATABASE_URL"
DEFAULT_FILE = Path(__file__).parents[1] / "var" / "bank.db"

Result = TypeVar("Result")


@lru_cache(maxsize=1)
def _bank() -> Bank:
    return Bank.open(os.environ.get(URL_VARIABLE) or f"sqlite:///{DEFAULT_FILE}")


async def at_bank(customer: str, work: Callable[[Bank], Result]) -> Result:
    """Runs `work` with the bank in a thread, after making sure that the customer exists and that what was scheduled
    for today or earlier is done. Raises what `work` raises, and BankUnavailable.
    """

    def call() -> Result:
        bank = _bank()
        bank.ensure_customer(customer)
        bank.run_due(customer)
        return work(bank)

    return await asyncio.to_thread(call)
