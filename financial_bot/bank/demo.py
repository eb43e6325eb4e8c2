"""The made-up life of a demo customer: payees and three months of transactions. Pure and deterministic."""

import hashlib
import random
from collections.abc import Iterator
from datetime import date, timedelta

from .ledger import OPENING_BALANCES, Entry

PAYEE_NAMES = ("Alice Morgan", "Bob Fletcher", "Chloé Dubois", "Daniel Okafor", "Emma Lindqvist")

EMPLOYER = "Harbor Lane Studio"
SAVINGS_PLAN = "Evergreen Savings"

# name, and the cheapest and dearest purchase in cents
VENDORS = (
    ("Starbucks", 325, 1_150),
    ("Amazon", 899, 14_900),
    ("Target", 1_200, 11_500),
    ("Whole Foods", 2_400, 12_800),
    ("Shell", 2_800, 6_200),
    ("Netflix", 1_549, 1_549),
    ("City Power and Light", 5_400, 12_900),
)

_PERIODS = 6
_PERIOD_DAYS = 15
_PURCHASES = (4, 7)
_SALARY = (165_000, 230_000)
# What is left of a salary at the end of its period, in cents, and the balance at the end of it all.
_LEFT_OVER = (-9_000, 9_000)
_BALANCE = (150_000, 600_000)


def history(conversation_id: str, today: date) -> tuple[Entry, ...]:
    """Return opening balance, salaries and purchases of the last three months, oldest first.

    The same id has the same history, counted back from `today`. It leaves a balance between 1,500 and 6,000, and no day
    in between ended below zero.
    """
    digest = hashlib.sha256(conversation_id.encode("utf-8", "surrogatepass")).digest()
    chance = random.Random(int.from_bytes(digest, "big"))
    salary = chance.randint(*_SALARY)
    start = today - timedelta(days=_PERIODS * _PERIOD_DAYS)
    entries = [
        entry
        for period in range(_PERIODS)
        for entry in _period(chance, start + timedelta(days=period * _PERIOD_DAYS), salary)
    ]
    opening = chance.randint(*_BALANCE) - sum(entry.minor for entry in entries)
    return (Entry("opening", "Opening balance", start, opening, OPENING_BALANCES), *entries)


def _period(chance: random.Random, start: date, salary: int) -> Iterator[Entry]:
    """One salary, some purchases, and the rest into savings but for a small remainder, so that balances stay likely."""
    yield Entry("salary", EMPLOYER, start, salary)
    days = sorted(chance.sample(range(1, _PERIOD_DAYS), chance.randint(*_PURCHASES)))
    spent = 0
    for day in days:
        vendor, cheapest, dearest = chance.choice(VENDORS)
        price = chance.randint(cheapest, dearest)
        spent += price
        yield Entry("purchase", vendor, start + timedelta(days=day), -price)
    savings = salary - spent - chance.randint(*_LEFT_OVER)
    yield Entry("savings", SAVINGS_PLAN, start + timedelta(days=_PERIOD_DAYS - 1), -savings)
