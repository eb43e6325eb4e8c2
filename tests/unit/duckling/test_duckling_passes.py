"""Amounts and times of one sentence are both found, at the right places."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from duckling_client import Mention

Find = Callable[[str], list[Mention]]


@pytest.mark.parametrize(
    ("text", "money", "time"),
    [
        ("$5 tomorrow", "$5", "tomorrow"),
        ("$20 on friday", "$20", "on friday"),
        ("$340 on the 2nd", "$340", "on the 2nd"),
        ("transfer $50 to Alice tomorrow", "$50", "tomorrow"),
        ("\U0001f642 \u00a320 friday", "\u00a320", "friday"),
    ],
)
def test_an_amount_is_not_eaten_by_a_time(mentions_in: Find, text: str, money: str, time: str) -> None:
    bodies = {mention.dim: mention.body for mention in mentions_in(text)}
    assert (bodies["amount-of-money"], bodies["time"]) == (money, time)


def test_bodies_are_the_words_of_the_text_at_the_offsets(mentions_in: Find) -> None:
    text = "\u00e9 $5 to bob@example.com tomorrow at 12.30pm"
    found = mentions_in(text)
    assert {mention.dim for mention in found} >= {"amount-of-money", "email", "time"}
    assert all(mention.body == text[mention.start : mention.end] for mention in found)


def test_an_iso_date_is_not_a_range_of_money(mentions_in: Find) -> None:
    assert "amount-of-money" not in {mention.dim for mention in mentions_in("on 2024-06-30")}


def test_words_on_both_sides_of_an_amount_do_not_make_a_day_together(mentions_in: Find) -> None:
    found = mentions_in("the 2nd of $50 june")
    assert [mention.body for mention in found if mention.dim == "time"] == ["the 2nd", "june"]
