"""The desk's tables. Their names carry `desk_` because a PostgreSQL database is shared.

`desk_incidents` and `desk_entries` are the incidents of the local ticket system; the others are the desk's own. Change
them with a new file in `migrations/versions/`.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage import Instant

metadata = MetaData()

# SQLite numbers rows by itself only in a column declared exactly INTEGER, and with autoincrement it gives no number
# twice, not even that of a deleted row.
_ROW_ID = BigInteger().with_variant(Integer, "sqlite")
_WAITING = text("state = 'waiting'")

# The row's id is the incident's number.
incidents = Table(
    "desk_incidents",
    metadata,
    Column("id", _ROW_ID, primary_key=True),
    Column("email", String(320), nullable=False),
    Column("priority", String(16), nullable=False),
    Column("title", String(200), nullable=False),
    Column("description", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("correlation_id", String(32), nullable=False),
    Column("category", String(16), nullable=False),
    Column("close_note", Text),
    UniqueConstraint("correlation_id", name="desk_incidents_correlation"),
    sqlite_autoincrement=True,
)

# Comments, which customer and staff write for each other, and work notes, which the staff writes for itself.
entries = Table(
    "desk_entries",
    metadata,
    Column("id", _ROW_ID, primary_key=True),
    Column("incident_id", _ROW_ID, ForeignKey("desk_incidents.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("by_customer", Boolean, nullable=False),
    Column("correlation_id", String(32)),
    Column("at", Instant, nullable=False),
    UniqueConstraint("correlation_id", name="desk_entries_correlation"),
    CheckConstraint("kind IN ('comment', 'work_note')", name="desk_entries_kind"),
    Index("desk_entries_by_incident", "incident_id", "id"),
    sqlite_autoincrement=True,
)

# Which conversation may see which incident of which ticket system, and how the incident was when it was last seen.
access = Table(
    "desk_access",
    metadata,
    Column("conversation_id", String(255), primary_key=True),
    Column("system", String(255), primary_key=True),
    Column("number", String(32), primary_key=True),
    Column("opened", Boolean, nullable=False),  # by this conversation; False: it proved that it may see the incident
    Column("missing", Boolean, nullable=False),  # the ticket system has not had it for a while
    Column("missing_since", Instant),
    Column("title", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("priority", String(16), nullable=False),
    Column("category", String(16), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Index("desk_access_by_number", "system", "number"),
)

# Wrong pairs of number and e-mail, and those that are being looked up.
tries = Table(
    "desk_tries",
    metadata,
    Column("id", _ROW_ID, primary_key=True),
    Column("conversation_id", String(255), index=True),  # None: erased
    Column("number", String(32), index=True),
    Column("address_hash", String(64), index=True),  # SHA-256; the address itself is not kept
    Column("at", Instant, nullable=False, index=True),
    sqlite_autoincrement=True,
)

# All that customers wanted of the ticket system. What has been settled keeps no content: neither title nor text.
outbox = Table(
    "desk_outbox",
    metadata,
    Column("id", _ROW_ID, primary_key=True),
    Column("conversation_id", String(255), nullable=False),
    Column("key", String(255), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("system", String(255), nullable=False),
    Column("number", String(32)),
    Column("title", Text, nullable=False),
    Column("content", Text),
    Column("created_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),
    Column("refusal", String(16)),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("holder", String(32)),
    Column("held_until", Instant),
    Column("promised", Boolean, nullable=False),  # somebody was told that a notice will come
    UniqueConstraint("conversation_id", "key", name="desk_outbox_key"),
    CheckConstraint("kind IN ('open', 'comment', 'close', 'priority')", name="desk_outbox_kind"),
    CheckConstraint("state IN ('waiting', 'delivered', 'refused')", name="desk_outbox_state"),
    CheckConstraint("state = 'waiting' OR (content IS NULL AND title = '')", name="desk_outbox_emptied"),
    Index("desk_outbox_due", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    Index("desk_outbox_by_incident", "number", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
    sqlite_autoincrement=True,
)

# Wishes of erased conversations that may still open an incident.
orphans = Table(
    "desk_orphans",
    metadata,
    Column("correlation_id", String(32), primary_key=True),
    Column("system", String(255), nullable=False),
    Column("until", Instant, nullable=False),
)

# A notice is deleted once the bot has it. Its id is never given again.
notices = Table(
    "desk_notices",
    metadata,
    Column("id", _ROW_ID, primary_key=True),
    Column("conversation_id", String(255), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("system", String(255), nullable=False),
    Column("number", String(32)),
    Column("title", Text, nullable=False),
    Column("delivered", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    sqlite_autoincrement=True,
)
