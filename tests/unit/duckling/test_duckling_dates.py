"""Either exactly the day that was named, or a reason to ask. Now is Monday 2024-06-10, 10:00 in New York."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from duckling_client import Day, DayReason, Mention, UnclearDay, read_day

Find = Callable[[str], list[Mention]]
TODAY = date(2024, 6, 10)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2024-06-10"),
        ("now", "2024-06-10"),
        ("tonight", "2024-06-10"),
        ("in 2 hours", "2024-06-10"),
        ("tomorrow", "2024-06-11"),
        ("tomorrow morning", "2024-06-11"),
        ("tomorrow at 5pm", "2024-06-11"),
        ("on friday", "2024-06-14"),
        ("next monday", "2024-06-17"),
        ("the 15th", "2024-06-15"),
        ("june 15", "2024-06-15"),
        ("june 15, $50", "2024-06-15"),
        ("15th of june at 3pm", "2024-06-15"),
        ("june 15 2024", "2024-06-15"),
        ("2024-06-30", "2024-06-30"),
        ("pay Bob $50 on 2024-06-30", "2024-06-30"),
        ("12/25", "2024-12-25"),
        ("may 1", "2025-05-01"),
        ("feb 29 2028", "2028-02-29"),
        ("in two weeks", "2024-06-24"),
        ("first monday of july", "2024-07-01"),
        ("a week from tomorrow", "2024-06-18"),
        ("$5 tomorrow", "2024-06-11"),
        ("$20 on friday", "2024-06-14"),
        ("$340 on the 2nd", "2024-07-02"),
        ("transfer $50 to Alice tomorrow", "2024-06-11"),
        ("pay April $50 tomorrow", "2024-06-11"),
        ("pay the card ending in 4321 tomorrow", "2024-06-11"),
    ],
)
def test_a_named_day_is_read_exactly(mentions_in: Find, text: str, day: str) -> None:
    assert read_day(text, mentions_in(text), today=TODAY) == Day(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31st of february", DayReason.IMPOSSIBLE),
        ("february 30", DayReason.IMPOSSIBLE),
        ("february thirtieth", DayReason.IMPOSSIBLE),
        ("february 29 2025", DayReason.IMPOSSIBLE),
        ("feb 29", DayReason.IMPOSSIBLE),
        ("june 31st", DayReason.IMPOSSIBLE),
        ("the 31st of june", DayReason.IMPOSSIBLE),
        ("thirty first of september", DayReason.IMPOSSIBLE),
        ("2/31", DayReason.IMPOSSIBLE),
        ("2024-02-30", DayReason.IMPOSSIBLE),
        ("13/13/2024", DayReason.IMPOSSIBLE),
        ("31/9/2024", DayReason.IMPOSSIBLE),
        ("the 32nd", DayReason.IMPOSSIBLE),
        ("yesterday", DayReason.PAST),
        ("last friday", DayReason.PAST),
        ("6/9", DayReason.PAST),
        ("june 15 2023", DayReason.PAST),
        ("in may", DayReason.NOT_A_DAY),
        ("next week", DayReason.NOT_A_DAY),
        ("next year", DayReason.NOT_A_DAY),
        ("this weekend", DayReason.NOT_A_DAY),
        ("from monday to friday", DayReason.NOT_A_DAY),
        ("by friday", DayReason.NOT_A_DAY),
        ("every friday", DayReason.NOT_A_DAY),
        ("not tomorrow", DayReason.NOT_A_DAY),
        ("a week from friday", DayReason.NOT_A_DAY),
        ("monday or tuesday", DayReason.SEVERAL),
        ("send $50 to Bob", DayReason.NONE),
        ("pay April $50", DayReason.NONE),
        ("may I pay Bob $5", DayReason.NONE),
        ("the card ending in 4321", DayReason.NONE),
        ("12.50", DayReason.NONE),
    ],
)
def test_anything_else_is_asked_about(mentions_in: Find, text: str, reason: DayReason) -> None:
    assert read_day(text, mentions_in(text), today=TODAY) == UnclearDay(reason)
