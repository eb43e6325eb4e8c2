"""What the bank costs: `python -m bench.bank` prints a table and keeps it in results/bank.md.

`--tiny` is a trial in a few seconds whose figures mean nothing.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from financial_bot.bank import Bank

from . import bank_actions, bank_ledger, databases, many_customers
from .databases import Database
from .figures import Progress, console, machine, middle_and_p95, milliseconds, table

RESULTS = Path(__file__).parent / "results" / "bank.md"

# (what was measured, the figure)
Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class Measured:
    """What one database can do: all figures of a small bank, and what grows with the number of customers."""

    database: Database
    costs: Rows
    growth: Rows


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    seconds: float
    new_customers: int
    calls: int
    few: int
    many: int
    transactions: int
    looks: int


FULL = Size(seconds=5, new_customers=100, calls=300, few=10, many=1_000, transactions=1_000, looks=200)
TINY = Size(seconds=0.1, new_customers=2, calls=2, few=2, many=4, transactions=20, looks=1)


def measure(database: Database, size: Size, say: Progress) -> Measured:
    """All figures of one database."""
    say(f"{database.name} {database.version}")
    costs = [*_ledger(database, size, say), *_actions(database, size, say)]
    return Measured(database, costs, _many_customers(database, size, say))


def report(measured: Sequence[Measured], size: Size) -> str:
    """The results as Markdown."""
    names = [f"{each.database.name} {each.database.version}" for each in measured]
    parts = [
        "# What the bank costs",
        f"Measured by `make bench-bank` on {machine()}, with everything on this one machine. Times are medians / 95th"
        " percentiles. A transfer books its fee too from the seventh on; an action is called over HTTP as Rasa does.",
        _side_by_side(names, [each.costs for each in measured]),
        "## With more customers",
        f"{size.few:,} customers and {size.many:,}, each with {size.transactions:,} transactions: medians, and how many"
        " times as long it takes with the many.",
        _side_by_side(names, [each.growth for each in measured]),
    ]
    return "\n\n".join(parts) + "\n"


def _side_by_side(names: Sequence[str], columns: Sequence[Rows]) -> str:
    rows = [[same[0][0], *(figure for _, figure in same)] for same in zip(*columns, strict=True)]
    return table(["", *names], rows)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, and write down."""
    parser = argparse.ArgumentParser(prog="python -m bench.bank", description=__doc__)
    parser.add_argument("--tiny", action="store_true", help="only a trial")
    parser.add_argument("--results", type=Path, help="where to write the table; nowhere for a trial")
    chosen = parser.parse_args(arguments)
    size, say = (TINY if chosen.tiny else FULL), Progress()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, ExitStack() as stack:
        measured = []
        for kind in (databases.sqlite, databases.postgresql):
            database = stack.enter_context(kind(Path(folder)))
            measured.append(measure(database, size, say))
    text = report(measured, size)
    console.print(text, markup=False, soft_wrap=True)
    file = chosen.results or (None if chosen.tiny else RESULTS)
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def _ledger(database: Database, size: Size, say: Progress) -> Rows:
    rows: Rows = []
    for threads in (1, 8):
        name = f"transfers per second, {threads} {'thread' if threads == 1 else 'threads, a customer each'}"
        done = bank_ledger.transfers(database.new_url(), threads, size.seconds)
        refused = f", {done.refused} refused" if done.refused else ""
        rows.append((name, f"{done.per_second:.0f} (longest {milliseconds(done.longest)}{refused})"))
        say(f"  {name}: {rows[-1][1]}")
    new = bank_ledger.new_customers(database.new_url(), size.new_customers)
    rows.append(("a new customer", middle_and_p95(new)))
    say(f"  a new customer: {rows[-1][1]}")
    return rows


def _actions(database: Database, size: Size, say: Progress) -> Rows:
    url = database.new_url()
    customers = [f"caller-{number}" for number in range(1 + size.calls // bank_actions.FREE_TRANSFERS)]
    with Bank.open(url) as bank:
        for customer in customers:
            bank.ensure_customer(customer)
        with bank_actions.action_server(url) as server:
            bank_actions.balance_calls(server, customers, count=min(10, size.calls))
            balance = bank_actions.balance_calls(server, customers, size.calls)
            transfer = bank_actions.transfer_calls(server, bank, customers, size.calls)
    rows = [
        ("a call of action_check_balance", middle_and_p95(balance)),
        ("a call of action_transfer_money", middle_and_p95(transfer)),
    ]
    for name, figure in rows:
        say(f"  {name}: {figure}")
    return rows


def _many_customers(database: Database, size: Size, say: Progress) -> Rows:
    urls = {count: database.new_url() for count in (size.few, size.many)}
    for count, url in urls.items():
        many_customers.fill(url, count, size.transactions, say)
    with Bank.open(urls[size.few]) as few, Bank.open(urls[size.many]) as many:
        found = many_customers.compare((few, size.few), (many, size.many), size.looks)
        if size is TINY:
            many.check()
    rows: Rows = []
    for name, samples in found.items():
        less, more = (statistics.median(each) for each in samples)
        rows.append((name, f"{milliseconds(less)}, {milliseconds(more)}: x {more / less:.2f}"))
        say(f"  {name}: {rows[-1][1]}")
    return rows


if __name__ == "__main__":
    main()
