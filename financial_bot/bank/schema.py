"""The bank's tables. Amounts are whole minor units; the names carry `bank_` because a PostgreSQL database is shared.

The tables are made and changed by `migrations`; a test says that the result is exactly what is declared here.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)

from storage import Instant

metadata = MetaData()

# SQLite numbers rows by itself only in a column declared exactly INTEGER.
_RowId = BigInteger().with_variant(Integer, "sqlite")

CHECKING = "checking"
CARD = "card"
HOUSE = "house"

customers = Table(
    "bank_customers",
    metadata,
    Column("id", _RowId, primary_key=True),
    Column("conversation_id", String(255), nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
)

# `code` is "house/<purpose>" for the bank's own accounts, "customer/<id>/checking" and "customer/<id>/emblem" for a
# customer's. `balance` is the sum of the account's postings, changed together with them, so that the database itself
# refuses what would leave the bounds. The bank's own accounts have none: every payment of everybody would wait for
# those rows. A card's balance is negative while something is owed.
accounts = Table(
    "bank_accounts",
    metadata,
    Column("id", _RowId, primary_key=True),
    Column("customer_id", ForeignKey("bank_customers.id"), index=True),
    Column("code", String(64), nullable=False, unique=True),
    Column("currency", String(3), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("name", String(100), nullable=False),
    Column("balance", BigInteger),
    Column("lowest", BigInteger),
    Column("highest", BigInteger),
    CheckConstraint(
        "(kind = 'house' AND customer_id IS NULL AND balance IS NULL)"
        " OR (kind IN ('checking', 'card') AND customer_id IS NOT NULL AND balance IS NOT NULL AND lowest IS NOT NULL)",
        name="bank_accounts_kind",
    ),
    CheckConstraint("kind <> 'card' OR (highest IS NOT NULL AND highest <= 0)", name="bank_accounts_card"),
    CheckConstraint("balance >= lowest", name="bank_accounts_lowest"),
    CheckConstraint("balance <= highest", name="bank_accounts_highest"),
)

# `number` counts per customer, so that a whole history can be inserted without asking the database for each new id.
transactions = Table(
    "bank_transactions",
    metadata,
    Column("customer_id", ForeignKey("bank_customers.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("counterparty", String(200), nullable=False),
    Column("booked_on", Date, nullable=False),
    Column("created_at", Instant, nullable=False),
    # With all that a search looks at, so that the rows themselves, each on a page of its own, are left alone.
    Index("bank_transactions_by_day", "customer_id", "booked_on", "number", "kind", "counterparty"),
    Index("bank_transactions_by_counterparty", "customer_id", "counterparty", "kind"),
)

# A positive amount increases the account. The amounts of one transaction sum to zero.
postings = Table(
    "bank_postings",
    metadata,
    Column("customer_id", BigInteger, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("account_id", ForeignKey("bank_accounts.id"), primary_key=True),
    Column("minor", BigInteger, nullable=False),
    ForeignKeyConstraint(["customer_id", "number"], ["bank_transactions.customer_id", "bank_transactions.number"]),
    Index("bank_postings_by_account", "account_id", "minor"),
    Index("bank_postings_by_transaction", "customer_id", "number", "account_id", "minor"),
)

# A removed payee stays for the sake of old orders. `folded` is the name as `names.folded` makes it.
payees = Table(
    "bank_payees",
    metadata,
    Column("id", _RowId, primary_key=True),
    Column("customer_id", ForeignKey("bank_customers.id"), nullable=False),
    Column("name", String(200), nullable=False),
    Column("folded", String(255), nullable=False),
    Column("removed_at", Instant),
    Index(
        "bank_payees_present",
        "customer_id",
        "folded",
        unique=True,
        sqlite_where=text("removed_at IS NULL"),
        postgresql_where=text("removed_at IS NULL"),
    ),
)

# One row per order. `balance_after` belongs to the order's own receipt, so that a repetition can show the same one.
orders = Table(
    "bank_orders",
    metadata,
    Column("id", _RowId, primary_key=True),
    Column("customer_id", ForeignKey("bank_customers.id"), nullable=False),
    Column("key", String(255), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("payee_id", ForeignKey("bank_payees.id")),
    Column("card_id", ForeignKey("bank_accounts.id")),
    Column("recipient", String(200), nullable=False),
    Column("minor", BigInteger, nullable=False),
    Column("fee", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("on", Date, nullable=False),
    Column("scheduled", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("failure", String(32)),
    Column("balance_after", BigInteger, nullable=False),
    Column("transaction_number", Integer),
    Column("ordered_at", Instant, nullable=False),
    Column("settled_at", Instant),
    UniqueConstraint("customer_id", "key", name="bank_orders_key"),
    CheckConstraint(
        "(kind = 'transfer' AND payee_id IS NOT NULL AND card_id IS NULL)"
        " OR (kind = 'card_payment' AND card_id IS NOT NULL AND payee_id IS NULL AND fee = 0)",
        name="bank_orders_kind",
    ),
    CheckConstraint("minor > 0", name="bank_orders_positive"),
    CheckConstraint("fee >= 0", name="bank_orders_fee"),
    CheckConstraint("state IN ('done', 'scheduled', 'failed', 'cancelled')", name="bank_orders_state"),
    Index("bank_orders_due", "state", "on"),
    Index("bank_orders_by_day", "customer_id", "state", "on"),
    sqlite_autoincrement=True,
)

# What the customer is still to be told, one row per settled order. `balance` is what the receipt or failure names.
notices = Table(
    "bank_notices",
    metadata,
    Column("id", _RowId, primary_key=True),
    Column("order_id", ForeignKey("bank_orders.id"), nullable=False, unique=True),
    Column("balance", BigInteger, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("delivered_at", Instant),
    Index(
        "bank_notices_waiting",
        "id",
        sqlite_where=text("delivered_at IS NULL"),
        postgresql_where=text("delivered_at IS NULL"),
    ),
    sqlite_autoincrement=True,
)
