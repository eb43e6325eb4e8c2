"""A transfer moves exactly the amount, once, to the customer's own payee, or nothing at all."""

from datetime import date, datetime, timedelta, timezone

import pytest

from financial_bot.bank import (
    Bank,
    BankError,
    DateInPast,
    InsufficientFunds,
    InvalidAmount,
    KeyReused,
    Money,
    OtherCurrency,
    Receipt,
    UnknownPayee,
)

TODAY = date(2024, 6, 12)


def dollars(amount: str) -> Money:
    return Money.of(amount, "USD")


def test_a_transfer_for_today_moves_exactly_the_amount(bank: Bank) -> None:
    before, alice = bank.balance("ann"), bank.payees("ann")[0]
    receipt = bank.transfer("ann", alice.id, dollars("0.10"), TODAY, "one")
    assert receipt == Receipt(
        reference=receipt.reference,
        kind="transfer",
        recipient=alice.name,
        amount=dollars("0.10"),
        fee=dollars("0"),
        on=TODAY,
        scheduled=False,
        repeated=False,
        balance_after=before - dollars("0.10"),
    )
    assert bank.balance("ann") == receipt.balance_after
    bank.check()


def test_many_small_transfers_add_up_to_the_cent(bank: Bank) -> None:
    before, alice = bank.balance("ann"), bank.payees("ann")[0]
    for number in range(30):
        receipt = bank.transfer("ann", alice.id, dollars("0.10"), TODAY, f"key-{number}")
        before -= receipt.amount + receipt.fee
    assert bank.balance("ann") == before
    bank.check()


def test_references_are_readable_and_unique(bank: Bank) -> None:
    alice = bank.payees("ann")[0]
    references = [bank.transfer("ann", alice.id, dollars("1"), TODAY, key).reference for key in "abc"]
    assert references == ["T-000001", "T-000002", "T-000003"]


def test_all_of_the_balance_can_go_and_not_one_cent_more(bank: Bank) -> None:
    alice, everything = bank.payees("ann")[0], bank.balance("ann")
    with pytest.raises(InsufficientFunds) as refused:
        bank.transfer("ann", alice.id, everything + dollars("0.01"), TODAY, "too much")
    assert refused.value.available == everything == bank.balance("ann")
    assert bank.transfer("ann", alice.id, everything, TODAY, "all").balance_after == dollars("0")


def test_a_refused_transfer_can_be_tried_again_under_its_key(bank: Bank) -> None:
    alice, everything = bank.payees("ann")[0], bank.balance("ann")
    with pytest.raises(InsufficientFunds):
        bank.transfer("ann", alice.id, everything + dollars("1"), TODAY, "key")
    assert bank.transfer("ann", alice.id, everything, TODAY, "key").repeated is False


@pytest.mark.parametrize(
    ("amount", "error"),
    [
        (Money(0, "USD"), InvalidAmount),
        (Money(-5000, "USD"), InvalidAmount),
        (Money(100_000_001, "USD"), InvalidAmount),
        (Money(10**30, "USD"), InvalidAmount),
        (Money(10_000, "EUR"), OtherCurrency),
    ],
)
def test_an_amount_that_is_refused_moves_nothing(bank: Bank, amount: Money, error: type[BankError]) -> None:
    before, alice = bank.balance("ann"), bank.payees("ann")[0]
    with pytest.raises(error):
        bank.transfer("ann", alice.id, amount, TODAY, "key")
    assert bank.balance("ann") == before


def test_a_date_in_the_past_is_refused(bank: Bank) -> None:
    before, alice = bank.balance("ann"), bank.payees("ann")[0]
    with pytest.raises(DateInPast) as refused:
        bank.transfer("ann", alice.id, dollars("5"), TODAY - timedelta(days=1), "key")
    assert refused.value.today == TODAY
    assert bank.balance("ann") == before


def test_today_is_the_day_in_the_time_zone_of_the_bank(bank: Bank, clock: object) -> None:
    clock.now = datetime(2024, 6, 13, 3, 30, tzinfo=timezone.utc)  # 23:30 on the 12th in New York
    assert bank.today() == TODAY
    assert bank.transfer("ann", bank.payees("ann")[0].id, dollars("1"), TODAY, "key").scheduled is False


@pytest.mark.parametrize("payee_id", [0, -1, 999_999, 10**30])
def test_a_payee_that_does_not_exist_is_refused(bank: Bank, payee_id: int) -> None:
    with pytest.raises(UnknownPayee):
        bank.transfer("ann", payee_id, dollars("1"), TODAY, "key")


def test_nobody_can_use_or_see_another_customers_payees(bank: Bank) -> None:
    of_ann, of_ben = bank.payees("ann"), bank.payees("ben")
    assert not {payee.id for payee in of_ann} & {payee.id for payee in of_ben}
    with pytest.raises(UnknownPayee):
        bank.transfer("ann", of_ben[0].id, dollars("1"), TODAY, "key")
    assert bank.find_payees("ann", of_ben[0].name) == (of_ann[0],)


def test_a_transfer_leaves_other_customers_alone(bank: Bank) -> None:
    before = bank.balance("ben")
    bank.transfer("ann", bank.payees("ann")[0].id, dollars("5"), TODAY, "key")
    assert bank.balance("ben") == before


def test_the_same_key_moves_once_and_gives_the_same_receipt(bank: Bank, clock: object) -> None:
    alice = bank.payees("ann")[0]
    first = bank.transfer("ann", alice.id, dollars("5"), TODAY, "key")
    bank.transfer("ann", alice.id, dollars("7"), TODAY, "in between")
    clock.now += timedelta(days=1)  # the date is past now, but it is still the same order
    again = bank.transfer("ann", alice.id, dollars("5"), TODAY, "key")
    assert again == Receipt(**{**vars(first), "repeated": True})
    assert bank.balance("ann") == first.balance_after - dollars("7")


def test_the_same_key_with_other_content_is_refused_and_says_what_was_done(bank: Bank) -> None:
    alice, bob, *_ = bank.payees("ann")
    first = bank.transfer("ann", alice.id, dollars("5"), TODAY, "key")
    tomorrow = TODAY + timedelta(days=1)
    for payee, amount, on in ((bob, "5", TODAY), (alice, "6", TODAY), (alice, "5", tomorrow)):
        with pytest.raises(KeyReused) as refused:
            bank.transfer("ann", payee.id, dollars(amount), on, "key")
        assert refused.value.receipt == first
    assert bank.balance("ann") == first.balance_after


def test_two_customers_can_have_the_same_key(bank: Bank) -> None:
    for customer in ("ann", "ben"):
        receipt = bank.transfer(customer, bank.payees(customer)[0].id, dollars("5"), TODAY, "key")
        assert receipt.repeated is False
