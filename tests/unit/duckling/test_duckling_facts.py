"""Money talk that Duckling alone gets wrong: each line is paid exactly, or asked about for the right reason.

Every line is said twice, as the bank's bot hears it: as the first message of a transfer, and as the answer to "How
much?". Beside each stands what Duckling makes of it. Now is Monday 2024-06-10, 10:00 in New York.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from duckling_client import (
    Amount,
    AmountReason,
    Day,
    DayReason,
    Mention,
    UnclearAmount,
    UnclearDay,
    read_amount,
    read_day,
)

Find = Callable[[str], list[Mention]]
TODAY = date(2024, 6, 10)

ODD = UnclearAmount(AmountReason.ODD)
SEVERAL = UnclearAmount(AmountReason.SEVERAL)
NONE = UnclearAmount(AmountReason.NONE)
NOT_POSITIVE = UnclearAmount(AmountReason.NOT_POSITIVE)
TOO_PRECISE = UnclearAmount(AmountReason.TOO_PRECISE)
EUROS = UnclearAmount(AmountReason.OTHER_CURRENCY, "EUR")
POUNDS = UnclearAmount(AmountReason.OTHER_CURRENCY, "GBP")


def dollars(amount: str) -> Amount:
    return Amount(Decimal(amount), "USD")


# first message, answer to "How much?", outcome
AMOUNTS = [
    # "half a" is dropped: $1,000,000
    ("send half a million dollars to Alice", "half a million dollars", ODD),
    # the part before the space is dropped: $234
    ("send 1 234 dollars to Alice", "1 234 dollars", ODD),
    ("send 1 234 to Alice", "1 234", SEVERAL),
    # European spelling: 56 EUR
    ("send 1.234,56 euros to Alice", "1.234,56 euros", EUROS),
    # the sign is dropped: $50
    ("send -50 dollars to Alice", "-50 dollars", ODD),
    ("send \u221250 dollars to Alice", "\u221250 dollars", ODD),
    ("send -$50 to Alice", "-$50", ODD),
    ("send $-50 to Alice", "$-50", ODD),
    ("send -50 to Alice", "-50", ODD),
    ("send \u221250 to Alice", "\u221250", ODD),
    ("send minus fifty to Alice", "minus fifty", ODD),
    ("send minus fifty dollars to Alice", "minus fifty dollars", ODD),
    # the demo bot accepts nothing and less than a cent
    ("send 0 to Alice", "0", NOT_POSITIVE),
    ("send $0 to Alice", "$0", NOT_POSITIVE),
    ("send zero dollars to Alice", "zero dollars", NOT_POSITIVE),
    ("send $0.00 to Alice", "$0.00", NOT_POSITIVE),
    ("send 0.001 to Alice", "0.001", TOO_PRECISE),
    ("send $0.001 to Alice", "$0.001", TOO_PRECISE),
    ("send 0.001 dollars to Alice", "0.001 dollars", TOO_PRECISE),
    # a coin: $0.25
    ("send a quarter of my balance to Alice", "a quarter of my balance", ODD),
    # the name is a coin too: 10 cents, and then $10
    ("I owe Penny ten dollars", "I owe Penny ten dollars", dollars("10")),
    ("send Penny ten dollars", "Penny ten dollars", dollars("10")),
    # both amounts, the denied one first
    ("no not $50, $15", "no not $50, $15", dollars("15")),
    ("send Alice not $50, $15", "not $50, $15", dollars("15")),
    # two orders
    ("send $50 to Bob and $20 to Ann", "$50 to Bob and $20 to Ann", SEVERAL),
    # an open interval without a value
    ("send at least $25 to Alice", "at least $25", ODD),
    # plain numbers
    ("send 50% of the balance to Alice", "50% of the balance", ODD),
    ("send money to account 1234567890", "account 1234567890", NONE),
    ("send $50 to account 1234567890", "$50 to account 1234567890", dollars("50")),
    # 12 and 50
    ("send twelve fifty to Alice", "twelve fifty", SEVERAL),
    # 1.09, without the time dimension
    ("send money to Alice on 12/11", "12/11", NONE),
    # 20 without a currency
    ("send 20 quid to Alice", "20 quid", POUNDS),
    # 1,500 without a currency
    ("send 1.5k to Alice", "1.5k", dollars("1500")),
    ("send $1.5k to Alice", "$1.5k", dollars("1500")),
    ("send bob 2k", "2k", dollars("2000")),
    ("send 2K to bob", "2K", dollars("2000")),
    ("send bob $2k", "$2k", dollars("2000")),
    ("send bob 2k tomorrow", "2k tomorrow", dollars("2000")),
    # the demo bot debits 100 dollars
    ("send EUR 100 to Alice", "EUR 100", EUROS),
    ("send 100 EUR to Alice", "100 EUR", EUROS),
    ("send \u20ac100 to Alice", "\u20ac100", EUROS),
    # $1.00
    ("send $1e9 to Alice", "$1e9", ODD),
    ("send 1e9 dollars to Alice", "1e9 dollars", ODD),
    ("send 1e9 to Alice", "1e9", SEVERAL),
    # eaten by the time: 05:00 tomorrow, 20:00 on friday, 03:40 on the 2nd
    ("send Alice $5 tomorrow", "$5 tomorrow", dollars("5")),
    ("send Alice $20 on friday", "$20 on friday", dollars("20")),
    ("send Alice $340 on the 2nd", "$340 on the 2nd", dollars("340")),
    ("send Alice 5 tomorrow", "5 tomorrow", dollars("5")),
    # the year 4321
    ("pay the card ending in 4321", "card ending in 4321", NONE),
    ("pay $50 to the card ending in 4321", "$50 to the card ending in 4321", dollars("50")),
    # a month
    ("pay April $50", "April $50", dollars("50")),
    ("send $50 to April", "$50 to April", dollars("50")),
]


@pytest.mark.parametrize(("first_message", "answer", "outcome"), AMOUNTS)
def test_an_amount_is_exact_or_asked_about_in_the_first_message(
    mentions_in: Find, first_message: str, answer: str, outcome: Amount | UnclearAmount
) -> None:
    assert read_amount(first_message, mentions_in(first_message), bare_numbers=True) == outcome


@pytest.mark.parametrize(("first_message", "answer", "outcome"), AMOUNTS)
def test_an_amount_is_exact_or_asked_about_in_an_answer(
    mentions_in: Find, first_message: str, answer: str, outcome: Amount | UnclearAmount
) -> None:
    assert read_amount(answer, mentions_in(answer), bare_numbers=True) == outcome


# first message, answer to "When?", outcome
DAYS = [
    # 05:00 tomorrow, 20:00 on friday, 03:40 on the 2nd
    ("send Alice $5 tomorrow", "tomorrow", Day(date(2024, 6, 11))),
    ("send Alice $20 on friday", "on friday", Day(date(2024, 6, 14))),
    ("send Alice $340 on the 2nd", "on the 2nd", Day(date(2024, 7, 2))),
    ("send Alice $20 on 12/11", "12/11", Day(date(2024, 12, 11))),
    # 31 July
    ("send Alice $20 on the 31st of february", "31st of february", UnclearDay(DayReason.IMPOSSIBLE)),
    # the year 4321
    ("pay $50 to the card ending in 4321", "card ending in 4321", UnclearDay(DayReason.NONE)),
    # a month
    ("pay April $50", "it is for April", UnclearDay(DayReason.NONE)),
    ("send $50 to April tomorrow", "tomorrow, to April", Day(date(2024, 6, 11))),
    # the demo bot pays into the past
    ("send Alice $20 yesterday", "yesterday", UnclearDay(DayReason.PAST)),
    ("send Alice $20 last friday", "last friday", UnclearDay(DayReason.PAST)),
]


@pytest.mark.parametrize(("first_message", "answer", "outcome"), DAYS)
def test_a_day_is_exact_or_asked_about_in_the_first_message(
    mentions_in: Find, first_message: str, answer: str, outcome: Day | UnclearDay
) -> None:
    assert read_day(first_message, mentions_in(first_message), today=TODAY) == outcome


@pytest.mark.parametrize(("first_message", "answer", "outcome"), DAYS)
def test_a_day_is_exact_or_asked_about_in_an_answer(
    mentions_in: Find, first_message: str, answer: str, outcome: Day | UnclearDay
) -> None:
    assert read_day(answer, mentions_in(answer), today=TODAY) == outcome


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("$20 for monday's taxi", UnclearDay(DayReason.NONE)),
        ("send $20 to bob for last night's pizza", UnclearDay(DayReason.NONE)),
        ("send bob $20 for friday\u2019s dinner", UnclearDay(DayReason.NONE)),
        ("send bob $20 for the next week's groceries", UnclearDay(DayReason.NONE)),
        ("send $20 to bob for monday's taxi tomorrow", Day(date(2024, 6, 11))),
        ("on friday send bob $20 for monday's taxi", Day(date(2024, 6, 14))),
        ("for monday", Day(date(2024, 6, 17))),
        ("make it monday's", Day(date(2024, 6, 17))),
    ],
)
def test_what_is_paid_for_does_not_say_when(mentions_in: Find, text: str, outcome: Day | UnclearDay) -> None:
    """The day of the taxi is not the day of the payment."""
    assert read_day(text, mentions_in(text), today=TODAY) == outcome
