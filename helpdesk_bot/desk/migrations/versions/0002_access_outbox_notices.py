"""Incidents know their wish instead of their conversation; access, entries, tries, outbox, orphans and notices."""

import hashlib

import sqlalchemy as sa
from alembic import op
from sqlalchemy.engine import Connection

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
INSTANT = sa.DateTime(timezone=True)
WAITING = sa.text("state = 'waiting'")
ROWS_AT_ONCE = 1_000

incidents = sa.table(
    "desk_incidents",
    *(sa.column(name) for name in ("id", "conversation_id", "key", "correlation_id", "title", "state", "priority")),
    *(sa.column(name, INSTANT) for name in ("created_at", "updated_at")),
)
access = sa.table(
    "desk_access",
    *(sa.column(name) for name in ("conversation_id", "system", "number", "opened", "missing")),
    *(sa.column(name) for name in ("title", "state", "priority", "category")),
    *(sa.column(name, INSTANT) for name in ("created_at", "updated_at", "seen_at")),
)


def upgrade() -> None:
    """Make the new tables; whoever opened an incident before keeps seeing it, and opens it only once."""
    _create_access_and_tries()
    with op.batch_alter_table("desk_incidents", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.add_column(sa.Column("correlation_id", sa.String(32)))
        table.add_column(sa.Column("category", sa.String(16), nullable=False, server_default="other"))
        table.add_column(sa.Column("close_note", sa.Text))
    connection = op.get_bind()
    _turn_owners_into_access(connection)
    _forget_owners(connection)
    _create_entries()
    _create_outbox_and_notices()


def _create_access_and_tries() -> None:
    op.create_table(
        "desk_access",
        sa.Column("conversation_id", sa.String(255), primary_key=True),
        sa.Column("system", sa.String(255), primary_key=True),
        sa.Column("number", sa.String(32), primary_key=True),
        sa.Column("opened", sa.Boolean, nullable=False),
        sa.Column("missing", sa.Boolean, nullable=False),
        sa.Column("missing_since", INSTANT),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("priority", sa.String(16), nullable=False),
        sa.Column("category", sa.String(16), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
    )
    op.create_index("desk_access_by_number", "desk_access", ["system", "number"])
    op.create_table(
        "desk_tries",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("conversation_id", sa.String(255), index=True),
        sa.Column("number", sa.String(32), index=True),
        sa.Column("address_hash", sa.String(64), index=True),
        sa.Column("at", INSTANT, nullable=False, index=True),
        sqlite_autoincrement=True,
    )


def _turn_owners_into_access(connection: Connection) -> None:
    last = 0
    while True:
        query = sa.select(incidents).where(incidents.c.id > last).order_by(incidents.c.id).limit(ROWS_AT_ONCE)
        rows = connection.execute(query).all()
        if not rows:
            return
        last = rows[-1].id
        fill = sa.update(incidents).where(incidents.c.id == sa.bindparam("row"))
        connection.execute(
            fill.values(correlation_id=sa.bindparam("wish")), [{"row": row.id, "wish": _wish(row)} for row in rows]
        )
        connection.execute(
            sa.insert(access),
            [
                {
                    "conversation_id": row.conversation_id,
                    "system": "local",
                    "number": f"INC{row.id:07d}",
                    "opened": True,
                    "missing": False,
                    "title": row.title,
                    "state": row.state,
                    "priority": row.priority,
                    "category": "other",
                    "created_at": row.created_at,
                    "updated_at": row.updated_at,
                    "seen_at": row.updated_at,
                }
                for row in rows
            ],
        )


def _wish(row: sa.engine.Row) -> str:
    """What `outbox.correlation_id` made of conversation and key when this was written."""
    return hashlib.sha256(f"{row.conversation_id}\0{row.key}".encode()).hexdigest()[:32]


def _forget_owners(connection: Connection) -> None:
    op.drop_index("desk_incidents_by_conversation", "desk_incidents")
    # SQLite does not keep the names of constraints that were given none, so Alembic is told how to call them.
    unnamed = {"uq": "uq_%(table_name)s_%(column_0_name)s"}
    unique = {"postgresql": "desk_incidents_conversation_id_key_key", "sqlite": "uq_desk_incidents_conversation_id"}
    with op.batch_alter_table(
        "desk_incidents", naming_convention=unnamed, table_kwargs={"sqlite_autoincrement": True}
    ) as table:
        table.drop_constraint(unique[connection.dialect.name], type_="unique")
        table.drop_column("conversation_id")
        table.drop_column("key")
        table.alter_column("correlation_id", existing_type=sa.String(32), nullable=False)
        table.alter_column("category", existing_type=sa.String(16), server_default=None)
        table.create_unique_constraint("desk_incidents_correlation", ["correlation_id"])


def _create_entries() -> None:
    op.create_table(
        "desk_entries",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("incident_id", ROW_ID, sa.ForeignKey("desk_incidents.id"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("by_customer", sa.Boolean, nullable=False),
        sa.Column("correlation_id", sa.String(32)),
        sa.Column("at", INSTANT, nullable=False),
        sa.UniqueConstraint("correlation_id", name="desk_entries_correlation"),
        sa.CheckConstraint("kind IN ('comment', 'work_note')", name="desk_entries_kind"),
        sqlite_autoincrement=True,
    )
    op.create_index("desk_entries_by_incident", "desk_entries", ["incident_id", "id"])


def _create_outbox_and_notices() -> None:
    op.create_table(
        "desk_outbox",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("conversation_id", sa.String(255), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("system", sa.String(255), nullable=False),
        sa.Column("number", sa.String(32)),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("content", sa.Text),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("refusal", sa.String(16)),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("holder", sa.String(32)),
        sa.Column("held_until", INSTANT),
        sa.Column("promised", sa.Boolean, nullable=False),
        sa.UniqueConstraint("conversation_id", "key", name="desk_outbox_key"),
        sa.CheckConstraint("kind IN ('open', 'comment', 'close', 'priority')", name="desk_outbox_kind"),
        sa.CheckConstraint("state IN ('waiting', 'delivered', 'refused')", name="desk_outbox_state"),
        sa.CheckConstraint("state = 'waiting' OR (content IS NULL AND title = '')", name="desk_outbox_emptied"),
        sqlite_autoincrement=True,
    )
    waiting = {"sqlite_where": WAITING, "postgresql_where": WAITING}
    op.create_index("desk_outbox_due", "desk_outbox", ["due_at"], **waiting)
    op.create_index("desk_outbox_by_incident", "desk_outbox", ["number", "id"], **waiting)
    op.create_table(
        "desk_orphans",
        sa.Column("correlation_id", sa.String(32), primary_key=True),
        sa.Column("system", sa.String(255), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
    )
    op.create_table(
        "desk_notices",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("conversation_id", sa.String(255), nullable=False, index=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("system", sa.String(255), nullable=False),
        sa.Column("number", sa.String(32)),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("delivered", sa.Boolean, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sqlite_autoincrement=True,
    )
