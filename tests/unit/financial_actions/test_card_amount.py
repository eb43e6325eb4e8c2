""" "Minimum balance", "current balance", "all of it": named amounts, and what only sounds like one."""

from __future__ import annotations

import pytest

from financial_bot.actions.card_amount_field import CURRENT, MINIMUM, named_amount


@pytest.mark.parametrize(
    "said",
    [
        "the minimum balance",
        "minimum",
        "just the min please",
        "pay the minimum due on my iron bank card",
        "the least I can",
    ],
)
def test_the_minimum(said: str) -> None:
    assert named_amount(said) == MINIMUM


@pytest.mark.parametrize(
    "said",
    [
        "the current balance",
        "all of it",
        "pay off my emblem card",
        "everything",
        "the full amount",
        "clear my credit all card",
        "what I owe",
        "bring it to zero",
        "not the minimum, the full balance",
        "the total outstanding balance",
    ],
)
def test_all_that_is_owed(said: str) -> None:
    assert named_amount(said) == CURRENT


@pytest.mark.parametrize("said", ["my credit all card", "iron bank", "50 dollars", "pay justice bank on friday"])
def test_names_of_cards_and_sums_name_no_such_amount(said: str) -> None:
    assert named_amount(said) is None


@pytest.mark.parametrize(
    "said",
    [
        "half of the balance",
        "the minimum or the full balance",
        "all but $20",
        "10% of the balance",
        "double the minimum",
    ],
)
def test_parts_and_several_are_asked_about(said: str) -> None:
    assert named_amount(said) == ""
