"""A database made by an older version of the bank is brought up to date, once, with all that is in it."""

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection, Engine

from financial_bot.bank import AlreadySettled, Bank, KeyReused, Money, PayeeExists, Receipt
from financial_bot.bank.migrations import MIGRATIONS
from financial_bot.bank.schema import metadata
from storage import StorageTooNew, create_tables, open_engine

ROOT = Path(__file__).parents[3]
# Made by the version before migrations: customers with a history, transfers made, failed and scheduled.
OLD_BANK = Path(__file__).parent / "old_bank"
LAST_DAY = date(2024, 6, 13)
ANN, BEN = Money(259_024, "USD"), Money(308_511, "USD")


@contextmanager
def database_at(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def old_url(empty_url: str, database: str) -> str:
    """A database as the bank left it before there were migrations."""
    with database_at(empty_url) as engine, engine.begin() as connection:
        if database == "postgresql":
            connection.exec_driver_sql("SET TIME ZONE 'UTC'")
        for file in (f"{database}.sql", "rows.sql"):
            for statement in (OLD_BANK / file).read_text("utf-8").split(";\n"):
                if statement.strip():
                    connection.exec_driver_sql(statement)
        if database == "postgresql":
            for table in ("customers", "accounts", "payees", "transfers"):
                connection.exec_driver_sql(f"SELECT setval('bank_{table}_id_seq', max(id)) FROM bank_{table}")
    return empty_url


@pytest.fixture
def old_bank(old_url: str, clock: Any) -> Iterator[Bank]:
    """The same database opened by this version, a day later."""
    clock.now += timedelta(days=1)
    with Bank.open(old_url, clock=clock) as bank:
        yield bank


def differences(connection: Connection) -> list[Any]:
    """What Alembic would have to change to make the tables the declared ones."""
    options = {
        "version_table": MIGRATIONS.version_table,
        "include_name": lambda name, *_: name != "sqlite_sequence",  # SQLite's own
    }
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def schema_of(connection: Connection) -> dict[str, Any]:
    """What Alembic's comparison leaves out: checks, and which rows an index is for."""
    inspector = inspect(connection)
    found: dict[str, Any] = {}
    for table in metadata.tables:
        found[table] = {check["name"]: check["sqltext"] for check in inspector.get_check_constraints(table)}
        for index in inspector.get_indexes(table):
            found[f"{table}/{index['name']}"] = (
                index["column_names"],
                bool(index["unique"]),
                {name: str(value) for name, value in index.get("dialect_options", {}).items()},
            )
    return found


def test_the_migrated_tables_are_the_declared_ones(bank: Bank, empty_url: str) -> None:
    with database_at(empty_url) as engine:
        create_tables(engine, metadata)
        with bank.engine.connect() as migrated, engine.connect() as declared:
            assert differences(migrated) == []
            assert schema_of(migrated) == schema_of(declared)
            assert any("balance >= lowest" in str(checks) for checks in schema_of(migrated).values())


def test_the_tables_of_an_old_bank_become_the_declared_ones_too(old_bank: Bank, bank: Bank) -> None:
    with old_bank.engine.connect() as upgraded, bank.engine.connect() as migrated:
        assert differences(upgraded) == []
        assert schema_of(upgraded) == schema_of(migrated)


def test_the_revisions_are_one_line_that_ends_with_the_newest() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS.folder))
    line = [script.revision for script in scripts.walk_revisions()]
    assert tuple(reversed(line)) == MIGRATIONS.revisions()
    assert scripts.get_heads() == [MIGRATIONS.revisions()[-1]]


def test_the_revision_is_kept_under_a_name_of_the_banks_own(bank: Bank) -> None:
    with bank.engine.connect() as connection:
        version = connection.execute(text("SELECT version_num FROM bank_alembic_version")).scalar_one()
        assert not inspect(connection).has_table("alembic_version")
    assert version == MIGRATIONS.revisions()[-1]


def test_balances_and_payees_of_an_old_bank_survive(old_bank: Bank) -> None:
    assert (old_bank.balance("ann"), old_bank.balance("ben")) == (ANN, BEN)
    assert [payee.name for payee in old_bank.payees("ann")][:2] == ["Alice Morgan", "Bob Fletcher"]
    old_bank.check()


def test_the_history_of_an_old_bank_can_be_searched(old_bank: Bank) -> None:
    assert [line.counterparty for line in old_bank.latest("ann", 2)] == ["Alice Morgan", "Alice Morgan"]
    assert old_bank.search("ann", counterparty="alice morgan").total == Money(1050 + 777, "USD")
    assert old_bank.search("ann", earnings=True).count == 6


def test_old_customers_get_cards_that_they_can_pay(old_bank: Bank) -> None:
    for customer in ("ann", "ben"):
        cards = old_bank.cards(customer)
        assert [card.name for card in cards] == ["Emblem", "Justice Bank", "Credit All", "Iron Bank"]
        assert len({card.owed for card in cards}) == 4
    receipt = old_bank.pay_card("ann", old_bank.cards("ann")[0].id, Money(2500, "USD"), LAST_DAY, "new")
    assert receipt.reference == "C-000006"
    assert receipt.balance_after == ANN - Money(2500, "USD")
    old_bank.check()


def test_old_keys_and_references_still_count(old_bank: Bank) -> None:
    alice, bob, *_ = old_bank.payees("ann")
    again = old_bank.transfer("ann", alice.id, Money(1050, "USD"), date(2024, 6, 12), "ann-1")
    assert (again.reference, again.repeated, again.balance_after) == ("T-000001", True, Money(259_801, "USD"))
    with pytest.raises(KeyReused):
        old_bank.transfer("ann", bob.id, Money(1050, "USD"), date(2024, 6, 12), "ann-1")
    with pytest.raises(AlreadySettled) as refused:
        old_bank.cancel_scheduled("ann", "T-000002")
    assert refused.value.state == "failed"
    assert old_bank.balance("ann") == ANN


def test_old_scheduled_transfers_wait_and_are_made(old_bank: Bank, clock: Any) -> None:
    assert [waiting.reference for waiting in old_bank.scheduled("ann")] == ["T-000005"]
    assert [waiting.reference for waiting in old_bank.scheduled("ben")] == ["T-000003"]
    clock.now += timedelta(days=40)
    of_ben, of_ann = old_bank.run_due()
    assert isinstance(of_ben, Receipt) and isinstance(of_ann, Receipt)
    assert (of_ben.fee, of_ben.balance_after) == (Money(0, "USD"), BEN - Money(2500, "USD"))
    assert (of_ann.recipient, of_ann.balance_after) == ("Daniel Okafor", ANN - Money(333, "USD"))
    assert len(old_bank.notices()) == 2
    old_bank.check()


def test_old_customers_can_do_what_new_ones_can(old_bank: Bank) -> None:
    with pytest.raises(PayeeExists):
        old_bank.add_payee("ann", "chloe dubois")
    zoe = old_bank.add_payee("ann", "Zoe")
    old_bank.remove_payee("ann", old_bank.payees("ann")[0].id)
    assert old_bank.transfer("ann", zoe.id, Money(100, "USD"), LAST_DAY, "new").reference == "T-000006"
    old_bank.ensure_customer("cleo")
    assert old_bank.balance("cleo").minor > 0
    old_bank.check()


def test_old_payees_that_now_count_as_one_name_both_stay(old_url: str) -> None:
    with database_at(old_url) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE bank_payees SET name = 'ALICE morgan' WHERE id = 2"))
    with Bank.open(old_url) as bank:
        assert [payee.name for payee in bank.payees("ann")][:2] == ["Alice Morgan", "ALICE morgan"]


def test_an_old_bank_opened_by_eight_at_once_is_upgraded_once(old_url: str, clock: Any) -> None:
    start = Barrier(8)

    def open_bank(_: int) -> Money:
        start.wait()
        with Bank.open(old_url, clock=clock) as bank:
            return bank.balance("ann")

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(open_bank, range(8))) == {ANN}
    with Bank.open(old_url, clock=clock) as bank:
        assert len(bank.cards("ann")) == 4
        bank.check()


def test_a_bank_of_a_newer_version_is_refused_and_left_alone(url: str) -> None:
    with database_at(url) as engine:
        with engine.begin() as connection:
            connection.execute(text("UPDATE bank_alembic_version SET version_num = '9999'"))
        with pytest.raises(StorageTooNew, match=r"9999.*0002"):
            Bank.open(url)
        with engine.connect() as connection:
            assert connection.execute(text("SELECT version_num FROM bank_alembic_version")).scalar_one() == "9999"


OPENING = """
import sys
from financial_bot.bank import Bank
Bank.open(sys.argv[1]).close()
assert "alembic" not in sys.modules
"""


def test_opening_a_bank_that_is_up_to_date_needs_no_alembic(url: str) -> None:
    opened = subprocess.run(
        [sys.executable, "-c", OPENING, url], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert opened.returncode == 0, opened.stderr


def test_a_thousand_old_customers_are_upgraded_in_seconds(old_url: str) -> None:
    with database_at(old_url) as engine, engine.begin() as connection:
        people = [{"id": number, "name": f"customer-{number}"} for number in range(1000, 2000)]
        for statement in (
            "INSERT INTO bank_customers SELECT :id, :name, created_at FROM bank_customers WHERE id = 1",
            "INSERT INTO bank_accounts VALUES (:id, :id, 'customer/' || CAST(:name AS text) || '/checking', 'USD')",
            "INSERT INTO bank_transactions SELECT :id, number, kind, counterparty, booked_on, created_at"
            " FROM bank_transactions WHERE customer_id = 1",
            "INSERT INTO bank_postings SELECT :id, number, CASE WHEN account_id = 3 THEN :id ELSE account_id END, minor"
            " FROM bank_postings WHERE customer_id = 1",
        ):
            connection.execute(text(statement), people)
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT setval('bank_accounts_id_seq', max(id)) FROM bank_accounts"))
    started = time.monotonic()
    with Bank.open(old_url) as bank:
        assert time.monotonic() - started < 30
        assert bank.balance("customer-1500") == ANN
        bank.check()
