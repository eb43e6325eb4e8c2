from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from duckling_client import LocalDuckling, Mention, find_mentions

MONDAY_MORNING_IN_NEW_YORK = 1_718_028_000_000  # 2024-06-10 10:00


@pytest.fixture(scope="session")
def duckling() -> Iterator[LocalDuckling]:
    """One worker for all tests about meaning; a long deadline, because the machine may be busy."""
    local = LocalDuckling(deadline_seconds=5)
    yield local
    local.close()


@pytest.fixture(scope="session")
def now() -> int:
    return MONDAY_MORNING_IN_NEW_YORK


@pytest.fixture(scope="session")
def mentions_in(duckling: LocalDuckling, now: int) -> Callable[[str], list[Mention]]:
    def find(text: str) -> list[Mention]:
        return find_mentions(duckling, text, locale="en_US", timezone="America/New_York", reference_time_ms=now)

    return find


@pytest.fixture(scope="session")
def mentions_on(duckling: LocalDuckling) -> Callable[[str, date], list[Mention]]:
    """What Duckling finds in a text at ten in the morning of a day in New York."""

    def find(text: str, today: date) -> list[Mention]:
        now = datetime(today.year, today.month, today.day, 10, tzinfo=ZoneInfo("America/New_York"))
        reference_time_ms = int(now.timestamp() * 1000)
        return find_mentions(
            duckling, text, locale="en_US", timezone="America/New_York", reference_time_ms=reference_time_ms
        )

    return find
