"""Searches look back: either exactly the days that were meant, or a reason to ask. Today is Monday 2024-06-10."""

from __future__ import annotations

from datetime import date

import pytest

from duckling_client import Period
from tests.support.periods import Find, period, period_in


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2024-06-10"),
        ("what did I spend today?", "2024-06-10"),
        ("this morning", "2024-06-10"),
        ("tonight", "2024-06-10"),
        ("yesterday", "2024-06-09"),
        ("last night", "2024-06-09"),
        ("yesterday's spending", "2024-06-09"),
        ("the day before yesterday", "2024-06-08"),
        ("3 days ago", "2024-06-07"),
        ("a day ago", "2024-06-09"),
        ("3 hours ago", "2024-06-10"),
        ("on monday", "2024-06-10"),
        ("monday", "2024-06-10"),
        ("this monday", "2024-06-10"),
        ("last monday", "2024-06-03"),
        ("last friday", "2024-06-07"),
        ("on tuesday", "2024-06-04"),
        ("sunday", "2024-06-09"),
        ("on sat", "2024-06-08"),
        ("friday last week", "2024-06-07"),
        ("last week on wednesday", "2024-06-05"),
        ("the 5th", "2024-06-05"),
        ("on the 15th", "2024-05-15"),
        ("on the 5th of last month", "2024-05-05"),
        ("march 3rd", "2024-03-03"),
        ("march third", "2024-03-03"),
        ("3 march", "2024-03-03"),
        ("the 3rd of march", "2024-03-03"),
        ("June 10", "2024-06-10"),
        ("june 11", "2023-06-11"),
        ("march 3, 2023", "2023-03-03"),
        ("3rd of march 2023", "2023-03-03"),
        ("march 3rd last year", "2023-03-03"),
        ("friday march 1st", "2024-03-01"),
        ("friday the 7th", "2024-06-07"),
        ("june 9, yesterday", "2024-06-09"),
        ("3/4/2024", "2024-03-04"),
        ("12/31/23", "2023-12-31"),
        ("on 3/4", "2024-03-04"),
        ("24/12", "2023-12-24"),
        ("24.12.2023", "2023-12-24"),
        ("2024-03-03", "2024-03-03"),
        ("feb 29", "2024-02-29"),
        ("christmas", "2023-12-25"),
        ("christmas 2022", "2022-12-25"),
        ("last christmas", "2023-12-25"),
        ("thanksgiving", "2023-11-23"),
        ("on black friday", "2023-11-24"),
        ("easter", "2024-03-31"),
        ("memorial day", "2024-05-27"),
    ],
)
def test_a_day_is_that_day_alone(mentions_on: Find, text: str, day: str) -> None:
    """A search for one day covers one day, whichever way it is said."""
    first = date.fromisoformat(day)
    assert period_in(mentions_on, text) == Period(first, date.fromordinal(first.toordinal() + 1))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("last week", "2024-06-03", "2024-06-10"),
        ("previous week", "2024-06-03", "2024-06-10"),
        ("what did I spend last week", "2024-06-03", "2024-06-10"),
        ("last week's spending", "2024-06-03", "2024-06-10"),
        ("the week before last", "2024-05-27", "2024-06-03"),
        ("2 weeks ago", "2024-05-27", "2024-06-03"),
        ("the week of june 3", "2024-06-03", "2024-06-10"),
        ("last weekend", "2024-06-08", "2024-06-10"),
        ("over the weekend", "2024-06-08", "2024-06-10"),
        ("this weekend", "2024-06-08", "2024-06-10"),
        ("the weekend before last", "2024-06-01", "2024-06-03"),
        ("last month", "2024-05-01", "2024-06-01"),
        ("the month before last", "2024-04-01", "2024-05-01"),
        ("a month ago", "2024-05-01", "2024-06-01"),
        ("in may", "2024-05-01", "2024-06-01"),
        ("May", "2024-05-01", "2024-06-01"),
        ("in june", "2024-06-01", "2024-07-01"),
        ("last june", "2023-06-01", "2023-07-01"),
        ("in december", "2023-12-01", "2024-01-01"),
        ("march 2023", "2023-03-01", "2023-04-01"),
        ("march of 2023", "2023-03-01", "2023-04-01"),
        ("in may last year", "2023-05-01", "2023-06-01"),
        ("last year in may", "2023-05-01", "2023-06-01"),
        ("03/2024", "2024-03-01", "2024-04-01"),
        ("sept 2023", "2023-09-01", "2023-10-01"),
        ("last quarter", "2024-01-01", "2024-04-01"),
        ("what did I earn last quarter", "2024-01-01", "2024-04-01"),
        ("the quarter before last", "2023-10-01", "2024-01-01"),
        ("q1", "2024-01-01", "2024-04-01"),
        ("first quarter", "2024-01-01", "2024-04-01"),
        ("third quarter", "2023-07-01", "2023-10-01"),
        ("q3 2023", "2023-07-01", "2023-10-01"),
        ("Q3/2023", "2023-07-01", "2023-10-01"),
        ("the first quarter of 2023", "2023-01-01", "2023-04-01"),
        ("the last quarter of 2023", "2023-10-01", "2024-01-01"),
        ("second half of last year", "2023-07-01", "2024-01-01"),
        ("last year", "2023-01-01", "2024-01-01"),
        ("a year ago", "2023-01-01", "2024-01-01"),
        ("2023", "2023-01-01", "2024-01-01"),
        ("in 2023", "2023-01-01", "2024-01-01"),
        ("amazon spending 2023", "2023-01-01", "2024-01-01"),
    ],
)
def test_a_named_week_weekend_month_quarter_or_year_is_the_calendars(
    mentions_on: Find, text: str, start: str, end: str
) -> None:
    assert period_in(mentions_on, text) == period(start, end)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("past 30 days", "2024-05-12"),
        ("in the last 7 days", "2024-06-04"),
        ("the last 3 weeks", "2024-05-21"),
        ("past week", "2024-06-04"),
        ("last 14 days", "2024-05-28"),
        ("last two weeks", "2024-05-28"),
        ("past fortnight", "2024-05-28"),
        ("during the last week", "2024-06-04"),
        ("last two months", "2024-04-10"),
        ("the last couple of months", "2024-04-10"),
        ("over the past six months", "2023-12-10"),
        ("in the last month", "2024-05-10"),
        ("past 2 quarters", "2023-12-10"),
        ("last twenty-four months", "2022-06-10"),
        ("in the past year", "2023-06-10"),
        ("last 2 years", "2022-06-10"),
        ("last 24 hours", "2024-06-09"),
        ("this week", "2024-06-10"),
        ("this month", "2024-06-01"),
        ("so far this month", "2024-06-01"),
        ("the current quarter", "2024-04-01"),
        ("this year", "2024-01-01"),
        ("year to date", "2024-01-01"),
        ("ytd", "2024-01-01"),
    ],
)
def test_a_window_ends_with_today(mentions_on: Find, text: str, start: str) -> None:
    """Today is included, tomorrow is not."""
    assert period_in(mentions_on, text) == period(start, "2024-06-11")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("since january 3rd", "2024-01-03", ""),
        ("since march", "2024-03-01", ""),
        ("since may", "2024-05-01", ""),
        ("since july", "2023-07-01", ""),
        ("since friday", "2024-06-07", ""),
        ("since yesterday", "2024-06-09", ""),
        ("since last month", "2024-05-01", ""),
        ("since 2 weeks ago", "2024-05-27", ""),
        ("since 2022", "2022-01-01", ""),
        ("since the beginning of the year", "2024-01-01", ""),
        ("starting may 1", "2024-05-01", ""),
        ("from may onwards", "2024-05-01", ""),
        ("from march 3rd on", "2024-03-03", ""),
        ("after the 5th", "2024-06-06", ""),
        ("after march", "2024-04-01", ""),
        ("after yesterday", "2024-06-10", ""),
        ("until may", "", "2024-05-01"),
        ("before may", "", "2024-05-01"),
        ("before march 3rd", "", "2024-03-03"),
        ("through may", "", "2024-06-01"),
        ("until the end of may", "", "2024-06-01"),
        ("until march 10", "", "2024-03-11"),
        ("up to yesterday", "", "2024-06-10"),
        ("before last year", "", "2023-01-01"),
        ("between march and june", "2024-03-01", "2024-07-01"),
        ("between january and march", "2024-01-01", "2024-04-01"),
        ("from march to may", "2024-03-01", "2024-06-01"),
        ("jan - mar", "2024-01-01", "2024-04-01"),
        ("march to june 2023", "2023-03-01", "2023-07-01"),
        ("from december 2022 to february", "2022-12-01", "2023-03-01"),
        ("q1 to q3 2023", "2023-01-01", "2023-10-01"),
        ("between 2022 and 2023", "2022-01-01", "2024-01-01"),
        ("from march 3 to march 10", "2024-03-03", "2024-03-11"),
        ("march 3-10", "2024-03-03", "2024-03-11"),
        ("between march 3rd and the 10th", "2024-03-03", "2024-03-11"),
        ("3 to 10 march", "2024-03-03", "2024-03-11"),
        ("from the 25th to the 5th of march", "2024-02-25", "2024-03-06"),
        ("between the 1st and the 5th", "2024-06-01", "2024-06-06"),
        ("from 3/4/2024 until 3/10/2024", "2024-03-04", "2024-03-11"),
        ("monday through friday", "2024-06-03", "2024-06-08"),
        ("from march 3rd to today", "2024-03-03", "2024-06-11"),
        ("after march 3 and before may", "2024-03-04", "2024-05-01"),
        ("between christmas and new year", "2023-12-25", "2024-01-02"),
        ("between june and march", "2023-06-01", "2024-04-01"),
        ("march and april", "2024-03-01", "2024-05-01"),
        ("yesterday and today", "2024-06-09", "2024-06-11"),
        ("january, february and march", "2024-01-01", "2024-04-01"),
    ],
)
def test_beginnings_and_ends_are_where_the_words_put_them(mentions_on: Find, text: str, start: str, end: str) -> None:
    assert period_in(mentions_on, text) == period(start, end)


@pytest.mark.parametrize(
    ("today", "text", "start", "end"),
    [
        ("2024-01-01", "yesterday", "2023-12-31", "2024-01-01"),
        ("2024-01-01", "last month", "2023-12-01", "2024-01-01"),
        ("2024-01-01", "last quarter", "2023-10-01", "2024-01-01"),
        ("2024-01-01", "this year", "2024-01-01", "2024-01-02"),
        ("2024-01-01", "in january", "2024-01-01", "2024-02-01"),
        ("2024-01-01", "between november and january", "2023-11-01", "2024-02-01"),
        ("2024-01-01", "q4", "2023-10-01", "2024-01-01"),
        ("2024-02-29", "in the last year", "2023-02-28", "2024-03-01"),
        ("2024-02-29", "last two months", "2023-12-29", "2024-03-01"),
        ("2024-02-29", "past 4 years", "2020-02-29", "2024-03-01"),
        ("2024-02-29", "march 3rd", "2023-03-03", "2023-03-04"),
        ("2023-03-01", "february 29th", "2020-02-29", "2020-03-01"),
        ("2023-03-01", "yesterday", "2023-02-28", "2023-03-01"),
        ("2024-12-31", "this year", "2024-01-01", "2025-01-01"),
        ("2024-12-31", "q4", "2024-10-01", "2025-01-01"),
        ("2024-12-31", "christmas", "2024-12-25", "2024-12-26"),
        ("2024-12-31", "last 3 months", "2024-09-30", "2025-01-01"),
        ("2024-03-31", "last month", "2024-02-01", "2024-03-01"),
        ("2024-03-31", "last 1 month", "2024-02-29", "2024-04-01"),
        ("2024-03-15", "in may", "2023-05-01", "2023-06-01"),
        ("2024-03-15", "since may", "2023-05-01", ""),
        ("2024-03-15", "between march and june", "2023-03-01", "2023-07-01"),
        ("2024-03-15", "q2", "2023-04-01", "2023-07-01"),
        ("2024-04-01", "last quarter", "2024-01-01", "2024-04-01"),
        ("2024-04-01", "this quarter", "2024-04-01", "2024-04-02"),
        ("2024-04-01", "last week", "2024-03-25", "2024-04-01"),
        ("2024-10-01", "q3", "2024-07-01", "2024-10-01"),
        ("2024-06-08", "this weekend", "2024-06-08", "2024-06-09"),
        ("2024-06-08", "last weekend", "2024-06-01", "2024-06-03"),
        ("2024-06-09", "this weekend", "2024-06-08", "2024-06-10"),
        ("2024-06-09", "last sunday", "2024-06-02", "2024-06-03"),
        ("2024-06-09", "this week", "2024-06-03", "2024-06-10"),
        ("2024-06-12", "from friday to monday", "2024-06-07", "2024-06-11"),
        ("2024-03-11", "yesterday", "2024-03-10", "2024-03-11"),
        ("2024-11-04", "last 24 hours", "2024-11-03", "2024-11-05"),
    ],
)
def test_it_is_counted_from_the_day_it_is(mentions_on: Find, today: str, text: str, start: str, end: str) -> None:
    """At the turn of years, months and quarters, on leap days, Mondays and weekends, and when clocks change."""
    assert period_in(mentions_on, text, date.fromisoformat(today)) == period(start, end)
