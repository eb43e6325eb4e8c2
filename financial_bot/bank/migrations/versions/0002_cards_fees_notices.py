"""Cards and fees, balances that the database guards, payees that can be removed, orders of two kinds, notices."""

import unicodedata
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.engine import Connection

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
INSTANT = sa.DateTime(timezone=True)

HOUSE_ACCOUNTS = {
    "house/opening-balances": "Opening balances",
    "house/outside-world": "Outside world",
    "house/fees": "Fees",
}

# Name, credit limit, and what the first customer owes; the others owe some dollars more.
CARDS = (
    ("Emblem", 500_000, 31_245),
    ("Justice Bank", 1_000_000, 98_710),
    ("Credit All", 300_000, 12_680),
    ("Iron Bank", 1_500_000, 164_395),
)
CUSTOMERS_AT_ONCE = 1_000

ACCOUNT_KIND = (
    "(kind = 'house' AND customer_id IS NULL AND balance IS NULL)"
    " OR (kind IN ('checking', 'card') AND customer_id IS NOT NULL AND balance IS NOT NULL AND lowest IS NOT NULL)"
)
ORDER_KIND = (
    "(kind = 'transfer' AND payee_id IS NOT NULL AND card_id IS NULL)"
    " OR (kind = 'card_payment' AND card_id IS NOT NULL AND payee_id IS NULL AND fee = 0)"
)

customers = sa.table("bank_customers", sa.column("id"), sa.column("created_at", INSTANT))
accounts = sa.table(
    "bank_accounts",
    *(sa.column(name) for name in ("id", "customer_id", "code", "currency", "kind", "name")),
    *(sa.column(name) for name in ("balance", "lowest", "highest")),
)
transactions = sa.table(
    "bank_transactions",
    *(sa.column(name) for name in ("customer_id", "number", "kind", "counterparty")),
    sa.column("booked_on", sa.Date),
    sa.column("created_at", INSTANT),
)
postings = sa.table("bank_postings", *(sa.column(name) for name in ("customer_id", "number", "account_id", "minor")))
payees = sa.table("bank_payees", *(sa.column(name) for name in ("id", "customer_id", "name", "folded")))


def upgrade() -> None:
    """Change the tables and bring along what is in them; customers from before get their cards."""
    connection = op.get_bind()
    _widen_accounts()
    _open_house_accounts(connection)
    _keep_balances(connection)
    _bound_accounts()
    by_day = ["customer_id", "booked_on", "number", "kind", "counterparty"]
    op.create_index("bank_transactions_by_day", "bank_transactions", by_day)
    op.create_index("bank_transactions_by_counterparty", "bank_transactions", ["customer_id", "counterparty", "kind"])
    by_transaction = ["customer_id", "number", "account_id", "minor"]
    op.create_index("bank_postings_by_transaction", "bank_postings", by_transaction)
    _issue_cards(connection)
    _make_payees_removable(connection)
    _turn_transfers_into_orders(connection)
    _create_notices()


def _widen_accounts() -> None:
    with op.batch_alter_table("bank_accounts") as table:
        table.add_column(sa.Column("kind", sa.String(16), nullable=False, server_default="checking"))
        table.add_column(sa.Column("name", sa.String(100), nullable=False, server_default="Checking"))
        for name in ("balance", "lowest", "highest"):
            table.add_column(sa.Column(name, sa.BigInteger))


def _open_house_accounts(connection: Connection) -> None:
    there = set(connection.execute(sa.select(accounts.c.code).where(accounts.c.customer_id.is_(None))).scalars())
    for code, name in HOUSE_ACCOUNTS.items():
        values = {"kind": "house", "name": name}
        if code in there:
            connection.execute(sa.update(accounts).where(accounts.c.code == code).values(**values))
        else:
            connection.execute(sa.insert(accounts).values(code=code, currency="USD", **values))


def _keep_balances(connection: Connection) -> None:
    total = sa.select(sa.func.coalesce(sa.func.sum(postings.c.minor), 0)).where(postings.c.account_id == accounts.c.id)
    connection.execute(
        sa.update(accounts).where(accounts.c.customer_id.isnot(None)).values(balance=total.scalar_subquery(), lowest=0)
    )


def _bound_accounts() -> None:
    with op.batch_alter_table("bank_accounts") as table:
        for name in ("kind", "name"):
            table.alter_column(name, existing_type=sa.String, server_default=None)
        table.create_check_constraint("bank_accounts_kind", ACCOUNT_KIND)
        table.create_check_constraint("bank_accounts_card", "kind <> 'card' OR (highest IS NOT NULL AND highest <= 0)")
        table.create_check_constraint("bank_accounts_lowest", "balance >= lowest")
        table.create_check_constraint("bank_accounts_highest", "balance <= highest")


def _issue_cards(connection: Connection) -> None:
    query = (
        sa.select(customers.c.id, customers.c.created_at, sa.func.coalesce(sa.func.max(transactions.c.number), 0))
        .select_from(customers.outerjoin(transactions, transactions.c.customer_id == customers.c.id))
        .group_by(customers.c.id, customers.c.created_at)
        .order_by(customers.c.id)
    )
    everybody = connection.execute(query).all()
    for first in range(0, len(everybody), CUSTOMERS_AT_ONCE):
        some = everybody[first : first + CUSTOMERS_AT_ONCE]
        connection.execute(sa.insert(accounts), [card for customer in some for card in _cards_of(customer[0])])
        _book_opening_debts(connection, some)


def _cards_of(customer_id: int) -> list[dict[str, Any]]:
    return [
        {
            "customer_id": customer_id,
            "code": f"customer/{customer_id}/{name.lower().replace(' ', '-')}",
            "currency": "USD",
            "kind": "card",
            "name": name,
            "balance": -(owed + customer_id * 137 % 4_000),
            "lowest": -limit,
            "highest": 0,
        }
        for name, limit, owed in CARDS
    ]


def _book_opening_debts(connection: Connection, some: list[Any]) -> None:
    opening = connection.execute(
        sa.select(accounts.c.id).where(accounts.c.code == "house/opening-balances")
    ).scalar_one()
    cards = connection.execute(
        sa.select(accounts.c.id, accounts.c.customer_id, accounts.c.balance)
        .where(accounts.c.kind == "card", accounts.c.customer_id.between(some[0][0], some[-1][0]))
        .order_by(accounts.c.customer_id, accounts.c.id)
    ).all()
    since = {customer_id: (created_at, highest) for customer_id, created_at, highest in some}
    booked, posted = [], []
    for place, card in enumerate(cards):
        created_at, highest = since[card.customer_id]
        key = {"customer_id": card.customer_id, "number": highest + 1 + place % len(CARDS)}
        day = {"booked_on": created_at.date(), "created_at": created_at}
        booked.append({**key, **day, "kind": "opening", "counterparty": "Opening balance"})
        posted.append({**key, "account_id": card.id, "minor": card.balance})
        posted.append({**key, "account_id": opening, "minor": -card.balance})
    connection.execute(sa.insert(transactions), booked)
    connection.execute(sa.insert(postings), posted)


def _make_payees_removable(connection: Connection) -> None:
    with op.batch_alter_table("bank_payees") as table:
        table.add_column(sa.Column("folded", sa.String(255), nullable=False, server_default=""))
        table.add_column(sa.Column("removed_at", INSTANT))
    seen: set[tuple[int, str]] = set()
    for row in connection.execute(sa.select(payees.c.id, payees.c.customer_id, payees.c.name)).all():
        folded = _folded(row.name)
        if (row.customer_id, folded) in seen:  # two names that only now count as one: both stay
            folded = f"{folded[:200]} {row.id}"
        seen.add((row.customer_id, folded))
        connection.execute(sa.update(payees).where(payees.c.id == row.id).values(folded=folded))
    # SQLite does not keep the names of constraints that were given none, so Alembic is told how to call them.
    unnamed = {"uq": "uq_%(table_name)s_%(column_0_name)s"}
    unique = {"postgresql": "bank_payees_customer_id_name_key", "sqlite": "uq_bank_payees_customer_id"}
    with op.batch_alter_table("bank_payees", naming_convention=unnamed) as table:
        table.drop_constraint(unique[connection.dialect.name], type_="unique")
        table.alter_column("folded", existing_type=sa.String(255), server_default=None)
    present = sa.text("removed_at IS NULL")
    op.create_index(
        "bank_payees_present",
        "bank_payees",
        ["customer_id", "folded"],
        unique=True,
        sqlite_where=present,
        postgresql_where=present,
    )


def _folded(name: str) -> str:
    """What `names.folded` made of a name when this was written."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'").replace("‘", "'").replace("`", "'").casefold())
    letters = "".join(letter for letter in plain if not "\u0300" <= letter <= "\u036f" and not letter.isspace())
    for letter, plain_letters in (
        ("ø", "o"),
        ("ł", "l"),
        ("đ", "d"),
        ("ð", "d"),
        ("æ", "ae"),
        ("œ", "oe"),
        ("þ", "th"),
    ):
        letters = letters.replace(letter, plain_letters)
    return letters[:255]


def _turn_transfers_into_orders(connection: Connection) -> None:
    op.create_table(
        "bank_orders",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("customer_id", ROW_ID, sa.ForeignKey("bank_customers.id"), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("payee_id", ROW_ID, sa.ForeignKey("bank_payees.id")),
        sa.Column("card_id", ROW_ID, sa.ForeignKey("bank_accounts.id")),
        sa.Column("recipient", sa.String(200), nullable=False),
        sa.Column("minor", sa.BigInteger, nullable=False),
        sa.Column("fee", sa.BigInteger, nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("scheduled", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("failure", sa.String(32)),
        sa.Column("balance_after", sa.BigInteger, nullable=False),
        sa.Column("transaction_number", sa.Integer),
        sa.Column("ordered_at", INSTANT, nullable=False),
        sa.Column("settled_at", INSTANT),
        sa.UniqueConstraint("customer_id", "key", name="bank_orders_key"),
        sa.CheckConstraint(ORDER_KIND, name="bank_orders_kind"),
        sa.CheckConstraint("minor > 0", name="bank_orders_positive"),
        sa.CheckConstraint("fee >= 0", name="bank_orders_fee"),
        sa.CheckConstraint("state IN ('done', 'scheduled', 'failed', 'cancelled')", name="bank_orders_state"),
        sqlite_autoincrement=True,
    )
    same = (
        'id, customer_id, "key", payee_id, minor, currency, "on", scheduled, state, failure, balance_after,'
        " transaction_number, ordered_at, settled_at"
    )
    connection.execute(
        sa.text(
            f"INSERT INTO bank_orders ({same}, kind, recipient, fee)"
            f" SELECT {same}, 'transfer', payee_name, 0 FROM bank_transfers"
        )
    )
    if connection.dialect.name == "postgresql":  # SQLite takes notice of numbers given by hand
        number_on = "SELECT setval(pg_get_serial_sequence('bank_orders', 'id'), max(id)) FROM bank_orders"
        connection.execute(sa.text(f"{number_on} HAVING max(id) IS NOT NULL"))
    op.drop_table("bank_transfers")
    op.create_index("bank_orders_due", "bank_orders", ["state", "on"])
    op.create_index("bank_orders_by_day", "bank_orders", ["customer_id", "state", "on"])


def _create_notices() -> None:
    op.create_table(
        "bank_notices",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("order_id", ROW_ID, sa.ForeignKey("bank_orders.id"), nullable=False, unique=True),
        sa.Column("balance", sa.BigInteger, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("delivered_at", INSTANT),
        sqlite_autoincrement=True,
    )
    waiting = sa.text("delivered_at IS NULL")
    op.create_index("bank_notices_waiting", "bank_notices", ["id"], sqlite_where=waiting, postgresql_where=waiting)
