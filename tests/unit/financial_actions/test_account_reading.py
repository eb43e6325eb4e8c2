"""Checking and savings are told from checking whether and saving up."""

from __future__ import annotations

import pytest

from financial_bot.actions.account_reading import CHECKING_ACCOUNT, SAVINGS_ACCOUNT, read_accounts

CHECKING, SAVINGS = {CHECKING_ACCOUNT}, {SAVINGS_ACCOUNT}


@pytest.mark.parametrize(
    "text",
    [
        "checking",
        "CHECKING BALANCE",
        "checkings balance",
        "how much is in my checking acct",
        "balance of my chequing account",
        "what's left in the current account",
        "in checking what do I have",
        "my checking in total",
    ],
)
def test_a_checking_account_is_known_by_its_names(text: str) -> None:
    assert read_accounts(text) == CHECKING


@pytest.mark.parametrize("text", ["savings", "my saving account", "what have I saved", "what did I put aside"])
def test_savings_are_known_by_their_names(text: str) -> None:
    assert read_accounts(text) == SAVINGS


def test_both_can_be_named() -> None:
    assert read_accounts("checking and savings") == CHECKING | SAVINGS


@pytest.mark.parametrize(
    "text",
    [
        "just checking how much money I have",
        "I was checking my balance yesterday",
        "thanks for checking",
        "double checking: how much is there",
        "checking whether I can pay the rent",
        "my current balance",
        "how much is in my account",
        "",
    ],
)
def test_ways_of_speaking_name_no_account(text: str) -> None:
    assert read_accounts(text) == set()
