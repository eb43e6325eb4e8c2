"""What can go wrong with a database.

StorageError
├── StorageUrlRefused     the url names nothing that can be opened; a mistake in the configuration
├── StorageTooNew         the database was made by a newer version of this program
└── StorageUnavailable    the database is locked, unreachable, full or broken; the cause is in __cause__
"""


class StorageError(Exception):
    """Root of everything that this package raises."""


class StorageUrlRefused(StorageError):
    """The url is malformed, names an unsupported database, or an SQLite database without a file."""


class StorageTooNew(StorageError):
    """A newer version of this program has changed the tables; this one would damage what is in them."""


class StorageUnavailable(StorageError):
    """The database did not do what it was asked, within the time limits of `storage.engine`."""
