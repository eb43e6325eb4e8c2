"""The desk's table. Its name carries `desk_` because a PostgreSQL database is shared."""

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

from storage import Instant

metadata = MetaData()

# The row's id is the incident's number. SQLite numbers rows by itself only in a column declared exactly INTEGER, and
# with autoincrement it gives no number twice, not even that of a deleted row.
incidents = Table(
    "desk_incidents",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("conversation_id", String(255), nullable=False),
    Column("key", String(255), nullable=False),
    Column("email", String(320), nullable=False),
    Column("priority", String(16), nullable=False),
    Column("title", String(200), nullable=False),
    Column("description", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    UniqueConstraint("conversation_id", "key"),
    Index("desk_incidents_by_conversation", "conversation_id", "id"),
    sqlite_autoincrement=True,
)
