"""Periods, counts and transactions are written as people say them; charts show what fits."""

from __future__ import annotations

from datetime import date

import pytest

from financial_bot.actions.search_words import chart_of, written_count, written_lines, written_period
from financial_bot.bank import Found, Line, Money

ONE = Money.of("1", "USD")
NOTHING = Money(0, "USD")


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2026, 3, 1), date(2026, 4, 1), "from 1 to 31 March 2026"),
        (date(2026, 3, 2), date(2026, 3, 3), "on 2 March 2026"),
        (date(2026, 2, 20), date(2026, 3, 4), "from 20 February to 3 March 2026"),
        (date(2025, 12, 20), date(2026, 1, 4), "from 20 December 2025 to 3 January 2026"),
        (date(2025, 12, 3), None, "since 3 December 2025"),
        (None, date(2026, 1, 1), "until 31 December 2025"),
        (None, None, ""),
    ],
)
def test_a_half_open_period_is_said_with_its_last_day(start: date | None, end: date | None, words: str) -> None:
    assert written_period(start, end) == words


@pytest.mark.parametrize(
    ("count", "shown", "words"),
    [(1, 1, "1 transaction"), (3, 3, "3 transactions"), (14, 5, "14 transactions, the latest 5")],
)
def test_a_count_says_how_many_are_shown(count: int, shown: int, words: str) -> None:
    assert written_count(count, shown) == words


def line(amount: str, *, day: date = date(2026, 3, 2), name: str = "Starbucks", account: str = "Checking") -> Line:
    return Line(day, "purchase", name, Money.of(amount, "USD"), account)


def test_lines_are_a_list_with_day_name_amount_and_card() -> None:
    lines = [line("-4.50"), line("-20", account="Iron Bank")]
    assert written_lines(lines) == "- 2 March: Starbucks, $4.50\n- 2 March: Starbucks, $20.00 (Iron Bank)"


def test_where_all_kinds_stand_together_signs_tell_in_from_out() -> None:
    assert written_lines([line("-4.50"), line("2000")], signed=True) == (
        "- 2 March: Starbucks, -$4.50\n- 2 March: Starbucks, +$2,000.00"
    )


def test_years_are_said_where_they_differ() -> None:
    lines = [line("-1", day=date(2026, 1, 1)), line("-1", day=date(2025, 12, 31))]
    assert written_lines(lines) == "- 1 Jan 2026: Starbucks, $1.00\n- 31 Dec 2025: Starbucks, $1.00"
    assert written_lines(lines[:1], beside=[date(2025, 3, 1)]) == "- 1 Jan 2026: Starbucks, $1.00"


def test_a_name_stays_one_line_of_the_list_without_markup() -> None:
    assert written_lines([line("-1", name="Evil\n- **free** money")]) == r"- 2 March: Evil - \*\*free\*\* money, $1.00"


def found(months: int, names: int) -> Found:
    by_month = tuple((date(2025 + month // 12, month % 12 + 1, 1), ONE) for month in range(months))
    return Found(ONE, 1, (), by_month, tuple((f"Shop {number}", ONE) for number in range(names)), None)


def test_several_months_are_shown_by_month() -> None:
    chart = chart_of(found(3, 9), earnings=False, start=None, end=None)
    assert (chart.title, [bar.label for bar in chart.bars], chart.rest) == (
        "Spending by month",
        ["January 2025", "February 2025", "March 2025"],
        None,
    )


def test_one_month_is_shown_by_name() -> None:
    chart = chart_of(found(1, 3), earnings=True, start=date(2025, 1, 1), end=date(2025, 2, 1))
    assert (chart.title, len(chart.bars)) == ("Where your money came from", 3)


def test_a_week_across_two_months_is_shown_by_name() -> None:
    week = {"start": date(2025, 1, 28), "end": date(2025, 2, 4)}
    assert chart_of(found(2, 3), earnings=False, **week).title == "Where your money went"
    assert chart_of(found(2, 1), earnings=False, **week).title == "Spending by month"


@pytest.mark.parametrize(("months", "names", "shown", "label"), [(15, 1, 12, "Earlier"), (1, 9, 6, "3 more")])
def test_more_than_fit_are_summed_up_and_nothing_is_left_out(months: int, names: int, shown: int, label: str) -> None:
    chart = chart_of(found(months, names), earnings=False, start=None, end=None)
    assert chart.rest is not None
    assert (len(chart.bars), chart.rest.label, chart.rest.amount) == (shown, label, Money.of("3", "USD"))


@pytest.mark.parametrize(("months", "names", "shown"), [(13, 1, 13), (1, 7, 7)])
def test_one_more_is_shown_rather_than_a_rest_of_one(months: int, names: int, shown: int) -> None:
    chart = chart_of(found(months, names), earnings=False, start=None, end=None)
    assert (len(chart.bars), chart.rest) == (shown, None)


def test_the_latest_months_are_the_ones_shown() -> None:
    assert chart_of(found(13, 1), earnings=False, start=None, end=None).bars[-1].label == "Jan 2026"


def test_nothing_found_is_no_bars() -> None:
    empty = Found(NOTHING, 0, (), (), (), None)
    assert chart_of(empty, earnings=False, start=None, end=None).bars == ()
