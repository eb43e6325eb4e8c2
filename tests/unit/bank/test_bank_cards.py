"""Cards are paid from the account: what is owed goes down by what the account pays, and never below nothing."""

from datetime import date, timedelta

import pytest

from financial_bot.bank import (
    Bank,
    BankError,
    Card,
    DateInPast,
    Failure,
    InsufficientFunds,
    InvalidAmount,
    KeyReused,
    Money,
    MoreThanOwed,
    OtherCurrency,
    Receipt,
    UnknownCard,
)
from financial_bot.bank.cards import minimum_due

TODAY = date(2024, 6, 12)
TOMORROW = TODAY + timedelta(days=1)


def dollars(amount: str) -> Money:
    return Money.of(amount, "USD")


@pytest.fixture
def card(bank: Bank) -> Card:
    return bank.cards("ann")[0]


@pytest.mark.parametrize(
    ("owed", "due"),
    [
        ("0", "0"),
        ("0.01", "0.01"),
        ("24.99", "24.99"),
        ("25", "25"),
        ("1250", "25"),
        ("1250.01", "25.01"),
        ("1250.50", "25.01"),
        ("1250.51", "25.02"),
        ("5000", "100"),
    ],
)
def test_the_minimum_is_two_percent_rounded_up_or_25_dollars_or_all_of_it(owed: str, due: str) -> None:
    assert minimum_due(dollars(owed)) == dollars(due)


def test_everybody_has_the_four_cards(bank: Bank) -> None:
    assert [card.name for card in bank.cards("ann")] == ["Emblem", "Justice Bank", "Credit All", "Iron Bank"]
    assert all(card.owed.minor > 0 and card.minimum_due == minimum_due(card.owed) for card in bank.cards("ann"))


def test_a_payment_for_today_lowers_the_balance_and_the_debt_by_the_same(bank: Bank, card: Card) -> None:
    before, others = bank.balance("ann"), bank.cards("ann")[1:]
    receipt = bank.pay_card("ann", card.id, dollars("20.01"), TODAY, "key")
    assert receipt == Receipt(
        reference="C-000001",
        kind="card_payment",
        recipient="Emblem",
        amount=dollars("20.01"),
        fee=dollars("0"),
        on=TODAY,
        scheduled=False,
        repeated=False,
        balance_after=before - dollars("20.01"),
    )
    assert bank.balance("ann") == receipt.balance_after
    assert bank.cards("ann")[0].owed == card.owed - dollars("20.01")
    assert bank.cards("ann")[1:] == others
    bank.check()


def test_references_of_cards_and_transfers_share_one_sequence(bank: Bank, card: Card) -> None:
    assert bank.transfer("ann", bank.payees("ann")[0].id, dollars("1"), TODAY, "a").reference == "T-000001"
    assert bank.pay_card("ann", card.id, dollars("1"), TODAY, "b").reference == "C-000002"


def test_all_of_the_debt_can_be_paid_and_not_one_cent_more(bank: Bank, card: Card) -> None:
    with pytest.raises(MoreThanOwed) as refused:
        bank.pay_card("ann", card.id, card.owed + dollars("0.01"), TODAY, "key")
    assert refused.value.owed == card.owed == bank.cards("ann")[0].owed
    bank.pay_card("ann", card.id, card.owed, TODAY, "key")
    paid = bank.cards("ann")[0]
    assert (paid.owed, paid.minimum_due) == (dollars("0"), dollars("0"))
    with pytest.raises(MoreThanOwed):
        bank.pay_card("ann", card.id, dollars("0.01"), TODAY, "another")


def test_what_the_account_does_not_hold_cannot_be_paid(bank: Bank, card: Card) -> None:
    alice, left = bank.payees("ann")[0], dollars("10")
    bank.transfer("ann", alice.id, bank.balance("ann") - left, TODAY, "spend")
    with pytest.raises(InsufficientFunds) as refused:
        bank.pay_card("ann", card.id, dollars("10.01"), TODAY, "key")
    assert refused.value.available == left == bank.balance("ann")
    assert bank.pay_card("ann", card.id, left, TODAY, "key").balance_after == dollars("0")
    bank.check()


@pytest.mark.parametrize(
    ("amount", "on", "error"),
    [
        (Money(0, "USD"), TODAY, InvalidAmount),
        (Money(-5000, "USD"), TODAY, InvalidAmount),
        (Money(100_000_001, "USD"), TODAY, InvalidAmount),
        (Money(1_000, "EUR"), TODAY, OtherCurrency),
        (Money(1_000, "USD"), TODAY - timedelta(days=1), DateInPast),
    ],
)
def test_what_no_transfer_takes_no_card_payment_takes(
    bank: Bank, card: Card, amount: Money, on: date, error: type[BankError]
) -> None:
    before = bank.balance("ann")
    with pytest.raises(error):
        bank.pay_card("ann", card.id, amount, on, "key")
    assert (bank.balance("ann"), bank.cards("ann")[0]) == (before, card)


def test_only_ones_own_cards_can_be_paid(bank: Bank, card: Card) -> None:
    for card_id in (bank.cards("ben")[0].id, 0, -1, 10**30, 1):
        with pytest.raises(UnknownCard):
            bank.pay_card("ann", card_id, dollars("1"), TODAY, "key")


def test_the_same_key_pays_once(bank: Bank, card: Card, clock: object) -> None:
    first = bank.pay_card("ann", card.id, dollars("20"), TODAY, "key")
    clock.now += timedelta(days=1)
    assert bank.pay_card("ann", card.id, dollars("20"), TODAY, "key") == Receipt(**{**vars(first), "repeated": True})
    assert bank.cards("ann")[0].owed == card.owed - dollars("20")


def test_a_key_is_one_wish_be_it_a_transfer_or_a_card_payment(bank: Bank, card: Card) -> None:
    alice, other = bank.payees("ann")[0], bank.cards("ann")[1]
    paid = bank.pay_card("ann", card.id, dollars("20"), TODAY, "key")
    for call in (
        lambda: bank.transfer("ann", alice.id, dollars("20"), TODAY, "key"),
        lambda: bank.transfer("ann", card.id, dollars("20"), TODAY, "key"),
        lambda: bank.pay_card("ann", other.id, dollars("20"), TODAY, "key"),
        lambda: bank.pay_card("ann", card.id, dollars("21"), TODAY, "key"),
        lambda: bank.pay_card("ann", card.id, dollars("20"), TOMORROW, "key"),
    ):
        with pytest.raises(KeyReused) as refused:
            call()
        assert refused.value.receipt == paid


def test_a_scheduled_payment_may_be_of_more_than_is_owed_today(bank: Bank, card: Card) -> None:
    receipt = bank.pay_card("ann", card.id, card.owed + dollars("5"), TOMORROW, "key")
    assert (receipt.scheduled, receipt.balance_after) == (True, bank.balance("ann"))
    assert bank.cards("ann")[0] == card


def test_on_its_day_it_is_made_when_that_much_is_owed(bank: Bank, card: Card, clock: object) -> None:
    ordered = bank.pay_card("ann", card.id, dollars("20"), TOMORROW, "key")
    clock.now += timedelta(days=1)
    (made,) = bank.run_due()
    assert made == Receipt(**{**vars(ordered), "balance_after": ordered.balance_after - dollars("20")})
    assert bank.cards("ann")[0].owed == card.owed - dollars("20")
    bank.check()


def test_on_its_day_it_fails_when_less_is_owed_by_then(bank: Bank, card: Card, clock: object) -> None:
    ordered = bank.pay_card("ann", card.id, card.owed, TOMORROW, "later")
    bank.pay_card("ann", card.id, dollars("20"), TODAY, "now")
    before = bank.balance("ann")
    clock.now += timedelta(days=1)
    assert bank.run_due() == (
        Failure(
            reference=ordered.reference,
            kind="card_payment",
            recipient="Emblem",
            amount=card.owed,
            on=TOMORROW,
            reason="more_than_owed",
            available=card.owed - dollars("20"),
        ),
    )
    assert bank.balance("ann") == before
    bank.check()
