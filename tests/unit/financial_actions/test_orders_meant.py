"""Which scheduled payment is meant, by all that was said of it."""

from __future__ import annotations

from datetime import date

import pytest

from duckling_client import Mention
from financial_bot.actions.order_field import orders_meant
from financial_bot.bank import Money, Scheduled

TODAY = date(2026, 7, 1)


def order(number: int, recipient: str, amount: str, day: int, kind: str = "transfer") -> Scheduled:
    letter = "T" if kind == "transfer" else "C"
    return Scheduled(
        f"{letter}-{number:06d}", kind, recipient, Money.of(amount, "USD"), Money.of(0, "USD"), date(2026, 7, day)
    )  # type: ignore[arg-type]


ORDERS = (
    order(1, "Alice Morgan", "50", 3),
    order(2, "Bob Fletcher", "50", 4),
    order(3, "Alice Morgan", "20", 5),
    order(4, "Emblem", "75", 6, "card_payment"),
)


def numbers(said: str, *mentions: Mention) -> list[int]:
    return [int(each.reference[2:]) for each in orders_meant(said, mentions, ORDERS, TODAY)]


def money(text: str, said: str, value: int) -> Mention:
    start = said.index(text)
    body = {"type": "value", "value": value, "unit": "$"}
    return Mention("amount-of-money", text, start, start + len(text), latent=False, value=body)


@pytest.mark.parametrize("said", ["T-000002", "t-2", "cancel T 2 please", "the one with reference t-0002"])
def test_a_reference_means_one(said: str) -> None:
    assert numbers(said) == [2]


def test_a_reference_that_is_none_means_nothing() -> None:
    assert numbers("C-000001") == []


def test_a_name_means_all_to_that_payee() -> None:
    assert numbers("the transfer to alice") == [1, 3]


def test_name_and_amount_together_mean_one() -> None:
    said = "the $20 to Alice"
    assert numbers(said, money("$20", said, 20)) == [3]


def test_the_card_payment() -> None:
    assert numbers("the payment to my card") == [4]
    assert numbers("the emblem one") == [4]


@pytest.mark.parametrize(("said", "number"), [("the first one", 1), ("the second", 2), ("the last one", 4)])
def test_places_in_the_list(said: str, number: int) -> None:
    assert numbers(said) == [number]


def test_words_that_say_nothing_of_any_mean_none() -> None:
    assert numbers("the one we talked about") == []
