"""How much and when, as a payment hears them beside names: exactly as they were said, or asked. Never lost, never now.

Payees here are Alice, Bob and Emma among others; Emblem and Credit All are cards.
"""

from __future__ import annotations

import asyncio
import time
from datetime import date

import pytest

from duckling_client import LocalDuckling, find_mentions, mention_to_rasa_entity
from financial_bot.actions.amount_field import AmountField
from financial_bot.actions.card_amount_field import CURRENT, CardAmountField
from financial_bot.actions.day_field import NOW, DayField
from financial_bot.actions.notes import without_note
from financial_bot.bank import Bank
from handoff.sdk_adapter.fields import Reading, Unclear, Understood
from handoff.sdk_adapter.turn import Turn
from tests.support.bank_talk import CUSTOMER

FIRST, READ_BACK = None, "confirmed"


class Listener:
    """What the fields of a payment make of a message."""

    def __init__(self, duckling: LocalDuckling) -> None:
        self.duckling = duckling

    def turn(self, text: str, asked: str | None) -> Turn:
        now = int(time.time() * 1000)
        found = find_mentions(self.duckling, text, locale="en_US", timezone="America/New_York", reference_time_ms=now)
        entities = tuple(mention_to_rasa_entity(mention) for mention in found)
        return Turn(CUSTOMER, text, "transfer_money", 1.0, entities, asked, None, None, {})

    def amount(self, text: str, asked: str | None) -> Reading:
        return asyncio.run(AmountField("amount", READ_BACK).read(self.turn(text, asked)))

    def card_amount(self, text: str, asked: str | None) -> Reading:
        return asyncio.run(CardAmountField("amount", READ_BACK).read(self.turn(text, asked)))

    def day(self, text: str, asked: str | None) -> Reading:
        return asyncio.run(DayField("day").read(self.turn(text, asked)))


@pytest.fixture
def hears(bank: Bank, duckling: LocalDuckling) -> Listener:
    return Listener(duckling)


def _response(reading: Reading) -> str | None:
    return reading.response if isinstance(reading, Unclear) else None


def _weekday(reading: Reading) -> int:
    assert isinstance(reading, Understood)
    return date.fromisoformat(reading.value).weekday()


@pytest.mark.parametrize("asked", [FIRST, READ_BACK])
@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("alice 50", "50.00"),
        ("alice, 50", "50.00"),
        ("alice fifty", "50.00"),
        ("alice 50 tomorrow", "50.00"),
        ("no, alice, 60", "60.00"),
        ("no alice, 60, monday", "60.00"),
        ("no, emma 70", "70.00"),
        ("bob, 80, tomorrow", "80.00"),
        ("40 on monday", "40.00"),
        ("on monday 45", "45.00"),
        ("send bob 17 US dollars", "17.00"),
        ("45 not 50", "45.00"),
        ("from 50 to 45", "45.00"),
        ("change 50 to 45", "45.00"),
        ("lower it to 40", "40.00"),
        ("send alice 50 with note happy may day", "50.00"),
    ],
)
def test_an_amount_beside_a_name_or_a_day_is_heard(hears: Listener, text: str, amount: str, asked: str | None) -> None:
    assert hears.amount(text, asked) == Understood(amount)


@pytest.mark.parametrize("asked", [FIRST, READ_BACK])
@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("emblem 20", "20.00"),
        ("pay the emblem card 20", "20.00"),
        ("no, credit all, 12, monday", "12.00"),
    ],
)
def test_an_amount_behind_a_card_is_heard(hears: Listener, text: str, amount: str, asked: str | None) -> None:
    assert hears.card_amount(text, asked) == Understood(amount)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("pay 200 off my emblem card", "200.00"),
        ("knock $50 off the iron bank debt", "50.00"),
        ("pay off my emblem with 40 dollars", "40.00"),
        ("crdit all 15 dollars", "15.00"),
        ("take 60 from checking and pay the emblem with it", "60.00"),
        ("pay off my emblem card", CURRENT),
    ],
)
def test_a_sum_that_is_paid_off_a_debt_is_not_the_whole_debt(hears: Listener, text: str, amount: str) -> None:
    assert hears.card_amount(text, FIRST) == Understood(amount)


@pytest.mark.parametrize(
    "text",
    [
        "pay 10 or 20 off my emblem card",
        "pay off 200 of my emblem card",
        "pay half off my emblem card",
        "take 50 off my emblem payment",
    ],
)
def test_what_is_no_plain_sum_beside_paying_off_is_never_the_whole_debt(hears: Listener, text: str) -> None:
    assert not isinstance(hears.card_amount(text, FIRST), Understood)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("shoot Alice a twenty", "20.00"),
        ("send alice a hundred and twenty", "120.00"),
        ("snd 15 to alcie", "15.00"),
        ("send 500 dolars to alice", "500.00"),
        ("alice morgn 80 please", "80.00"),
    ],
)
def test_an_amount_is_heard_beside_typing_errors_and_an_article(hears: Listener, text: str, amount: str) -> None:
    assert hears.amount(text, FIRST) == Understood(amount)


@pytest.mark.parametrize("asked", [FIRST, READ_BACK])
@pytest.mark.parametrize("text", ["card 4321", "card ending in 4321"])
def test_the_number_of_a_card_is_no_amount(hears: Listener, text: str, asked: str | None) -> None:
    assert hears.card_amount(text, asked) is None


@pytest.mark.parametrize(
    "text",
    ["increase it by 10", "bump it up by 5", "reduce it by 10 dollars", "split it", "half of it", "10 of it"],
)
def test_a_share_or_a_difference_is_asked_about_and_is_no_day(hears: Listener, text: str) -> None:
    assert _response(hears.amount(text, READ_BACK)) == "utter_amount_unclear"
    assert hears.day(text, READ_BACK) is None


@pytest.mark.parametrize("text", ["no, zorro 70", "alice, roughly 20 fishes", "emma, 30 bananas"])
def test_at_the_read_back_no_number_beside_a_change_is_lost(hears: Listener, text: str) -> None:
    assert _response(hears.amount(text, READ_BACK)) == "utter_amount_unclear"


@pytest.mark.parametrize("text", ["my code is 4711", "in 3 business days", "no, in 3 business days"])
def test_at_the_read_back_a_number_that_is_no_sum_changes_nothing(hears: Listener, text: str) -> None:
    assert hears.amount(text, READ_BACK) is None


@pytest.mark.parametrize("text", ["50 pesos", "send bob 50 pesos"])
def test_pesos_are_refused_by_name(hears: Listener, text: str) -> None:
    refused = Unclear("utter_amount_other_currency", {"currency": "pesos", "account_currency": "USD"})
    assert hears.amount(text, FIRST) == refused
    assert hears.amount(text, READ_BACK) == refused


@pytest.mark.parametrize(
    ("text", "weekday"),
    [("send bob 20 on wednseday", 2), ("bob 20 mondya", 0), ("send bob 20 on firday", 4), ("send bob 20 wensday", 2)],
)
def test_a_misspelt_day_is_that_day(hears: Listener, text: str, weekday: int) -> None:
    assert _weekday(hears.day(text, FIRST)) == weekday
    assert hears.amount(text, FIRST) == Understood("20.00")


@pytest.mark.parametrize(
    "text",
    [
        "send bob 20 at chrismas",
        "send bob 20 in Q1",
        "send bob 20 if it rains",
        "if he calls, send bob 20",
        "send bob 20 tomorrow if it rains",
        "send bob 20 on his wedding day",
        "send bob 20 when I get paid",
        "send bob 20 after the meeting",
        "send bob 20 at sunrise",
        "send bob 20 until further notice",
        "send bob 20 on frydai",
    ],
)
def test_a_time_or_condition_that_is_not_read_is_asked_about(hears: Listener, text: str) -> None:
    assert hears.day(text, FIRST) == Unclear("utter_date_unclear")


@pytest.mark.parametrize(
    "text",
    [
        "pay 20 on my emblem card",
        "pay 20 on emblem",
        "send bob 20 at once",
        "pay the emblem card in full",
        "send bob 20 in cash",
        "send bob a payment in the amount of 20",
        "send bob 20 if you can",
        "if you don't mind, send bob 20",
        "if possible send bob 20",
        "put 60 dollars in Leo's account",
        "it would be nice if you sent emma 20 dollars",
        "alice 50",
    ],
)
def test_other_words_of_an_order_say_no_day(hears: Listener, text: str) -> None:
    assert hears.day(text, FIRST) == Understood(NOW)


@pytest.mark.parametrize("text", ["memo birthday on monday", "with a note: 60 for alice tomorrow"])
def test_a_note_is_neither_amount_nor_day(hears: Listener, text: str) -> None:
    for asked in (FIRST, READ_BACK):
        assert hears.amount(text, asked) is None
        assert hears.day(text, asked) is None


def test_the_day_of_a_note_is_not_the_day_of_the_payment(hears: Listener) -> None:
    assert hears.day("send alice 50 with note happy may day", FIRST) == Understood(NOW)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("send alice 50 saying see you", "send alice 50"),
        ("send alice 50 with the message hi", "send alice 50"),
        ("send alice 50, note: rent", "send alice 50,"),
        ("I'm saying 50", "I'm saying 50"),
        ("note that I am in a hurry", "note that I am in a hurry"),
    ],
)
def test_what_is_left_without_a_note_keeps_its_place(text: str, read: str) -> None:
    assert without_note(text).rstrip() == read
    assert len(without_note(text)) == len(text)
