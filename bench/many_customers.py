"""A bank with many customers and many transactions, written in bulk, and what a question costs there."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Column, Date, Integer, MetaData, String, Table, create_engine, insert, literal, select, text
from sqlalchemy.engine import Connection, Engine

from financial_bot.bank import Bank
from financial_bot.bank.accounts import CARDS
from financial_bot.bank.ledger import OPENING_BALANCES, OUTSIDE_WORLD
from financial_bot.bank.names import folded
from financial_bot.bank.schema import accounts, customers, orders, payees, postings, transactions
from storage import Instant, utc_now

from .figures import timed

PAYEES = ("Alice Morgan", "Bob Fletcher", "Emma Lindqvist")
VENDORS = ("Starbucks", "Amazon", "Target", "Whole Foods", "Shell", "Netflix", "Trattoria Lucia")
DAYS = 730
PLENTY = 1_000_000_000
PARTS = 10
WARM_UP = 5
CARD_PURCHASE = 2  # the last digit of transactions by card

# What happens to every customer alike, each entry once per customer.
plan = Table(
    "bench_plan",
    MetaData(),
    Column("number", Integer, primary_key=True),
    Column("kind", String(16)),
    Column("counterparty", String(200)),
    Column("booked_on", Date),
    Column("minor", Integer),
    Column("account", String(100)),
    Column("against", String(64)),
)

Say = Callable[[str], None]


def name_of(number: int) -> str:
    """The conversation of a customer, counted from one."""
    return f"customer-{number}"


def fill(url: str, customer_count: int, transaction_count: int, say: Say) -> None:
    """Make the bank at `url`; transactions come in as they do in life, those of one day of all customers together."""
    with Bank.open(url) as bank:
        today = bank.today()
    with _bulk(url) as engine:
        with engine.begin() as connection:
            plan.create(connection)
            entries = list(_entries(transaction_count, today))
            connection.execute(insert(plan), entries)
            _add_customers(connection, customer_count, entries)
        for part in range(PARTS):
            first, last = (1 + transaction_count * edge // PARTS for edge in (part, part + 1))
            with engine.begin() as connection:
                _add_transactions(connection, first, last)
            say(f"  {customer_count * (last - 1):,} of {customer_count * transaction_count:,} transactions")
        with engine.begin() as connection:
            plan.drop(connection)
        if engine.dialect.name == "postgresql":  # a server does so by itself within a minute
            with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
                connection.execute(text("VACUUM ANALYZE"))


def questions(today: date) -> Mapping[str, Callable[[Bank, str], object]]:
    """What is asked, by its name."""
    month = today.replace(day=1) - timedelta(days=1)
    return {
        "balance": lambda bank, who: bank.balance(who),
        "latest transactions": lambda bank, who: bank.latest(who),
        "transfer charges": lambda bank, who: bank.charges(who),
        "search: one vendor, last month": lambda bank, who: bank.search(
            who, counterparty="amazon", start=month.replace(day=1), end=today.replace(day=1)
        ),
        "search: all of last month": lambda bank, who: bank.search(
            who, start=month.replace(day=1), end=today.replace(day=1)
        ),
        "search: everything ever": lambda bank, who: bank.search(who),
        "what is due (nothing)": lambda bank, who: bank.run_due(who),
    }


def compare(few: tuple[Bank, int], many: tuple[Bank, int], looks: int) -> dict[str, tuple[list[float], list[float]]]:
    """Seconds of each question in both banks, asked in turn, of customers at random."""
    chance = random.Random(1)
    found = {}
    for name, ask in questions(few[0].today()).items():
        durations: tuple[list[float], list[float]] = ([], [])
        for look in range(looks + WARM_UP):
            for (bank, count), samples in zip((few, many), durations, strict=True):
                duration, _ = timed(ask, bank, name_of(chance.randint(1, count)))
                if look >= WARM_UP:  # the first ones open connections and compile statements
                    samples.append(duration)
        found[name] = durations
    return found


@contextmanager
def _bulk(url: str) -> Iterator[Engine]:
    """Without checks of foreign keys, which take most of the time."""
    engine = create_engine(url, future=True)
    is_postgresql = engine.dialect.name == "postgresql"
    # One connection, so that the setting holds for all.
    with engine.connect() as connection:
        connection.exec_driver_sql(
            "SET session_replication_role = replica" if is_postgresql else "PRAGMA synchronous = 0"
        )
        connection.commit()
    yield engine
    engine.dispose()


def _entries(count: int, today: date) -> Iterator[dict[str, object]]:
    """An opening balance for each account; then purchases, one in ten by card, transfers and salaries."""
    chance = random.Random(2)
    names = ["Checking", *(name for name, _ in CARDS)]
    for number in range(1, count + 1):
        vendor, account, against = chance.choice(VENDORS), "Checking", OUTSIDE_WORLD
        kind, minor = "purchase", -chance.randint(100, 200)
        day = today - timedelta(days=DAYS - DAYS * number // (count + 1))
        if number <= len(names):
            kind, vendor, account, against = "opening", "Opening balance", names[number - 1], OPENING_BALANCES
            minor = PLENTY if number == 1 else -50_000
        elif number % 10 == 0:
            kind, vendor = "transfer", PAYEES[number // 10 % len(PAYEES)]
        elif number % 50 == 1:
            kind, vendor, minor = "salary", "Harbor Lane Studio", 250_000
        elif number % 10 == CARD_PURCHASE:
            account = names[1 + number // 10 % len(CARDS)]
        yield {
            "number": number,
            "kind": kind,
            "counterparty": vendor,
            "booked_on": day,
            "minor": minor,
            "account": account,
            "against": against,
        }


def _add_customers(connection: Connection, count: int, entries: Sequence[Mapping[str, object]]) -> None:
    now, ids = utc_now(), range(1, count + 1)
    rows = [{"id": number, "conversation_id": name_of(number), "created_at": now} for number in ids]
    connection.execute(insert(customers), rows)
    connection.execute(
        insert(payees),
        [{"customer_id": number, "name": name, "folded": folded(name)} for number in ids for name in PAYEES],
    )
    sums: dict[str, int] = {}
    for entry in entries:
        sums[str(entry["account"])] = sums.get(str(entry["account"]), 0) + int(str(entry["minor"]))
    bounds = [("Checking", "checking", 0, None), *((name, "card", -(10**9), 0) for name, _ in CARDS)]
    connection.execute(
        insert(accounts),
        [
            {
                "customer_id": number,
                "code": f"customer/{number}/{name.lower().replace(' ', '-')}",
                "currency": "USD",
                "kind": kind,
                "name": name,
                "balance": sums.get(name, 0),
                "lowest": lowest,
                "highest": highest,
            }
            for number in ids
            for name, kind, lowest, highest in bounds
        ],
    )
    if connection.dialect.name == "postgresql":
        count_on = "SELECT setval(pg_get_serial_sequence('bank_customers', 'id'), :count)"
        connection.execute(text(count_on), {"count": count})


def _add_transactions(connection: Connection, first: int, last: int) -> None:
    """Those numbered from `first` up to but not including `last`."""
    some = (plan.c.number >= first) & (plan.c.number < last)
    everybody = plan.join(customers, some)
    now = literal(utc_now(), Instant)
    order = (plan.c.number, customers.c.id)
    connection.execute(
        insert(transactions).from_select(
            ["customer_id", "number", "kind", "counterparty", "booked_on", "created_at"],
            select(customers.c.id, plan.c.number, plan.c.kind, plan.c.counterparty, plan.c.booked_on, now)
            .select_from(everybody)
            .order_by(*order),
        )
    )
    own = (accounts.c.customer_id == customers.c.id) & (accounts.c.name == plan.c.account)
    for account, minor in ((own, plan.c.minor), (accounts.c.code == plan.c.against, -plan.c.minor)):
        connection.execute(
            insert(postings).from_select(
                ["customer_id", "number", "account_id", "minor"],
                select(customers.c.id, plan.c.number, accounts.c.id, minor)
                .select_from(everybody.join(accounts, account))
                .order_by(*order),
            )
        )
    _add_orders(connection, everybody, now, order)


def _add_orders(connection: Connection, everybody: Any, now: Any, order: Sequence[Any]) -> None:
    """The orders behind those of the transactions that are transfers."""
    payee = (payees.c.customer_id == customers.c.id) & (payees.c.name == plan.c.counterparty)
    values = {
        "customer_id": customers.c.id,
        "key": literal("key-") + plan.c.number.cast(String),
        "kind": literal("transfer"),
        "payee_id": payees.c.id,
        "recipient": plan.c.counterparty,
        "minor": -plan.c.minor,
        "fee": literal(0),
        "currency": literal("USD"),
        "on": plan.c.booked_on,
        "scheduled": literal(False),
        "state": literal("done"),
        "balance_after": literal(PLENTY),
        "transaction_number": plan.c.number,
        "ordered_at": now,
    }
    connection.execute(
        insert(orders).from_select(
            list(values), select(*values.values()).select_from(everybody.join(payees, payee)).order_by(*order)
        )
    )
