"""The made-up life of a demo customer: payees, and a year of transactions. Pure and deterministic."""

import hashlib
import random
from collections.abc import Iterator
from datetime import date, timedelta

from .accounts import CARDS, CHECKING_NAME
from .ledger import OPENING_BALANCES, Entry, balance_changes

PAYEE_NAMES = ("Alice Morgan", "Bob Fletcher", "Chloé Dubois", "Daniel Okafor", "Emma Lindqvist")

EMPLOYER = "Harbor Lane Studio"
SAVINGS_PLAN = "Evergreen Savings"
OPENING = "Opening balance"

# name, and the cheapest and dearest purchase in cents; people ask for the first three most
VENDORS = (
    ("Starbucks", 325, 1_150),
    ("Amazon", 899, 14_900),
    ("Target", 1_200, 11_500),
    ("Whole Foods", 2_400, 12_800),
    ("Shell", 2_800, 6_200),
    ("Netflix", 1_549, 1_549),
    ("City Power and Light", 5_400, 12_900),
    ("Trattoria Lucia", 1_800, 9_600),
)
REFUNDING = ("Amazon", "Target")

# Twelve full months and the one that has begun; the last three have more in them.
_MONTHS = 13
_BUSY_MONTHS = 3
_PURCHASES = 4
_PURCHASES_WHEN_BUSY = 6
# Somebody who asks for this month early in it finds something too.
_FIRST_PURCHASE_DAYS = range(2, 5)
_PURCHASE_DAYS = range(5, 29)

_SALARY = (240_000, 320_000)
# What is left of the money of a month at its end, and of all of it today.
_LEFT_OVER = (-4_000, 4_000)
_BALANCE = (150_000, 600_000)
_INTEREST = (210, 940)
_REFUND = (1_000, 8_000)

# What was owed at the beginning on each card, in the order of CARDS: between these.
_DEBTS = ((18_000, 42_000), (60_000, 150_000), (4_500, 19_000), (110_000, 240_000))


def history(conversation_id: str, today: date) -> tuple[Entry, ...]:
    """Return the customer's transactions of the last twelve full months and of this one, oldest first.

    The same id has the same history, counted back from `today`. It leaves a balance between 1,500 and 6,000, no day in
    between ended below zero, and every month has income and spending. Each card owes something.
    """
    digest = hashlib.sha256(conversation_id.encode("utf-8", "surrogatepass")).digest()
    chance = random.Random(int.from_bytes(digest, "big"))
    salary, balance = chance.randint(*_SALARY), chance.randint(*_BALANCE)
    debts = [chance.randint(*bounds) for bounds in _DEBTS]
    months = [_month_before(today, back) for back in range(_MONTHS - 1, -1, -1)]
    planned = [entry for place, first in enumerate(months) for entry in _month(chance, place, first, salary)]
    happened = [entry for entry in planned if entry.booked_on < today]
    opening = balance - balance_changes(happened).get(CHECKING_NAME, 0)
    since = months[0] - timedelta(days=1)
    return (
        Entry("opening", OPENING, since, opening, CHECKING_NAME, OPENING_BALANCES),
        *(
            Entry("opening", OPENING, since, -debt, name, OPENING_BALANCES)
            for (name, _), debt in zip(CARDS, debts, strict=True)
        ),
        *happened,
    )


def _month(chance: random.Random, place: int, first: date, salary: int) -> Iterator[Entry]:
    """A salary, savings on the same day so that a month begun looks like any other, and what comes and goes after."""
    purchases = list(_purchases(chance, place, first))
    spent = -sum(entry.minor for entry in purchases if entry.account == CHECKING_NAME)
    income = list(_income(chance, place, first))
    yield Entry("salary", EMPLOYER, first, salary, CHECKING_NAME)
    savings = salary - spent + sum(entry.minor for entry in income) - chance.randint(*_LEFT_OVER)
    yield Entry("savings", SAVINGS_PLAN, first, -savings, CHECKING_NAME)
    yield from sorted([*purchases, *income], key=lambda entry: entry.booked_on)


def _purchases(chance: random.Random, place: int, first: date) -> Iterator[Entry]:
    busy = place >= _MONTHS - _BUSY_MONTHS
    favourites = list(VENDORS[:3]) if busy else chance.sample(VENDORS[:3], 2)
    others = chance.sample(VENDORS[3:], (_PURCHASES_WHEN_BUSY if busy else _PURCHASES) - len(favourites))
    vendors = chance.sample(favourites + others, len(favourites) + len(others))
    days = [chance.choice(_FIRST_PURCHASE_DAYS), *sorted(chance.sample(_PURCHASE_DAYS, len(vendors) - 1))]
    on_card = chance.sample(range(len(vendors)), 2 if busy else 1)
    cards = {number: CARDS[(place + turn) % len(CARDS)][0] for turn, number in enumerate(on_card)}
    for number, ((vendor, cheapest, dearest), day) in enumerate(zip(vendors, days, strict=True)):
        account = cards.get(number, CHECKING_NAME)
        yield Entry("purchase", vendor, first.replace(day=day), -chance.randint(cheapest, dearest), account)


def _income(chance: random.Random, place: int, first: date) -> Iterator[Entry]:
    """Interest or a refund, in turn, in every other month."""
    if place % 2:
        refund = place % 4 > 1
        giver, bounds = (chance.choice(REFUNDING), _REFUND) if refund else (SAVINGS_PLAN, _INTEREST)
        day = first.replace(day=chance.choice(_PURCHASE_DAYS))
        yield Entry("income", giver, day, chance.randint(*bounds), CHECKING_NAME)


def _month_before(today: date, months: int) -> date:
    """Return the first day of the month that many months before the month of `today`."""
    count = today.year * 12 + today.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)
