"""Which scheduled payment is meant, by all that was said of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

import pytest

from duckling_client import Mention
from financial_bot.actions.cancel_scheduled import CancelScheduledForm
from financial_bot.actions.order_reading import Known, Meant, orders_meant
from financial_bot.bank import Bank, Card, Money, Payee, Scheduled
from tests.support.bank_talk import CUSTOMER, Talk

TODAY = date(2026, 7, 1)


def order(
    number: int, recipient: str, amount: str, day: int, kind: Literal["transfer", "card_payment"] = "transfer"
) -> Scheduled:
    letter = "T" if kind == "transfer" else "C"
    return Scheduled(
        f"{letter}-{number:06d}", kind, recipient, Money.of(amount, "USD"), Money.of(0, "USD"), date(2026, 7, day)
    )


ORDERS = (
    order(1, "Alice Morgan", "50", 3),
    order(2, "Bob Fletcher", "50", 4),
    order(3, "Alice Morgan", "20", 5),
    order(4, "Emblem", "75", 6, "card_payment"),
)


PAYEES = (Payee(1, "Alice Morgan"), Payee(2, "Bob Fletcher"), Payee(3, "Emma Lindqvist"), Payee(4, "May Chen"))
CARDS = tuple(
    Card(number, name, Money.of(9, "USD"), Money.of(9, "USD")) for number, name in enumerate(["Emblem", "Iron Bank"])
)
KNOWN = Known(ORDERS, PAYEES, CARDS, TODAY)
ONLY_BOB = replace(KNOWN, orders=(ORDERS[1],))


def meant(said: str, *mentions: Mention, known: Known = KNOWN) -> Meant | None:
    return orders_meant(said, mentions, known)


def numbers(said: str, *mentions: Mention, known: Known = KNOWN) -> list[int]:
    found = meant(said, *mentions, known=known)
    assert found is not None and not found.in_doubt
    return [int(each.reference[2:]) for each in found.orders]


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


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("the first one", 1),
        ("the second", 2),
        ("the last one", 4),
        ("my next payment", 1),
        ("the last payment to alice", 3),
        ("the first one to bob", 2),
        ("the second payment to Alice, please", 3),
    ],
)
def test_places_in_the_list(said: str, number: int) -> None:
    assert numbers(said) == [number]


def test_words_that_say_nothing_of_any_mean_none() -> None:
    assert meant("the one we talked about") is None
    assert meant("I would like to undo it please") is None


def test_a_place_that_there_is_not_means_none() -> None:
    assert numbers("the third one", known=ONLY_BOB) == []
    assert numbers("the second payment to bob") == []


@pytest.mark.parametrize(
    "said",
    [
        "cancel T-999999",
        "cancel my scheduled payment to alice",
        "cancel my scheduled payment to Zorro",
        "call off the payment to zorro",
        "cancel the payment to bob smith",
        "cancel the emblem payment",
        "cancel my card payment",
        "cancel alice's payment",
    ],
)
def test_what_is_named_and_not_scheduled_means_no_other_payment(said: str) -> None:
    assert numbers(said, known=ONLY_BOB) == []


@pytest.mark.parametrize(
    "said",
    ["cancel bob's payment", "can you cancel the payment to bob?", "may I cancel the one to bob", "the one for Bob"],
)
def test_a_recipient_is_found_in_any_words(said: str) -> None:
    assert numbers(said) == [2]


def test_another_amount_means_no_other_payment() -> None:
    said = "cancel the scheduled $99 payment"
    assert numbers(said, money("$99", said, 99), known=ONLY_BOB) == []


def test_a_sum_before_one_is_that_sum() -> None:
    said = "the 20 dollar one"
    mention = Mention(
        "amount-of-money", said[4:], 4, len(said), latent=False, value={"value": 20.01, "unit": "$", "type": "value"}
    )
    assert numbers(said, mention) == [3]
    assert numbers("the 20 one") == [3]


@pytest.mark.parametrize("said", ["not the one to bob", "anyone but bob"])
def test_what_is_excluded_leaves_a_doubt(said: str) -> None:
    found = meant(said, known=ONLY_BOB)
    assert found is not None and found.in_doubt


@pytest.fixture
def scheduled(bank: Bank) -> Scheduled:
    """One payment that waits: $10.00 to the customer's Bob, in three days."""
    payee = next(each for each in bank.payees(CUSTOMER) if each.name.casefold().startswith("bob "))
    on = bank.today() + timedelta(days=3)
    bank.transfer(CUSTOMER, payee.id, Money.of(10, "USD"), on=on, key="k", fee=bank.charges(CUSTOMER, on).next_fee)
    return bank.scheduled(CUSTOMER)[0]


@pytest.mark.parametrize(
    "said",
    [
        "cancel T-999999",
        "cancel my scheduled payment to alice",
        "cancel the scheduled $99 payment",
        "cancel the scheduled payment for the 11 dollar one",
        "cancel the payment to bob in 5 days",
        "cancel the scheduled payment due tomorrow",
    ],
)
def test_the_only_payment_is_not_offered_for_another(scheduled: Scheduled, talk: Talk, said: str) -> None:
    talk.say(said, CancelScheduledForm(), "cancel_scheduled")
    assert talk.said == ["utter_order_none_fits"]
    assert talk.slots["order_to_cancel"] is None


@pytest.mark.parametrize(
    "said",
    [
        "cancel my scheduled payment",
        "cancel my scheduled payment right now",
        "please cancel the scheduled payment today",
        "cancel the 10 dollar one",
        "cancel the first one",
        "cancel the last payment to bob",
        "cancel the payment to bob in 3 days",
    ],
)
def test_the_only_payment_is_offered_when_all_fits(scheduled: Scheduled, talk: Talk, said: str) -> None:
    talk.say(said, CancelScheduledForm(), "cancel_scheduled")
    assert talk.slots["order_to_cancel"] == scheduled.reference


@pytest.mark.parametrize("said", ["cancel the payment for next week", "cancel the payment that I scheduled yesterday"])
def test_a_day_that_is_none_is_asked_about(scheduled: Scheduled, talk: Talk, said: str) -> None:
    talk.say(said, CancelScheduledForm(), "cancel_scheduled")
    assert talk.said == ["utter_order_unclear"]


def test_the_first_of_a_month_is_a_day(scheduled: Scheduled, talk: Talk) -> None:
    month = "march" if scheduled.on.month != 3 else "may"
    talk.say(f"cancel the payment on the first of {month}", CancelScheduledForm(), "cancel_scheduled")
    assert talk.said == ["utter_order_none_fits"]
