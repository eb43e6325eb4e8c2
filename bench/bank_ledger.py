"""How many transfers the ledger takes, and what a new customer costs."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from financial_bot.bank import Bank, BankUnavailable, Money
from financial_bot.bank.accounts import holdings_of, known_customer
from financial_bot.bank.ledger import OPENING_BALANCES, Entry, post
from storage import utc_now, writing

from .figures import timed

PLENTY = 1_000_000_000


@dataclass(frozen=True)
class Throughput:
    """`refused` transfers had to be asked for again, since the bank was unavailable; `longest` is in seconds."""

    per_second: float
    refused: int
    longest: float


def transfers(url: str, threads: int, duration: float) -> Throughput:
    """With one bank, as in an action server; each thread for a customer of its own, one transfer after the other."""
    with Bank.open(url) as bank:
        customers = [f"{threads}-{number}" for number in range(threads)]
        for customer in customers:
            bank.ensure_customer(customer)
            _enrich(bank, customer)
        started = time.monotonic()
        with ThreadPoolExecutor(threads) as pool:
            calls = list(pool.map(lambda customer: _transfers(bank, customer, started + duration), customers))
        elapsed = time.monotonic() - started
        bank.check()
    waits, refused = [wait for each in calls for wait in each[0]], sum(each[1] for each in calls)
    return Throughput((len(waits) - refused) / elapsed, refused, max(waits))


def _transfers(bank: Bank, customer: str, until: float) -> tuple[list[float], int]:
    """Seconds of each call, and how many of them were refused."""
    payee, today = bank.payees(customer)[0].id, bank.today()
    waits: list[float] = []
    refused = 0
    while time.monotonic() < until:
        started = time.perf_counter()
        try:
            bank.transfer(customer, payee, Money(1, "USD"), today, f"key-{len(waits) - refused}")
        except BankUnavailable:
            refused += 1
        waits.append(time.perf_counter() - started)
    return waits, refused


def new_customers(url: str, count: int) -> list[float]:
    """Seconds for each."""
    with Bank.open(url) as bank:
        bank.ensure_customer("the first one, who warms things up")
        return [timed(bank.ensure_customer, f"new-{number}")[0] for number in range(count)]


def _enrich(bank: Bank, customer: str) -> None:
    # Every transfer after the sixth costs ten dollars.
    with writing(bank.engine) as connection:
        number = known_customer(connection, customer)
        entry = Entry("opening", "A fortune", bank.today(), PLENTY, "Checking", OPENING_BALANCES)
        post(connection, number, holdings_of(connection, number).ids(), [entry], utc_now())
