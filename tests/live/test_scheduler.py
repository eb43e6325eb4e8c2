"""Scheduled payments are made when they are due, once, while nobody chats, and their customer hears of it."""

from __future__ import annotations

import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from financial_bot.bank import Bank, Money
from tests.live.test_main_job import balance, first_payee, new_customer
from tests.live.test_notices import listed, seen
from tests.support.system import PORT_NAMES, ROOT, System, environment, free_port, start_system

BANK = "financial_bot"
WAIT_SECONDS = 30


def wait_until(condition: Callable[[], object]) -> None:
    """Waits until it is so."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def order_for_tomorrow(system: System, customer: str, amount: str) -> str:
    """Orders a transfer in the chat; its reference."""
    payee = first_payee(system, customer)
    said = system.say(BANK, customer, f"transfer ${amount} to {payee} tomorrow", "yes")
    reference = re.search(r"T-\d{6}", said)
    assert reference, said
    return reference.group()


def bank_file(folder: Path) -> Path:
    return folder / "bank.db"


def let_its_day_come(folder: Path, reference: str) -> None:
    """Moves the day of an order to yesterday, in the bank's own database: nobody here can wait for tomorrow."""
    yesterday = (date.today() - timedelta(days=1)).isoformat()  # noqa: DTZ011  # any day that has passed will do
    with closing(sqlite3.connect(bank_file(folder), timeout=10)) as connection, connection:
        query = "UPDATE bank_orders SET \"on\" = ? WHERE id = ? AND state = 'scheduled'"
        assert connection.execute(query, (yesterday, number_of(reference))).rowcount == 1


def state_of(folder: Path, reference: str) -> str:
    """What the bank's database says of an order."""
    with closing(sqlite3.connect(bank_file(folder), timeout=10)) as connection:
        query = "SELECT state FROM bank_orders WHERE id = ?"
        (state,) = connection.execute(query, (number_of(reference),)).fetchone()
    return str(state)


def number_of(reference: str) -> int:
    return int(reference.removeprefix("T-"))


def postings_of(folder: Path, reference: str) -> int:
    """How often money moved for an order: transfers of the customer to that payee with that amount."""
    with closing(sqlite3.connect(bank_file(folder), timeout=10)) as connection:
        query = (
            "SELECT count(*) FROM bank_transactions t JOIN bank_orders o ON o.customer_id = t.customer_id"
            " AND o.recipient = t.counterparty AND t.kind = 'transfer' AND t.created_at >= o.ordered_at WHERE o.id = ?"
        )
        (count,) = connection.execute(query, (number_of(reference),)).fetchone()
    return int(count)


def test_a_payment_is_made_while_nobody_chats_and_the_next_answer_tells_once(system: System) -> None:
    customer = new_customer()
    before = balance(system, customer)
    reference = order_for_tomorrow(system, customer, "50")
    assert listed(system, customer) == []
    let_its_day_come(system.folder, reference)
    wait_until(lambda: listed(system, customer))  # nobody says a word to the bot
    assert state_of(system.folder, reference) == "done"

    told = system.send(BANK, customer, "hello")
    assert reference in told[0]["text"]
    assert "$50.00" in told[0]["text"]
    assert reference not in system.say(BANK, customer, "hello")
    assert balance(system, customer) == before - 50
    assert postings_of(system.folder, reference) == 1


def test_it_is_listed_until_it_was_seen(system: System) -> None:
    customer = new_customer()
    reference = order_for_tomorrow(system, customer, "20")
    let_its_day_come(system.folder, reference)
    wait_until(lambda: listed(system, customer))
    (notice,) = listed(system, customer)
    assert reference in notice["text"]
    assert notice["id"].startswith("bank-")
    assert seen(system, {"sender": customer, "ids": [notice["id"]]}).status_code == 200
    assert listed(system, customer) == []
    assert reference not in system.say(BANK, customer, "hello")


def test_a_payment_without_funds_is_not_made_and_its_customer_is_told(system: System) -> None:
    customer = new_customer()
    before = balance(system, customer)
    reference = order_for_tomorrow(system, customer, str(before + Decimal(1)))
    let_its_day_come(system.folder, reference)
    wait_until(lambda: listed(system, customer))
    told = system.send(BANK, customer, "hello")[0]["text"]
    assert reference in told
    assert "could not be made" in told
    assert f"${before:,.2f}" in told
    assert balance(system, customer) == before
    assert state_of(system.folder, reference) == "failed"


@contextmanager
def scheduler_alone(folder: Path, ports: dict[str, int]) -> Iterator[subprocess.Popen[bytes]]:
    """The scheduler of a system that does not run; killed at the end."""
    variables = {**environment(folder, ports), "FINANCIAL_BOT_PORT": str(ports[BANK])}
    command = [sys.executable, "-m", "financial_bot.scheduler"]
    process = subprocess.Popen(command, cwd=ROOT / BANK, env=variables, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def kill(system: System, *words: str) -> None:
    """kill -9 of one process; `handoff up` ends with it, as when a machine goes down."""
    (process,) = system.children(*words)
    process.send_signal(signal.SIGKILL)
    system.process.wait(timeout=60)


@pytest.fixture
def ports() -> dict[str, int]:
    return {name: free_port() for name in PORT_NAMES}


def test_a_payment_is_made_once_and_told_once_whatever_is_killed_on_the_way(
    tmp_path: Path, ports: dict[str, int]
) -> None:
    """The scheduler between payment and notice, and the bot between notice and answer."""
    customer = new_customer()
    with Bank.open(f"sqlite:///{bank_file(tmp_path)}") as bank:
        bank.ensure_customer(customer)
        before, payee = bank.balance(customer), bank.payees(customer)[0]
        tomorrow = bank.today() + timedelta(days=1)
        reference = bank.transfer(customer, payee.id, Money.of("50", "USD"), tomorrow, "key").reference
    let_its_day_come(tmp_path, reference)

    with scheduler_alone(tmp_path, ports):  # there is no bot that would take the notice
        wait_until(lambda: state_of(tmp_path, reference) == "done")

    system = start_system(tmp_path, ports)
    try:
        wait_until(lambda: listed(system, customer))
        kill(system, "rasa", "run", str(ports[BANK]))

        system = start_system(tmp_path, ports)
        (told, *_) = system.send(BANK, customer, "hello")
        assert reference in told["text"]
        assert reference not in system.say(BANK, customer, "hello")
        assert balance(system, customer) == before.decimal - 50
        assert postings_of(tmp_path, reference) == 1
    finally:
        system.interrupt()
