"""Accounts, a ledger, payees and transfers: the tables as they were before there were migrations."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make all tables."""
    _customers_and_accounts()
    _ledger()
    _payees_and_transfers()


def _customers_and_accounts() -> None:
    op.create_table(
        "bank_customers",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("conversation_id", sa.String(255), nullable=False, unique=True),
        sa.Column("created_at", INSTANT, nullable=False),
    )
    op.create_table(
        "bank_accounts",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("customer_id", ROW_ID, sa.ForeignKey("bank_customers.id"), index=True),
        sa.Column("code", sa.String(64), nullable=False, unique=True),
        sa.Column("currency", sa.String(3), nullable=False),
    )


def _ledger() -> None:
    op.create_table(
        "bank_transactions",
        sa.Column("customer_id", ROW_ID, sa.ForeignKey("bank_customers.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("counterparty", sa.String(200), nullable=False),
        sa.Column("booked_on", sa.Date, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
    )
    op.create_table(
        "bank_postings",
        sa.Column("customer_id", sa.BigInteger, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("account_id", ROW_ID, sa.ForeignKey("bank_accounts.id"), primary_key=True),
        sa.Column("minor", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id", "number"], ["bank_transactions.customer_id", "bank_transactions.number"]
        ),
    )
    op.create_index("bank_postings_by_account", "bank_postings", ["account_id", "minor"])


def _payees_and_transfers() -> None:
    op.create_table(
        "bank_payees",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("customer_id", ROW_ID, sa.ForeignKey("bank_customers.id"), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.UniqueConstraint("customer_id", "name"),
    )
    op.create_table(
        "bank_transfers",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("customer_id", ROW_ID, sa.ForeignKey("bank_customers.id"), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("payee_id", ROW_ID, sa.ForeignKey("bank_payees.id"), nullable=False),
        sa.Column("payee_name", sa.String(200), nullable=False),
        sa.Column("minor", sa.BigInteger, nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("scheduled", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("failure", sa.String(32)),
        sa.Column("balance_after", sa.BigInteger, nullable=False),
        sa.Column("transaction_number", sa.Integer),
        sa.Column("ordered_at", INSTANT, nullable=False),
        sa.Column("settled_at", INSTANT),
        sa.UniqueConstraint("customer_id", "key"),
        sa.CheckConstraint("minor > 0", name="bank_transfers_positive"),
        sa.CheckConstraint("state IN ('done', 'scheduled', 'failed')", name="bank_transfers_state"),
        sqlite_autoincrement=True,
    )
    op.create_index("bank_transfers_due", "bank_transfers", ["state", "on"])
