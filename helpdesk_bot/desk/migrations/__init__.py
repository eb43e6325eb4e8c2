"""How the desk's tables came to be what they are. Add a file to `versions/` to change them; see storage.migrations."""

from pathlib import Path

from storage import Migrations

MIGRATIONS = Migrations(
    folder=Path(__file__).parent, version_table="desk_alembic_version", first_table="desk_incidents"
)
