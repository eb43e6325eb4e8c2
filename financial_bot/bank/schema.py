"""The bank's tables. Amounts are whole minor units; the names carry `bank_` because a PostgreSQL database is shared."""

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
)

from storage import Instant

metadata = MetaData()

# SQLite numbers rows by itself only in a column declared exactly INTEGER.
_RowId = BigInteger().with_variant(Integer, "sqlite")

customers = Table(
    "bank_customers",
    metadata,
    Column("id", _RowId, primary_key=True),
    Column("conversation_id", String(255), nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
)

# `code` is "house/<purpose>" for the bank's own accounts and "customer/<id>/checking" for a customer's.
accounts = Table(
    "bank_accounts",
    metadata,
    Column("id", _RowId, primary_key=True),
    Column("customer_id", ForeignKey("bank_customers.id"), index=True),
    Column("code", String(64), nullable=False, unique=True),
    Column("currency", String(3), nullable=False),
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
)

payees = Table(
    "bank_payees",
    metadata,
    Column("id", _RowId, primary_key=True),
    Column("customer_id", ForeignKey("bank_customers.id"), nullable=False),
    Column("name", String(200), nullable=False),
    UniqueConstraint("customer_id", "name"),
)

# One row per order. `balance_after` belongs to the order's own receipt, so that a repetition can show the same one.
transfers = Table(
    "bank_transfers",
    metadata,
    Column("id", _RowId, primary_key=True),
    Column("customer_id", ForeignKey("bank_customers.id"), nullable=False),
    Column("key", String(255), nullable=False),
    Column("payee_id", ForeignKey("bank_payees.id"), nullable=False),
    Column("payee_name", String(200), nullable=False),
    Column("minor", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("on", Date, nullable=False),
    Column("scheduled", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("failure", String(32)),
    Column("balance_after", BigInteger, nullable=False),
    Column("transaction_number", Integer),
    Column("ordered_at", Instant, nullable=False),
    Column("settled_at", Instant),
    UniqueConstraint("customer_id", "key"),
    CheckConstraint("minor > 0", name="bank_transfers_positive"),
    CheckConstraint("state IN ('done', 'scheduled', 'failed')", name="bank_transfers_state"),
    Index("bank_transfers_due", "state", "on"),
    sqlite_autoincrement=True,
)
