"""Whatever stands around a period, it is read as it was meant, or asked about. Today is Monday 2024-06-10."""

from __future__ import annotations

import pytest

from duckling_client import PeriodReason, UnclearPeriod
from tests.support.periods import Find, period, period_in


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("next month", PeriodReason.FUTURE),
        ("tomorrow", PeriodReason.FUTURE),
        ("this friday", PeriodReason.FUTURE),
        ("next friday", PeriodReason.FUTURE),
        ("in two weeks", PeriodReason.FUTURE),
        ("in 2030", PeriodReason.FUTURE),
        ("march 2030", PeriodReason.FUTURE),
        ("on 2024-12-24", PeriodReason.FUTURE),
        ("third quarter of this year", PeriodReason.FUTURE),
        ("since next week", PeriodReason.FUTURE),
        ("in march and in may", PeriodReason.SEVERAL),
        ("march or april", PeriodReason.SEVERAL),
        ("compare 2021 with 2023", PeriodReason.SEVERAL),
        ("last month, this month", PeriodReason.SEVERAL),
        ("february 30th", PeriodReason.IMPOSSIBLE),
        ("june 31st", PeriodReason.IMPOSSIBLE),
        ("the 32nd", PeriodReason.IMPOSSIBLE),
        ("2024-02-30", PeriodReason.IMPOSSIBLE),
        ("13/13/2023", PeriodReason.IMPOSSIBLE),
        ("feb 29 2023", PeriodReason.IMPOSSIBLE),
        ("friday march 2nd", PeriodReason.IMPOSSIBLE),
        ("last 0 days", PeriodReason.IMPOSSIBLE),
        ("between june 2024 and march 2024", PeriodReason.IMPOSSIBLE),
        ("from today to yesterday", PeriodReason.IMPOSSIBLE),
        ("summer", PeriodReason.UNCLEAR),
        ("last summer", PeriodReason.UNCLEAR),
        ("a few days ago", PeriodReason.UNCLEAR),
        ("the past few weeks", PeriodReason.UNCLEAR),
        ("the other day", PeriodReason.UNCLEAR),
        ("early may", PeriodReason.UNCLEAR),
        ("the end of may", PeriodReason.UNCLEAR),
        ("the last week of may", PeriodReason.UNCLEAR),
        ("around christmas", PeriodReason.UNCLEAR),
        ("about 3 weeks ago", PeriodReason.UNCLEAR),
        ("over a year ago", PeriodReason.UNCLEAR),
        ("everything except may", PeriodReason.UNCLEAR),
        ("not last month", PeriodReason.UNCLEAR),
        ("on mondays", PeriodReason.UNCLEAR),
        ("on monday in may", PeriodReason.UNCLEAR),
        ("5.6.2023", PeriodReason.UNCLEAR),
        ("march 25 to 5", PeriodReason.UNCLEAR),
        ("transactions from march 3rd", PeriodReason.UNCLEAR),
        ("first and second quarter", PeriodReason.UNCLEAR),
    ],
)
def test_what_cannot_be_searched_is_asked_about(mentions_on: Find, text: str, reason: PeriodReason) -> None:
    assert period_in(mentions_on, text) == UnclearPeriod(reason)


@pytest.mark.parametrize(
    "text",
    [
        "how much did I spend",
        "what have I spent recently",
        "lately",
        "all time",
        "what did I send to April",
        "money from May Chen",
        "what did june send me",
        "may I see my spending",
        "payments to august",
        "spent at 7-Eleven",
        "how much at Target 24",
        "Studio 54",
        "ruby tuesday",
        "five guys",
        "at forever 21",
        "transactions over 2000",
        "card ending in 2023",
        "order 2023",
        "my 2nd card",
        "the first one",
        "last 5 transactions",
        "over $50",
    ],
)
def test_names_shops_and_amounts_are_no_time(mentions_on: Find, text: str) -> None:
    assert period_in(mentions_on, text) == UnclearPeriod(PeriodReason.NONE)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("over $50 in march", "2024-03-01", "2024-04-01"),
        ("more than 2000 in march", "2024-03-01", "2024-04-01"),
        ("in march over 50 dollars", "2024-03-01", "2024-04-01"),
        ("at Target 24 in march", "2024-03-01", "2024-04-01"),
        ("at 7-Eleven last week", "2024-06-03", "2024-06-10"),
        ("7 eleven in march", "2024-03-01", "2024-04-01"),
        ("in march 7-Eleven", "2024-03-01", "2024-04-01"),
        ("not in may but in april", "2024-04-01", "2024-05-01"),
        ("Studio 54 last month", "2024-05-01", "2024-06-01"),
        ("what did I send to April in march", "2024-03-01", "2024-04-01"),
        ("did I pay May in april", "2024-04-01", "2024-05-01"),
        ("my April spending", "2024-04-01", "2024-05-01"),
        ("for march", "2024-03-01", "2024-04-01"),
        ("card ending in 2023 since may", "2024-05-01", ""),
        ("how much per month this year", "2024-01-01", "2024-06-11"),
        ("and in april?", "2024-04-01", "2024-05-01"),
        ("what about last month?", "2024-05-01", "2024-06-01"),
        ("no, march", "2024-03-01", "2024-04-01"),
        ("not last month, this month", "2024-06-01", "2024-06-11"),
        ("last month, not this month", "2024-05-01", "2024-06-01"),
        ("transactions from last week", "2024-06-03", "2024-06-10"),
    ],
)
def test_the_rest_of_the_sentence_does_not_disturb(mentions_on: Find, text: str, start: str, end: str) -> None:
    assert period_in(mentions_on, text) == period(start, end)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("How much did I spend at Starbucks in the last three months?", "2024-03-10", "2024-06-11"),
        ("spent last wk", "2024-06-03", "2024-06-10"),
        ("past 3 mths", "2024-03-10", "2024-06-11"),
        ("30 days", "2024-05-12", "2024-06-11"),
        ("one week ago today", "2024-06-03", "2024-06-04"),
        ("how much did i spend sat and sun", "2024-06-08", "2024-06-10"),
        ("6/1-6/10", "2024-06-01", "2024-06-11"),
        ("05/01/2024-05/10/2024", "2024-05-01", "2024-05-11"),
        ("2024-05-01..2024-05-10", "2024-05-01", "2024-05-11"),
        ("april, not may", "2024-04-01", "2024-05-01"),
        ("spending to date", "", "2024-06-11"),
        ("newer than last week", "2024-06-10", ""),
        ("no later than may 5", "", "2024-05-06"),
        ("no earlier than may 5", "2024-05-05", ""),
        ("yesterday between 9 and 5", "2024-06-09", "2024-06-10"),
        ("purchases between 50 and 100 last month", "2024-05-01", "2024-06-01"),
        ("in dec 2022 and jan 2023", "2022-12-01", "2023-02-01"),
    ],
)
def test_the_ways_customers_type_are_read(mentions_on: Find, text: str, start: str, end: str) -> None:
    assert period_in(mentions_on, text) == period(start, end)


@pytest.mark.parametrize(
    "text",
    [
        "during christmas week",
        "over the holidays",
        "on may 5, 6 and 7",
        "two fridays ago",
        "the last two fridays",
        "a week ago friday",
        "older than 30 days",
        "within 10 days",
        "for 3 months",
        "last two weekends",
    ],
)
def test_a_time_that_is_not_understood_is_never_taken_for_silence(mentions_on: Find, text: str) -> None:
    """Silence would search all that there ever was."""
    assert period_in(mentions_on, text) == UnclearPeriod(PeriodReason.UNCLEAR)
