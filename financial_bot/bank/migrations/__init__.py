"""How the bank's tables came to be what they are. Add a file to `versions/` to change them; see storage.migrations."""

from pathlib import Path

from storage import Migrations

MIGRATIONS = Migrations(
    folder=Path(__file__).parent, version_table="bank_alembic_version", first_table="bank_transfers"
)
