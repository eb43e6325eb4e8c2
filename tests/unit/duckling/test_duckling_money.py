"""Either exactly the amount that was meant, or a reason to ask: never another amount."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from duckling_client import Amount, AmountReason, Mention, UnclearAmount, read_amount

Find = Callable[[str], list[Mention]]


@pytest.mark.parametrize(
    ("text", "dollars"),
    [
        ("I owe Penny ten dollars", "10"),
        ("fifty bucks", "50"),
        ("$5 tomorrow", "5"),
        ("$340 on the 2nd", "340"),
        ("$1,234.56", "1234.56"),
        ("1,234 dollars", "1234"),
        ("1234 dollars and 50 cents", "1234.50"),
        ("$12 and 50 cents", "12.50"),
        ("50 cents", "0.50"),
        ("two hundred and fifty dollars", "250"),
        ("one thousand two hundred thirty four dollars", "1234"),
        ("a hundred and twenty dollars and fifty cents", "120.50"),
        ("USD 50", "50"),
        ("50 US dollars", "50"),
        ("50 us dollars", "50"),
        ("send bob 17 U.S. dollars tomorrow", "17"),
        ("US$50", "50"),
        ("$50 USD", "50"),
        ("50$", "50"),
        ("$0.29", "0.29"),
        ("4.35 dollars", "4.35"),
        ("$1.5k", "1500"),
        ("5 grand", "5000"),
        ("$5 million", "5000000"),
        ("pay 50 dollars to account 12345678", "50"),
        ("transfer $50 to Bob's account 4321", "50"),
        ("pay Bob $50 on 2024-06-30", "50"),
        ("pay 50 dollars on 6/15", "50"),
        ("$50, please!", "50"),
        ("$999999999999.99", "999999999999.99"),
    ],
)
def test_a_plain_amount_is_read_exactly(mentions_in: Find, text: str, dollars: str) -> None:
    assert read_amount(text, mentions_in(text)) == Amount(Decimal(dollars), "USD")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("half a million dollars", AmountReason.ODD),
        ("1 234 dollars", AmountReason.ODD),
        ("1'234 dollars", AmountReason.ODD),
        ("$1 234", AmountReason.ODD),
        ("$1,23", AmountReason.ODD),
        ("$1.234.567", AmountReason.ODD),
        ("-50 dollars", AmountReason.ODD),
        ("-$50", AmountReason.ODD),
        ("\u2212 50 dollars", AmountReason.ODD),
        ("minus fifty dollars", AmountReason.ODD),
        ("a quarter of my balance", AmountReason.ODD),
        ("half of $50", AmountReason.ODD),
        ("half a dollar", AmountReason.ODD),
        ("10% of $50", AmountReason.ODD),
        ("$50%", AmountReason.ODD),
        ("at least $25", AmountReason.ODD),
        ("up to $50", AmountReason.ODD),
        ("about $50", AmountReason.ODD),
        ("between $20 and $30", AmountReason.ODD),
        ("$20-$30", AmountReason.ODD),
        ("1e9 dollars", AmountReason.ODD),
        ("$1e9", AmountReason.ODD),
        ("$1/2", AmountReason.ODD),
        ("$12:30", AmountReason.ODD),
        ("a buck fifty", AmountReason.ODD),
        ("ten dollars fifty", AmountReason.ODD),
        ("a few dollars", AmountReason.ODD),
        ("a couple of dollars", AmountReason.ODD),
        ("3 $50 payments", AmountReason.ODD),
        ("2 50 dollar payments", AmountReason.ODD),
        ("two times $50", AmountReason.ODD),
        ("$50 times 2", AmountReason.ODD),
        ("$50 plus 20", AmountReason.ODD),
        ("$50 less 10%", AmountReason.ODD),
        ("$50 each to Ann and Bob", AmountReason.ODD),
        ("not $50", AmountReason.ODD),
        ("x50 dollars", AmountReason.ODD),
        ("A$50", AmountReason.ODD),
        ("$50 $50", AmountReason.ODD),
        ("$50 to Bob and $20 to Ann", AmountReason.SEVERAL),
        ("$50 minus $5", AmountReason.SEVERAL),
        ("$0", AmountReason.NOT_POSITIVE),
        ("zero dollars", AmountReason.NOT_POSITIVE),
        ("$0.001", AmountReason.TOO_PRECISE),
        ("$100000000000000", AmountReason.TOO_LARGE),
        ("50% of the balance", AmountReason.NONE),
        ("account 1234567890", AmountReason.NONE),
        ("$20 or $30", AmountReason.SEVERAL),
        ("twelve fifty", AmountReason.NONE),
        ("12/11", AmountReason.NONE),
        ("20 quid", AmountReason.NONE),
        ("1.5k", AmountReason.NONE),
        ("50", AmountReason.NONE),
        ("send money to Alice", AmountReason.NONE),
    ],
)
def test_anything_else_is_asked_about(mentions_in: Find, text: str, reason: AmountReason) -> None:
    assert read_amount(text, mentions_in(text)) == UnclearAmount(reason)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("EUR 100", "EUR"),
        ("\u20ac20", "EUR"),
        ("1.234,56 euros", "EUR"),
        ("\u00a320", "GBP"),
        ("100 yen", "JPY"),
        ("50 dollars CAD", "CAD"),
    ],
)
def test_another_currency_is_named_and_never_taken_for_dollars(mentions_in: Find, text: str, currency: str) -> None:
    assert read_amount(text, mentions_in(text)) == UnclearAmount(AmountReason.OTHER_CURRENCY, currency)


@pytest.mark.parametrize(
    ("text", "dollars"),
    [
        ("50", "50"),
        ("fifty", "50"),
        ("12.50", "12.50"),
        ("1,500", "1500"),
        ("1.5k", "1500"),
        ("make it 50 please", "50"),
        ("transfer 50 to Alice tomorrow", "50"),
        ("pay Bob 20", "20"),
        ("send 50 to account 1234", "50"),
        ("50 on june 15", "50"),
        ("send Bob a twenty", "20"),
        ("a hundred and ten", "110"),
        ("get 60 to Bob", "60"),
        ("send 500 dolars to Bob", "500"),
        ("snd 15 to Bob", "15"),
    ],
)
def test_after_how_much_a_bare_number_is_in_the_accounts_currency(mentions_in: Find, text: str, dollars: str) -> None:
    assert read_amount(text, mentions_in(text), bare_numbers=True) == Amount(Decimal(dollars), "USD")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("\u2212 50", AmountReason.ODD),
        ("-50", AmountReason.ODD),
        ("$-50", AmountReason.ODD),
        ("50% of the balance", AmountReason.ODD),
        ("one and a half dollars", AmountReason.ODD),
        ("20-30", AmountReason.ODD),
        ("twelve fifty", AmountReason.SEVERAL),
        ("1 234", AmountReason.SEVERAL),
        ("12.345", AmountReason.TOO_PRECISE),
        ("0", AmountReason.NOT_POSITIVE),
        ("account 1234567890", AmountReason.NONE),
        ("the card ending in 4321", AmountReason.NONE),
        ("my 2 friends", AmountReason.NONE),
        ("12/11", AmountReason.NONE),
        ("on the 2nd", AmountReason.NONE),
    ],
)
def test_after_how_much_a_number_that_is_no_plain_amount_is_asked_about(
    mentions_in: Find, text: str, reason: AmountReason
) -> None:
    assert read_amount(text, mentions_in(text), bare_numbers=True) == UnclearAmount(reason)


@pytest.mark.parametrize(
    ("text", "currency"), [("20 quid", "GBP"), ("50 pesos", "pesos"), ("50 canadian dollars", "CAD")]
)
def test_after_how_much_a_foreign_word_is_not_the_accounts_currency(
    mentions_in: Find, text: str, currency: str
) -> None:
    assert read_amount(text, mentions_in(text), bare_numbers=True) == UnclearAmount(
        AmountReason.OTHER_CURRENCY, currency
    )


def test_in_a_euro_account_euros_are_plain_and_dollars_are_foreign(mentions_in: Find) -> None:
    euros, dollars = "\u20ac20", "$20"
    assert read_amount(euros, mentions_in(euros), account_currency="EUR") == Amount(Decimal(20), "EUR")
    assert read_amount(dollars, mentions_in(dollars), account_currency="EUR") == UnclearAmount(
        AmountReason.OTHER_CURRENCY, "USD"
    )
