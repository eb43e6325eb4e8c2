"""Six transfers are free in a calendar month; from the seventh on each costs ten dollars, as was agreed to."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta, timezone

import pytest

from financial_bot.bank import Bank, Charges, FeeChanged, InsufficientFunds, Money, Receipt

TODAY = date(2024, 6, 12)
JULY = date(2024, 7, 3)
ONE = Money(100, "USD")
FREE = Money(0, "USD")
FEE = Money(1000, "USD")


@pytest.fixture
def alice(bank: Bank) -> int:
    return bank.payees("ann")[0].id


@pytest.fixture
def spent(bank: Bank, alice: int) -> Money:
    """All six free transfers of the month are gone; the balance after them."""
    for number in range(6):
        assert bank.transfer("ann", alice, ONE, TODAY, f"free-{number}", fee=FREE).fee == FREE
    return bank.balance("ann")


def test_at_first_all_six_are_free(bank: Bank) -> None:
    assert bank.charges("ann") == Charges(
        free_per_cycle=6,
        free_left=6,
        fee=FEE,
        cycle_start=date(2024, 6, 1),
        cycle_end=date(2024, 7, 1),
        next_fee=FREE,
    )


@pytest.mark.parametrize(
    ("on", "start", "end"),
    [
        (date(2024, 2, 29), date(2024, 2, 1), date(2024, 3, 1)),
        (date(2024, 12, 31), date(2024, 12, 1), date(2025, 1, 1)),
        (date(2025, 1, 1), date(2025, 1, 1), date(2025, 2, 1)),
        (date.max, date(9999, 12, 1), date.max),
    ],
)
def test_a_cycle_is_the_calendar_month_of_the_day(bank: Bank, on: date, start: date, end: date) -> None:
    charges = bank.charges("ann", on)
    assert (charges.cycle_start, charges.cycle_end, charges.free_left) == (start, end, 6)


def test_the_month_is_that_of_the_banks_time_zone(bank: Bank, spent: Money, clock: object) -> None:
    clock.now = datetime(2024, 7, 1, 3, 59, tzinfo=timezone.utc)  # 23:59 on the 30th in New York
    assert bank.charges("ann").free_left == 0
    clock.now += timedelta(minutes=1)
    assert bank.charges("ann").free_left == 6


def test_the_seventh_costs_ten_dollars_and_both_are_booked(bank: Bank, alice: int, spent: Money) -> None:
    assert (bank.charges("ann").free_left, bank.charges("ann").next_fee) == (0, FEE)
    receipt = bank.transfer("ann", alice, ONE, TODAY, "seventh", fee=FEE)
    assert (receipt.amount, receipt.fee, receipt.balance_after) == (ONE, FEE, spent - ONE - FEE)
    assert bank.balance("ann") == receipt.balance_after
    charged, moved, *_ = bank.latest("ann")
    assert (charged.kind, charged.counterparty, charged.amount) == ("fee", "Transfer fee", -FEE)
    assert (moved.kind, moved.counterparty, moved.amount) == ("transfer", "Alice Morgan", -ONE)
    bank.check()


def test_another_fee_than_the_one_agreed_to_is_refused_and_nothing_moves(bank: Bank, alice: int, spent: Money) -> None:
    with pytest.raises(FeeChanged) as refused:
        bank.transfer("ann", alice, ONE, TODAY, "seventh", fee=FREE)
    assert refused.value.fee == FEE
    with pytest.raises(FeeChanged) as refused:
        bank.transfer("ann", alice, ONE, JULY, "july", fee=FEE)
    assert refused.value.fee == FREE
    assert bank.balance("ann") == spent
    assert bank.scheduled("ann") == ()


def test_a_repeated_order_is_not_asked_for_its_fee_again(bank: Bank, alice: int, spent: Money) -> None:
    assert bank.transfer("ann", alice, ONE, TODAY, "free-5", fee=FREE).repeated is True


def test_the_balance_must_cover_the_fee_too(bank: Bank, alice: int, spent: Money) -> None:
    with pytest.raises(InsufficientFunds) as refused:
        bank.transfer("ann", alice, spent - FEE + Money(1, "USD"), TODAY, "key")
    assert refused.value.available == spent
    assert bank.transfer("ann", alice, spent - FEE, TODAY, "key").balance_after == FREE
    bank.check()


def test_a_transfer_counts_in_the_month_of_its_day_from_when_it_is_ordered(bank: Bank, alice: int) -> None:
    for number in range(6):
        bank.transfer("ann", alice, ONE, JULY, f"july-{number}", fee=FREE)
    assert bank.charges("ann").free_left == 6
    assert bank.charges("ann", JULY).free_left == 0
    assert bank.transfer("ann", alice, ONE, JULY, "seventh", fee=FEE).fee == FEE


def test_card_payments_are_free_and_do_not_count(bank: Bank, alice: int, spent: Money) -> None:
    card = bank.cards("ann")[0]
    assert bank.pay_card("ann", card.id, ONE, TODAY, "card").fee == FREE
    assert bank.charges("ben").free_left == 6
    bank.pay_card("ben", bank.cards("ben")[0].id, ONE, TODAY, "card")
    assert bank.charges("ben").free_left == 6


def test_cancelled_and_failed_transfers_do_not_count(bank: Bank, alice: int, clock: object) -> None:
    tomorrow = TODAY + timedelta(days=1)
    cancelled = bank.transfer("ann", alice, ONE, tomorrow, "cancelled")
    bank.transfer("ann", alice, bank.balance("ann") + ONE, tomorrow, "failing")
    assert bank.charges("ann").free_left == 4
    bank.cancel_scheduled("ann", cancelled.reference)
    assert bank.charges("ann").free_left == 5
    clock.now += timedelta(days=1)
    bank.run_due()
    assert bank.charges("ann").free_left == 6


def test_a_scheduled_fee_is_the_one_of_the_order_and_charged_on_the_day(
    bank: Bank, alice: int, spent: Money, clock: object
) -> None:
    """It stays what was agreed to, even when a free transfer comes free in between."""
    tomorrow = TODAY + timedelta(days=1)
    ordered = bank.transfer("ann", alice, ONE, tomorrow, "ordered", fee=FEE)
    assert (ordered.fee, ordered.balance_after) == (FEE, spent)
    assert [waiting.fee for waiting in bank.scheduled("ann")] == [FEE]
    clock.now += timedelta(days=1)
    (made,) = bank.run_due()
    assert isinstance(made, Receipt)
    assert (made.fee, made.balance_after) == (FEE, spent - ONE - FEE)
    assert bank.latest("ann")[0].kind == "fee"
    bank.check()


def test_a_scheduled_transfer_fails_when_only_its_fee_is_missing(
    bank: Bank, alice: int, spent: Money, clock: object
) -> None:
    bank.transfer("ann", alice, spent, TODAY + timedelta(days=1), "ordered", fee=FEE)
    clock.now += timedelta(days=1)
    (failed,) = bank.run_due()
    assert (failed.reason, failed.available) == ("insufficient_funds", spent)
    assert bank.balance("ann") == spent


def test_eight_threads_share_the_free_transfers(bank: Bank, alice: int) -> None:
    start = threading.Barrier(8)

    def order(number: int) -> Money:
        start.wait()
        try:
            return bank.transfer("ann", alice, ONE, TODAY, f"key-{number}", fee=FREE).fee
        except FeeChanged as refused:
            return refused.fee

    with ThreadPoolExecutor(8) as threads:
        assert sorted(fee.minor for fee in threads.map(order, range(8))) == [0] * 6 + [1000] * 2
    bank.check()
