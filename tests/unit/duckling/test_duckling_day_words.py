"""Days as customers type them: in digits, by contrast, in words Duckling does not read. Now is Monday 2024-06-10."""

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
        ("24.12.2026", "2026-12-24"),
        ("24/12/2026", "2026-12-24"),
        ("24-12-2026", "2026-12-24"),
        ("24.12.26", "2026-12-24"),
        ("24.12.", "2024-12-24"),
        ("24/12", "2024-12-24"),
        ("on 24.12", "2024-12-24"),
        ("5.5.2026", "2026-05-05"),
        ("2026-12-24", "2026-12-24"),
        ("2026/12/24", "2026-12-24"),
        ("2026.12.24", "2026-12-24"),
        ("12/24/2026", "2026-12-24"),
        ("5/6/2026", "2026-05-06"),
        ("5th", "2024-07-05"),
        ("on 24th", "2024-06-24"),
        ("24 dec 2026", "2026-12-24"),
    ],
)
def test_a_date_in_digits_is_read_whichever_way_it_can_only_be_meant(mentions_in: Find, text: str, day: str) -> None:
    assert read_day(text, mentions_in(text), today=TODAY) == Day(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("5.6.2026", DayReason.NOT_A_DAY),
        ("5-6-2026", DayReason.NOT_A_DAY),
        ("5.6.", DayReason.NOT_A_DAY),
        ("on 3.10", DayReason.NOT_A_DAY),
        ("send alice 24.12.", DayReason.NOT_A_DAY),
        ("by 24.12.2026", DayReason.NOT_A_DAY),
        ("31.9.2024", DayReason.IMPOSSIBLE),
        ("31.9.", DayReason.IMPOSSIBLE),
        ("29.2.2025", DayReason.IMPOSSIBLE),
        ("24.12.2023", DayReason.PAST),
        ("24/7", DayReason.IMPOSSIBLE),
        ("send 24.12", DayReason.NONE),
        ("the first one", DayReason.NONE),
        ("the 2nd payee", DayReason.NONE),
        ("10 to 20", DayReason.NONE),
    ],
)
def test_digits_that_are_two_days_or_none_are_asked_about(mentions_in: Find, text: str, reason: DayReason) -> None:
    assert read_day(text, mentions_in(text), today=TODAY) == UnclearDay(reason)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("sunday the 23rd", Day(date(2024, 6, 23))),
        ("friday november 29", Day(date(2024, 11, 29))),
        ("saturday november 30 2024", Day(date(2024, 11, 30))),
        ("sunday the 22nd", UnclearDay(DayReason.IMPOSSIBLE)),
        ("friday the 13th", UnclearDay(DayReason.IMPOSSIBLE)),
        ("friday 30 november", UnclearDay(DayReason.IMPOSSIBLE)),
        ("friday november 30", UnclearDay(DayReason.IMPOSSIBLE)),
        ("sunday november 30 2024", UnclearDay(DayReason.IMPOSSIBLE)),
        ("in 18 months", Day(date(2025, 12, 10))),
    ],
)
def test_a_weekday_and_a_date_that_do_not_fit_are_asked_about(
    mentions_in: Find, text: str, outcome: Day | UnclearDay
) -> None:
    assert read_day(text, mentions_in(text), today=TODAY) == outcome


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("not today, tomorrow", "2024-06-11"),
        ("not today but friday", "2024-06-14"),
        ("no, not now, on monday", "2024-06-17"),
        ("tomorrow, not today", "2024-06-11"),
        ("today not tomorrow", "2024-06-10"),
        ("friday instead of monday", "2024-06-14"),
        ("rather friday than monday", "2024-06-14"),
        ("not the 5th but the 6th", "2024-07-06"),
        ("not friday or saturday, sunday", "2024-06-16"),
    ],
)
def test_in_a_contrast_the_affirmed_day_counts(mentions_in: Find, text: str, day: str) -> None:
    assert read_day(text, mentions_in(text), today=TODAY) == Day(date.fromisoformat(day))


@pytest.mark.parametrize(
    "text",
    [
        "not tomorrow",
        "not now",
        "not yet",
        "not right away",
        "don't pay today",
        "any day but friday",
        "month end",
        "end of the month",
        "by the end of the week",
        "later",
        "soon",
        "sometime",
        "some day",
        "another day",
        "change the day",
        "change the date",
        "in 3 business days",
        "3 working days from now",
        "in -3 days",
        "next payday",
        "on payday",
        "the day after payday",
        "when I get paid",
        "once I get paid",
        "my birthday",
        "on her birthday",
        "after lunch",
        "after lunch tomorrow",
        "at chrismas",
        "in Q1",
        "on his wedding day",
        "on blursday",
        "every month",
        "every friday",
        "every month on the 5th",
        "monthly",
        "weekly",
        "$20 a month",
        "in 2099",
        "in april",
        "by may",
        "until april",
        "send $50 in april",
        "50 in april",
    ],
)
def test_a_time_that_is_no_single_day_is_never_taken_for_silence(mentions_in: Find, text: str) -> None:
    assert read_day(text, mentions_in(text), today=TODAY) == UnclearDay(DayReason.NOT_A_DAY)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("asap", "2024-06-10"),
        ("as soon as possible", "2024-06-10"),
        ("right away", "2024-06-10"),
        ("straight away please", "2024-06-10"),
        ("immediately", "2024-06-10"),
        ("now", "2024-06-10"),
        ("later today", "2024-06-10"),
        ("2moro", "2024-06-11"),
        ("tmrw", "2024-06-11"),
        ("tmr", "2024-06-11"),
        ("tommorow", "2024-06-11"),
        ("change the date to friday", "2024-06-14"),
        ("on wednseday", "2024-06-12"),
        ("next mondya", "2024-06-17"),
        ("on firday", "2024-06-14"),
        ("tuseday", "2024-06-11"),
        ("wensday", "2024-06-12"),
        ("tomarrow", "2024-06-11"),
        ("decmber 3", "2024-12-03"),
        ("the 3rd of decmber", "2024-12-03"),
        ("in a week", "2024-06-17"),
    ],
)
def test_at_once_is_today_and_short_spellings_are_read(mentions_in: Find, text: str, day: str) -> None:
    assert read_day(text, mentions_in(text), today=TODAY) == Day(date.fromisoformat(day))


@pytest.mark.parametrize(
    "text",
    [
        "send alice $20 for her birthday",
        "alice's birthday present $50",
        "what is a payday loan",
        "pay April $50",
        "send May $50",
        "send $50 to alice",
        "the card ending in 2025",
        "when will the money arrive",
        "send Frida 50",
        "send Augusta 20",
        "increase it by 10",
        "from 50 to 45",
    ],
)
def test_a_purpose_a_name_or_a_question_is_no_time(mentions_in: Find, text: str) -> None:
    assert read_day(text, mentions_in(text), today=TODAY) == UnclearDay(DayReason.NONE)
