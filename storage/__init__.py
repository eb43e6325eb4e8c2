"""Opening SQL databases the same way everywhere: SQLite files by default, PostgreSQL by url."""

from .engine import create_tables, insert_if_absent, open_engine, reading, writing
from .erasure import erasing, wipe_deleted
from .errors import StorageError, StorageTooNew, StorageUnavailable, StorageUrlRefused
from .identifiers import storable_identifier
from .instants import Instant, utc_now
from .migrations import Migrations, migrate

__all__ = [
    "Instant",
    "Migrations",
    "StorageError",
    "StorageTooNew",
    "StorageUnavailable",
    "StorageUrlRefused",
    "create_tables",
    "erasing",
    "insert_if_absent",
    "migrate",
    "open_engine",
    "reading",
    "storable_identifier",
    "utc_now",
    "wipe_deleted",
    "writing",
]
