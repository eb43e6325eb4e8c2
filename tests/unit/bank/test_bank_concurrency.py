"""Many threads and processes share one bank: nothing is overdrawn, moved twice, or waited for without end."""

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import psycopg2
import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import Connection
from sqlalchemy.engine.url import make_url

from financial_bot.bank import Bank, BankUnavailable, InsufficientFunds, Money, Receipt
from financial_bot.bank.demo import history
from financial_bot.bank.ledger import balance_changes
from storage import StorageUrlRefused, reading

ROOT = Path(__file__).parents[3]
TODAY = date(2024, 6, 12)
THREADS = 8


def at_once(work: Callable[[int], object]) -> list[object]:
    """Run `work` in eight threads that start together; return results, raise what they raise."""
    start = threading.Barrier(THREADS)

    def run(number: int) -> object:
        start.wait()
        return work(number)

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(run, range(THREADS)))


def test_eight_threads_spend_what_is_there_and_not_one_cent_more(bank: Bank) -> None:
    alice, before = bank.payees("ann")[0], bank.balance("ann")
    share = Money(before.minor // 10, "USD")  # ten fit but for the fees, sixteen are tried

    def spend(thread: int) -> int:
        done = 0
        for attempt in range(2):
            try:
                receipt = bank.transfer("ann", alice.id, share, TODAY, f"{thread}-{attempt}")
            except InsufficientFunds as refused:
                assert refused.available < share + bank.charges("ann").fee
            else:
                assert receipt.balance_after.minor >= 0
                done += 1
        return done

    assert sum(at_once(spend)) == 9  # six of them free, three at ten dollars: the tenth does not fit any more
    assert bank.balance("ann") == before - Money(share.minor * 9 + 3 * 1000, "USD")
    bank.check()


def test_the_same_key_from_eight_threads_moves_once(bank: Bank) -> None:
    alice, before = bank.payees("ann")[0], bank.balance("ann")
    receipts = at_once(lambda _: bank.transfer("ann", alice.id, Money(500, "USD"), TODAY, "key"))
    assert all(isinstance(receipt, Receipt) for receipt in receipts)
    assert sorted(receipt.repeated for receipt in receipts) == [False] + [True] * (THREADS - 1)
    assert len({(receipt.reference, receipt.balance_after) for receipt in receipts}) == 1
    assert bank.balance("ann") == before - Money(500, "USD")


WORKER = """
import sys
from financial_bot.bank import Bank, Money

url, who = sys.argv[1:]
sys.stdin.readline()  # both processes start together
with Bank.open(url) as bank:
    bank.ensure_customer("ann")
    alice = bank.payees("ann")[0]
    for number in range(10):
        bank.transfer("ann", alice.id, Money(100, "USD"), bank.today(), f"shared-{number}")
        bank.transfer("ann", alice.id, Money(1, "USD"), bank.today(), f"{who}-{number}")
"""


def test_two_processes_open_and_use_one_new_bank(empty_url: str) -> None:
    """They create the tables and the customer at once; shared keys move once, own keys once each."""
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, empty_url, who],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for who in ("left", "right")
    ]
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    for worker in workers:
        _, errors = worker.communicate(timeout=30)
        assert worker.returncode == 0, errors
    with Bank.open(empty_url) as bank:
        bank.check()
        opening = balance_changes(history("ann", bank.today()))["Checking"]
        fees = 24 * 1000  # thirty transfers, of which six are free
        assert bank.balance("ann") == Money(opening - 10 * 100 - 20 * 1 - fees, "USD")


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Somebody else holds the database in a transaction."""
    if url.startswith("sqlite"):
        connection = sqlite3.connect(make_url(url).database, isolation_level=None)
        statement = "BEGIN EXCLUSIVE"
    else:
        connection = psycopg2.connect(url)
        statement = "LOCK TABLE bank_accounts IN ACCESS EXCLUSIVE MODE"
    try:
        connection.cursor().execute(statement)
        yield
    finally:
        connection.rollback()
        connection.close()


def test_a_locked_database_is_reported_within_seconds_and_nothing_moves(bank: Bank, url: str) -> None:
    alice, before = bank.payees("ann")[0], bank.balance("ann")
    with locked(url):
        started = time.monotonic()
        with pytest.raises(BankUnavailable):
            bank.transfer("ann", alice.id, Money(500, "USD"), TODAY, "key")
        assert time.monotonic() - started < 5
    assert bank.balance("ann") == before
    assert bank.transfer("ann", alice.id, Money(500, "USD"), TODAY, "key").repeated is False


def test_a_short_lock_is_waited_for(bank: Bank, url: str) -> None:
    alice = bank.payees("ann")[0]
    with ThreadPoolExecutor(1) as thread:
        with locked(url):
            waiting = thread.submit(bank.transfer, "ann", alice.id, Money(500, "USD"), TODAY, "key")
            assert wait([waiting], timeout=0.3).not_done
        assert waiting.result(timeout=5).repeated is False


def test_what_is_read_in_one_go_is_of_one_moment(bank: Bank) -> None:
    """As a search is: it makes several queries, and a transfer between them is in none."""
    count = text("SELECT count(*) FROM bank_transactions WHERE customer_id = 1")
    with reading(bank.engine) as connection:
        before = connection.execute(count).scalar_one()
        bank.transfer("ann", bank.payees("ann")[0].id, Money(500, "USD"), TODAY, "key")
        assert connection.execute(count).scalar_one() == before
    with reading(bank.engine) as connection:
        assert connection.execute(count).scalar_one() == before + 1


def test_a_connection_killed_in_the_middle_is_reported_and_nothing_moved(
    new_postgresql_database: Callable[..., str], postgresql_with_two_customers: str, clock: Callable[[], datetime]
) -> None:
    """The order can be given again under its key, over a new connection."""
    url = new_postgresql_database(postgresql_with_two_customers)
    with Bank.open(url, clock=clock) as bank:
        alice, before = bank.payees("ann")[0], bank.balance("ann")

        @event.listens_for(bank.engine, "before_cursor_execute")
        def kill(connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
            if statement.startswith("INSERT INTO bank_orders"):
                killer = psycopg2.connect(url)
                pid = connection.connection.dbapi_connection.info.backend_pid
                killer.cursor().execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))
                killer.close()

        with pytest.raises(BankUnavailable):
            bank.transfer("ann", alice.id, Money(500, "USD"), TODAY, "key")
        event.remove(bank.engine, "before_cursor_execute", kill)
        assert bank.balance("ann") == before
        assert bank.transfer("ann", alice.id, Money(500, "USD"), TODAY, "key").repeated is False
        bank.check()


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/bank", "sqlite:////proc/nowhere/bank.db"])
def test_a_database_that_cannot_be_reached_is_unavailable(url: str) -> None:
    with pytest.raises(BankUnavailable):
        Bank.open(url)


def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    file = tmp_path / "bank.db"
    file.write_bytes(b"this is a shopping list and no database\n" * 100)
    with pytest.raises(BankUnavailable):
        Bank.open(f"sqlite:///{file}")
    assert file.read_bytes().startswith(b"this is")


@pytest.mark.parametrize("url", ["", "bank.db", "sqlite://", "sqlite:///:memory:", "mysql://host/bank", "nonsense://x"])
def test_a_url_that_can_never_work_is_refused_at_once(url: str) -> None:
    with pytest.raises(StorageUrlRefused):
        Bank.open(url)
