"""Money is exact, and what is no exact amount of money is refused with the reason."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from financial_bot.bank import BankError, InvalidAmount, Money, OtherCurrency, judge_amount


@pytest.mark.parametrize(
    ("amount", "minor"),
    [("12.50", 1250), ("0.1", 10), (Decimal("1.100"), 110), (7, 700), ("1E+3", 100_000), ("-3.25", -325), ("0E-99", 0)],
)
def test_an_amount_becomes_exactly_its_cents(amount: object, minor: int) -> None:
    assert Money.of(amount, "USD") == Money(minor, "USD")


@pytest.mark.parametrize(
    ("amount", "reason"),
    [
        ("0.001", "too_many_decimals"),
        ("50.005", "too_many_decimals"),
        ("1E-999999", "too_many_decimals"),
        ("1E+999999", "over_limit"),
        ("NaN", "not_a_number"),
        ("sNaN", "not_a_number"),
        ("Infinity", "not_a_number"),
        ("half", "not_a_number"),
        ("", "not_a_number"),
    ],
)
def test_what_is_no_exact_amount_is_refused_with_the_reason(amount: str, reason: str) -> None:
    with pytest.raises(InvalidAmount) as refused:
        Money.of(amount, "USD")
    assert refused.value.reason == reason


@pytest.mark.parametrize("inexact", [0.1, True, None])
def test_a_float_never_becomes_money(inexact: object) -> None:
    with pytest.raises(TypeError):
        Money.of(inexact, "USD")
    with pytest.raises(TypeError):
        Money(inexact, "USD")


@pytest.mark.parametrize(
    ("amount", "reason"),
    [("0", "not_positive"), ("-50", "not_positive"), ("1000000.01", "over_limit")],
)
def test_an_amount_that_can_never_be_transferred_is_refused_with_the_reason(amount: str, reason: str) -> None:
    with pytest.raises(InvalidAmount) as refused:
        judge_amount(Money.of(amount, "USD"))
    assert refused.value.reason == reason


def test_the_smallest_and_the_largest_amount_are_allowed() -> None:
    judge_amount(Money(1, "USD"))
    judge_amount(Money.of("1000000.00", "USD"))


def test_amounts_of_two_currencies_do_not_mix() -> None:
    dollar, euro = Money(100, "USD"), Money(100, "EUR")
    for mix in (dollar.__add__, dollar.__sub__, dollar.__lt__, dollar.__ge__):
        with pytest.raises(OtherCurrency):
            mix(euro)
    assert dollar != euro


@pytest.mark.parametrize("code", ["usd", "US", "", "USDX", "$$$", "USD\n"])
def test_a_currency_is_three_capital_letters(code: str) -> None:
    with pytest.raises(ValueError, match="currency"):
        Money(1, code)


@settings(max_examples=50, database=None)
@given(st.integers(min_value=-(10**11), max_value=10**11))
def test_cents_survive_the_way_to_a_decimal_and_back(minor: int) -> None:
    money = Money(minor, "USD")
    assert Money.of(money.decimal, "USD") == money
    assert money.decimal.as_tuple().exponent == -2
    assert money - money == money + -money == Money(0, "USD")


def test_money_prints_readably() -> None:
    assert str(Money(123_456_789, "USD")) == "1,234,567.89 USD"
    assert str(Money(-5, "EUR")) == "-0.05 EUR"


def test_every_refusal_is_a_bank_error() -> None:
    assert issubclass(InvalidAmount, BankError)
    assert issubclass(OtherCurrency, BankError)
