"""Money in or out, and whether a sentence stands alone: told from the words that people use."""

from __future__ import annotations

import pytest

from financial_bot.actions.search_reading import goes_on, means_any_time, read_direction


@pytest.mark.parametrize(
    ("text", "earnings"),
    [
        ("how much did I earn last month", True),
        ("did my salary come in", True),
        ("how much was I paid", True),
        ("refunds from Amazon", True),
        ("what came in this week", True),
        ("how much did I spend", False),
        ("my expenses in may", False),
        ("what did I buy at Target", False),
        ("how much have I paid Alice", False),
        ("show my transactions", None),
        ("and last month?", None),
        ("what I earn and what I spend", None),
        ("", None),
    ],
)
def test_the_words_say_whether_money_came_in_or_went_out(text: str, earnings: bool | None) -> None:
    assert read_direction(text) is earnings


@pytest.mark.parametrize(
    "text",
    [
        *("and last month?", "what about amazon?", "how about in march", "ok and how much did I earn", "amazon"),
        *("last month", "only at Target", "the same for may"),
    ],
)
def test_a_fragment_goes_on_from_the_search_before(text: str) -> None:
    assert goes_on(text)


@pytest.mark.parametrize(
    "text",
    ["how much did I spend at Amazon", "show me my transactions", "what did I earn", "my expenses", "find refunds"],
)
def test_a_whole_question_begins_a_new_search(text: str) -> None:
    assert not goes_on(text)


def test_all_times_can_be_asked_for() -> None:
    assert means_any_time("how much did I ever spend at Amazon")
    assert not means_any_time("how much did I spend in every month of the year")
