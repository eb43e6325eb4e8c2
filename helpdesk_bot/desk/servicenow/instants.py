"""Instants as ServiceNow writes them. Pure.

Values are in UTC, display values in the zone and the format of the account that asks. Which these are is not told, but
a row shows the same instants in both ways.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import product

_DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%d/%m/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%m.%d.%Y", "%Y/%m/%d")
_TIMES = ("%H:%M:%S", "%I:%M:%S %p", "%H.%M.%S", "%I.%M.%S %p", "%H:%M", "%I:%M %p")
_FORMATS = tuple(f"{day} {time}" for day, time in product(_DAYS, _TIMES))
_FARTHEST = timedelta(hours=14, minutes=1)  # no zone is farther from UTC; formats without seconds drop up to a minute
_QUARTER = timedelta(minutes=15)  # offsets are multiples of it


def read_value(value: str) -> datetime:
    """The instant in "2024-06-12 14:00:00" or another form of ISO 8601, aware, in UTC. Raises ValueError."""
    instant = datetime.fromisoformat(value.strip().replace("Z", "+00:00"))
    return instant.replace(tzinfo=timezone.utc) if instant.tzinfo is None else instant.astimezone(timezone.utc)


@dataclass(frozen=True)
class Display:
    """How the account shows instants. `offsets` are pairs of an instant and what was to be added to it to show it."""

    format: str
    offsets: tuple[tuple[datetime, timedelta], ...]

    def read(self, shown: str) -> datetime:
        """The instant that is shown like this, aware, in UTC. Raises ValueError.

        Of several offsets (summer and winter) that of the nearest known instant is taken.
        """
        local = datetime.strptime(shown, self.format).replace(tzinfo=timezone.utc)
        _, offset = min(self.offsets, key=lambda pair: abs(pair[0] - local))
        return local - offset


def find_display(pairs: Sequence[tuple[datetime, str]]) -> Display | None:
    """How these instants are shown; None when it is in no known format."""
    for format in _FORMATS:
        offsets = [_offset(instant, shown, format) for instant, shown in pairs]
        known = [offset for offset in offsets if offset is not None]
        if known and len(known) == len(pairs):
            return Display(format, tuple(zip((instant for instant, _ in pairs), known, strict=True)))
    return None


def _offset(instant: datetime, shown: str, format: str) -> timedelta | None:
    try:
        local = datetime.strptime(shown, format).replace(tzinfo=timezone.utc)
    except ValueError:
        return None
    offset = local - instant
    return round(offset / _QUARTER) * _QUARTER if abs(offset) <= _FARTHEST else None
