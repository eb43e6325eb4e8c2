""" "Minimum balance", "current balance", "all of it": named amounts, and what only sounds like one."""

from __future__ import annotations

import asyncio

import pytest
from rasa_sdk import Tracker

from financial_bot.actions.card_amount_field import CURRENT, MINIMUM, CardAmountField, named_amount
from financial_bot.bank import Bank
from handoff.sdk_adapter.fields import Reading, Unclear, Understood
from handoff.sdk_adapter.turn import read_turn
from tests.support.bank_talk import CUSTOMER


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


@pytest.mark.parametrize(
    "said",
    [
        *(
            "all right",
            "all good",
            "everything is correct",
            "yes clear",
            "cancel all",
            "stop everything",
            "leave it all",
        ),
        *("tell me the balance first", "that's all", "what's the minimum?", "what is everything?"),
    ],
)
def test_at_the_read_back_nothing_but_a_correction_changes_the_amount(said: str, bank: Bank) -> None:
    assert read(said, asked="cc_confirmed") is None


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("no, all of it", CURRENT),
        ("the minimum instead", MINIMUM),
        ("pay the full balance", CURRENT),
        ("minimum", MINIMUM),
    ],
)
def test_at_the_read_back_a_correction_counts(said: str, amount: str, bank: Bank) -> None:
    assert read(said, asked="cc_confirmed") == Understood(amount)


@pytest.mark.parametrize("said", ["I can't pay all of it", "all my money"])
def test_what_cannot_be_paid_is_asked_about(said: str, bank: Bank) -> None:
    assert isinstance(read(said, asked="cc_amount"), Unclear)


@pytest.mark.parametrize("said", ["what's the minimum?", "what is everything?"])
def test_a_question_about_the_amount_is_no_amount(said: str, bank: Bank) -> None:
    assert read(said, asked="cc_amount") is None


def test_the_card_with_the_lowest_balance_is_no_amount(bank: Bank) -> None:
    assert read("the one with the lowest balance", asked="cc_card") is None


def read(said: str, asked: str) -> Reading:
    tracker = Tracker(CUSTOMER, {"requested_slot": asked}, {"text": said}, [], False, None, {}, None)
    return asyncio.run(CardAmountField("cc_amount", "cc_confirmed").read(read_turn(tracker)))
