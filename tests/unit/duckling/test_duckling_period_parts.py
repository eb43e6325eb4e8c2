"""What holds for every text and every day, and the calendar that periods are counted on."""

from __future__ import annotations

import string
import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duckling_client import Mention, Period, PeriodReason, UnclearPeriod, read_period
from duckling_client.periods.holidays import RULES as HOLIDAYS
from duckling_client.periods.named import found_by
from duckling_client.periods.spans import Span, Unit, plus_days, plus_months, unit_span

Find = Callable[[str, date], list[Mention]]

_WORDS = """
the last past previous this next in on since until before after from to between and or not of a ago 0 1 2 3 5 10 13
29 30 31 32 99 2022 2023 2024 9999 3rd 5th 31st first second few couple day days week weeks month months quarter
quarters year years weekend hours today yesterday tomorrow monday friday january feb march april may june december
q1 q3 summer christmas easter half end beginning early over $50 2/29 3/4/2024 24.12. 2024-02-30 - , . 's what did I
spend at Target 7-Eleven fortnight before last ytd
""".split()
_SENTENCES = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=9).map(" ".join)
_TEXTS = st.one_of(
    st.text(max_size=60), st.text(alphabet=string.ascii_letters + string.digits + " ,./-'", max_size=60), _SENTENCES
)
_SHORT_SENTENCES = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4).map(" ".join)
_MENTIONS = st.lists(
    st.builds(
        Mention,
        dim=st.sampled_from(["time", "amount-of-money", "number", "email"]),
        body=st.sampled_from(["last quarter", "3 hours ago", "$5", "x"]),
        start=st.integers(0, 20),
        end=st.integers(0, 60),
        latent=st.booleans(),
        value=st.sampled_from(
            [
                {},
                {"value": None, "grain": "day", "type": "value"},
                {"value": "2024-06-10T00:00:00.000-04:00", "grain": "hour", "type": "value"},
                {"type": "interval", "from": {"value": "nonsense", "grain": "day"}, "to": None},
                {"type": "interval", "from": "nonsense", "unit": "$"},
            ]
        ),
    ),
    max_size=3,
)


def _holds(found: Period | UnclearPeriod, today: date) -> None:
    if isinstance(found, UnclearPeriod):
        return
    assert found.start is not None or found.end is not None
    assert found.start is None or found.start <= today
    if found.start is not None and found.end is not None:
        assert found.start < found.end


@settings(max_examples=500, deadline=None)
@given(text=_TEXTS, mentions=_MENTIONS, today=st.dates())
def test_any_text_on_any_day_gives_a_period_of_the_past_or_a_reason(
    text: str, mentions: list[Mention], today: date
) -> None:
    """Never an exception, never an empty period, never one that begins after today; whatever Duckling says."""
    _holds(read_period(text, mentions, today=today), today)


@settings(max_examples=150, deadline=None)
@given(text=_SHORT_SENTENCES, today=st.dates(date(2000, 1, 1), date(2037, 12, 31)))
def test_any_sentence_that_duckling_has_read_gives_a_period_of_the_past_or_a_reason(
    mentions_on: Find, text: str, today: date
) -> None:
    _holds(read_period(text, mentions_on(text, today), today=today), today)


@settings(max_examples=100, deadline=None)
@given(today=st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_windows_and_calendar_units_fit_together_on_every_day(today: date) -> None:
    """Last and this week, month, quarter and year meet; a window of N days has N days, of N weeks 7 N."""
    for unit in ("week", "month", "quarter", "year"):
        last = read_period(f"last {unit}", [], today=today)
        this = read_period(f"this {unit}", [], today=today)
        assert isinstance(last, Period)
        assert this == Period(last.end, today + timedelta(days=1))
    window = read_period("last 30 days", [], today=today)
    assert window == Period(today - timedelta(days=29), today + timedelta(days=1))
    assert read_period("past week", [], today=today) == read_period("last 7 days", [], today=today)
    assert read_period("last 3 weeks", [], today=today) == read_period("last 21 days", [], today=today)


@settings(max_examples=100, deadline=None)
@given(today=st.dates(date(1990, 1, 1), date(2090, 12, 31)), month=st.integers(1, 12))
def test_a_month_is_the_last_that_has_begun_on_every_day(today: date, month: int) -> None:
    found = read_period(f"in {date(2000, month, 1):%B}", [], today=today)
    assert isinstance(found, Period)
    assert found.start is not None
    assert found.start.month == month
    assert 0 <= (today - found.start).days < 366


def test_a_long_text_is_read_as_far_as_duckling_reads_it() -> None:
    """The first 2,000 characters count."""
    today = date(2024, 6, 10)
    assert read_period("x " * 1000 + "last month", [], today=today) == UnclearPeriod(PeriodReason.NONE)


@pytest.mark.parametrize(
    "words", ["on monday ", "march 3 ", "the 5th to ", "one ", "may and ", "twenty-", " ", "1.1.2020 "]
)
def test_no_text_takes_long(words: str) -> None:
    """A conversation waits for it: 2,000 characters of the worst words take less than two seconds."""
    began = time.process_time()
    read_period(words * 400, [], today=date(2024, 6, 10))
    assert time.process_time() - began < 2


def test_where_duckling_reads_another_day_in_the_same_words_it_is_asked() -> None:
    """Two readers, one meaning: a disagreement is never decided silently."""
    text, today = "on 3/4/2024", date(2024, 6, 10)
    agreeing = {"type": "value", "grain": "day", "value": "2024-03-04T00:00:00.000-05:00"}
    other = {**agreeing, "value": "2024-04-03T00:00:00.000-04:00"}
    spans = [Mention("time", text, 0, len(text), latent=False, value=value) for value in (agreeing, other)]
    assert read_period(text, spans[:1], today=today) == Period(date(2024, 3, 4), date(2024, 3, 5))
    assert read_period(text, spans[1:], today=today) == UnclearPeriod(PeriodReason.UNCLEAR)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("easter", ["2023-04-09", "2024-03-31", "2025-04-20"]),
        ("good friday", ["2023-04-07", "2024-03-29", "2025-04-18"]),
        ("thanksgiving", ["2023-11-23", "2024-11-28", "2025-11-27"]),
        ("cyber monday", ["2023-11-27", "2024-12-02", "2025-12-01"]),
        ("memorial day", ["2023-05-29", "2024-05-27", "2025-05-26"]),
        ("labor day", ["2023-09-04", "2024-09-02", "2025-09-01"]),
        ("mother's day", ["2023-05-14", "2024-05-12", "2025-05-11"]),
        ("4th of july", ["2023-07-04", "2024-07-04", "2025-07-04"]),
    ],
)
def test_holidays_fall_on_their_days(words: str, days: list[str]) -> None:
    (named,) = found_by(HOLIDAYS, words, date(2025, 12, 31))
    assert [span.start.isoformat() for span in named.spans[:3]] == days[::-1]


def test_months_end_where_they_end() -> None:
    assert plus_months(date(2024, 3, 31), -1) == date(2024, 2, 29)
    assert plus_months(date(2024, 2, 29), -12) == date(2023, 2, 28)
    assert plus_months(date(2024, 1, 15), -1) == date(2023, 12, 15)


def test_the_calendar_ends_without_an_error() -> None:
    assert plus_days(date.max, 1) == plus_months(date.max, 1) == date.max
    assert plus_days(date.min, -1) == plus_months(date.min, -1) == date.min


@pytest.mark.parametrize(
    ("unit", "span"),
    [
        (Unit.DAY, Span(date(2024, 6, 12), date(2024, 6, 13))),
        (Unit.WEEK, Span(date(2024, 6, 10), date(2024, 6, 17))),
        (Unit.WEEKEND, Span(date(2024, 6, 15), date(2024, 6, 17))),
        (Unit.MONTH, Span(date(2024, 6, 1), date(2024, 7, 1))),
        (Unit.QUARTER, Span(date(2024, 4, 1), date(2024, 7, 1))),
        (Unit.HALF, Span(date(2024, 1, 1), date(2024, 7, 1))),
        (Unit.YEAR, Span(date(2024, 1, 1), date(2025, 1, 1))),
    ],
)
def test_a_day_lies_in_its_calendar_unit(unit: Unit, span: Span) -> None:
    assert unit_span(unit, date(2024, 6, 12)) == span
