"""What customers ask often is looked up by index, so that it costs the same however many others there are."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import Connection

from financial_bot.bank import Bank, Money

TODAY = date(2024, 6, 12)
ONE = Money(100, "USD")

# The statements of other calls are in here: a lock, keys, the next transaction number.
CALLS: dict[str, Callable[[Bank], object]] = {
    "balance": lambda bank: bank.balance("customer-147"),
    "cards": lambda bank: bank.cards("customer-147"),
    "charges": lambda bank: bank.charges("customer-147"),
    "payees": lambda bank: bank.payees("customer-147"),
    "search": lambda bank: bank.search("customer-147", start=date(2024, 5, 1), end=date(2024, 6, 1)),
    "search of everything": lambda bank: bank.search("customer-147", counterparty="Starbucks"),
    "earnings": lambda bank: bank.search("customer-147", earnings=True),
    "latest": lambda bank: bank.latest("customer-147"),
    "latest of a kind": lambda bank: bank.latest("customer-147", kinds={"salary"}),
    "latest of a card": lambda bank: bank.latest("customer-147", names={"Emblem"}),
    "counterparties": lambda bank: bank.counterparties("customer-147"),
    "scheduled": lambda bank: bank.scheduled("customer-147"),
    "due of one": lambda bank: bank.run_due("customer-147"),
    "due of all": lambda bank: bank.run_due(),
    "notices": lambda bank: bank.notices(),
    "transfer": lambda bank: bank.transfer("customer-147", bank.payees("customer-147")[0].id, ONE, TODAY, "now"),
    "later transfer": lambda bank: bank.transfer(
        "customer-147", bank.payees("customer-147")[0].id, ONE, TODAY + timedelta(days=1), "later"
    ),
    "card payment": lambda bank: bank.pay_card("customer-147", bank.cards("customer-147")[0].id, ONE, TODAY, "card"),
    "add payee": lambda bank: bank.add_payee("customer-147", "Zoe"),
    "remove payee": lambda bank: bank.remove_payee("customer-147", bank.payees("customer-147")[-1].id),
}


# Three thousand customers, copies of ann; every tenth with her whole history and a hundred orders.
CROWD = (
    """
    INSERT INTO bank_customers (id, conversation_id, created_at)
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 3000)
    SELECT 1000 + n, 'customer-' || n, created_at FROM numbers, bank_customers WHERE id = 1
    """,
    """
    INSERT INTO bank_accounts (id, customer_id, code, currency, kind, name, balance, lowest, highest)
    SELECT c.id * 10 + a.id, c.id, 'customer/' || c.id || '/' || a.name, currency, kind, name, balance, lowest, highest
    FROM bank_customers c, bank_accounts a WHERE c.id > 1000 AND a.customer_id = 1
    """,
    """
    INSERT INTO bank_payees (id, customer_id, name, folded)
    SELECT c.id * 10 + p.id, c.id, name, folded
    FROM bank_customers c, bank_payees p WHERE c.id > 1000 AND p.customer_id = 1
    """,
    """
    INSERT INTO bank_transactions (customer_id, number, kind, counterparty, booked_on, created_at)
    SELECT c.id, number, kind, counterparty, booked_on, t.created_at
    FROM bank_customers c, bank_transactions t WHERE c.id > 1000 AND c.id % 10 = 7 AND t.customer_id = 1
    """,
    """
    INSERT INTO bank_postings (customer_id, number, account_id, minor)
    SELECT c.id, number, CASE WHEN a.kind = 'house' THEN a.id ELSE c.id * 10 + a.id END, minor
    FROM bank_customers c, bank_postings p JOIN bank_accounts a ON a.id = p.account_id
    WHERE c.id > 1000 AND c.id % 10 = 7 AND p.customer_id = 1
    """,
    """
    INSERT INTO bank_orders (customer_id, "key", kind, payee_id, recipient, minor, fee, currency, "on", scheduled,
        state, balance_after, ordered_at)
    SELECT c.id, 'key-' || t.number, 'transfer', c.id * 10 + 1, 'Alice Morgan', 100, 0, 'USD', booked_on, TRUE,
        'done', 0, t.created_at
    FROM bank_customers c, bank_transactions t WHERE c.id > 1000 AND c.id % 10 = 7 AND t.customer_id = 1
    """,
    """
    INSERT INTO bank_notices (order_id, balance, created_at, delivered_at)
    SELECT id, 0, ordered_at, ordered_at FROM bank_orders
    """,
    "ANALYZE",
)


@pytest.fixture
def crowded(bank: Bank) -> Bank:
    """A bank with many customers, histories, orders and notices of which few are waiting."""
    with bank.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL statement_timeout = 0"))  # no statement of the bank's own takes so long
        for statement in CROWD:
            connection.execute(text(statement))
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT setval('bank_payees_id_seq', max(id)) FROM bank_payees"))
    return bank


def plans(bank: Bank, call: Callable[[Bank], object]) -> Iterator[str]:
    """The plan of each query and each change that a call makes, for the parameters that it really has."""
    asked: list[tuple[str, Any]] = []

    @event.listens_for(bank.engine, "before_cursor_execute")
    def listen(_connection: Connection, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        if statement.startswith(("SELECT", "UPDATE", "WITH")):
            asked.append((statement, parameters))

    call(bank)
    event.remove(bank.engine, "before_cursor_execute", listen)
    assert asked
    explain = "EXPLAIN" if bank.engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    with bank.engine.connect() as connection:
        for statement, parameters in asked:
            rows = connection.exec_driver_sql(f"{explain} {statement}", parameters).all()
            yield "\n".join([statement, *(str(row[-1]) for row in rows)])


def reads_a_whole_table(plan: str) -> bool:
    """Say whether a table is read from its beginning to its end; what was chosen by an index before is no table."""
    return any(
        (
            "Seq Scan" in line
            or ("SCAN" in line and not any(name in line for name in ("bank_notices_waiting", "chosen")))
        )
        for line in plan.splitlines()
    )


def test_no_table_is_read_as_a_whole(crowded: Bank) -> None:
    bad = [
        f"{name}: {plan}" for name, call in CALLS.items() for plan in plans(crowded, call) if reads_a_whole_table(plan)
    ]
    assert not bad, "\n\n".join(bad)


def test_a_query_that_reads_a_whole_table_is_seen(crowded: Bank) -> None:
    def search_all(bank: Bank) -> None:
        with bank.engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM bank_transactions WHERE created_at < '2000-01-01'")

    assert all(reads_a_whole_table(plan) for plan in plans(crowded, search_all))
