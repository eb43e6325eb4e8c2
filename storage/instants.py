"""Instants in the database: timezone-aware UTC going in and coming out, on every database."""

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.types import TypeDecorator


def utc_now() -> datetime:
    """Return the current instant, aware, in UTC."""
    return datetime.now(timezone.utc)


class Instant(TypeDecorator):  # type: ignore[misc]  # SQLAlchemy 1.4 comes without type information
    """A column of aware datetimes. SQLite has no time zones, so the value is converted to UTC on both ways."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Convert to UTC; a naive datetime is a programming error and raises ValueError."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Give every value UTC as its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)
