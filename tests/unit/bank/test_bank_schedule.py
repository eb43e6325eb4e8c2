"""A transfer for a later day waits for that day and is then made once, or fails with a reason."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from financial_bot.bank import Bank, Failure, Money, Receipt

TODAY = date(2024, 6, 12)
TOMORROW = TODAY + timedelta(days=1)
FIVE = Money(500, "USD")


@pytest.fixture
def alice(bank: Bank) -> int:
    return bank.payees("ann")[0].id


def test_a_transfer_for_a_later_day_moves_nothing_today(bank: Bank, alice: int) -> None:
    before = bank.balance("ann")
    receipt = bank.transfer("ann", alice, FIVE, TOMORROW, "key")
    assert (receipt.scheduled, receipt.on, receipt.balance_after) == (True, TOMORROW, before)
    assert bank.run_due("ann") == ()
    assert bank.balance("ann") == before


def test_on_its_day_it_is_made_once_under_the_same_reference(bank: Bank, clock: object, alice: int) -> None:
    before = bank.balance("ann")
    ordered = bank.transfer("ann", alice, FIVE, TOMORROW, "key")
    clock.now += timedelta(days=1)
    assert bank.run_due("ann") == (Receipt(**{**vars(ordered), "balance_after": before - FIVE}),)
    assert bank.run_due("ann") == ()
    assert bank.balance("ann") == before - FIVE
    bank.check()


def test_a_day_missed_is_made_up_for(bank: Bank, clock: object, alice: int) -> None:
    bank.transfer("ann", alice, FIVE, TOMORROW, "key")
    assert len(bank.run_due("ann", now=clock.now + timedelta(days=30))) == 1


def test_ordering_again_under_the_same_key_schedules_nothing_more(bank: Bank, clock: object, alice: int) -> None:
    first = bank.transfer("ann", alice, FIVE, TOMORROW, "key")
    assert bank.transfer("ann", alice, FIVE, TOMORROW, "key") == Receipt(**{**vars(first), "repeated": True})
    clock.now += timedelta(days=1)
    assert len(bank.run_due("ann")) == 1
    assert bank.transfer("ann", alice, FIVE, TOMORROW, "key").repeated is True
    assert bank.balance("ann") == first.balance_after - FIVE


def test_without_funds_it_fails_with_the_reason_and_the_next_one_still_runs(
    bank: Bank, clock: object, alice: int
) -> None:
    everything = bank.balance("ann")
    too_much = bank.transfer("ann", alice, everything, TODAY + timedelta(days=2), "second")
    bank.transfer("ann", alice, FIVE, TOMORROW, "first")
    bank.transfer("ann", alice, FIVE, TODAY + timedelta(days=3), "third")
    clock.now += timedelta(days=3)
    first, second, third = bank.run_due("ann")
    assert isinstance(first, Receipt)
    assert second == Failure(
        reference=too_much.reference,
        payee_name=too_much.payee_name,
        amount=everything,
        on=too_much.on,
        reason="insufficient_funds",
        available=everything - FIVE,
    )
    assert isinstance(third, Receipt)
    assert bank.balance("ann") == everything - FIVE - FIVE
    assert bank.run_due("ann") == ()


def test_running_for_one_customer_leaves_the_others_for_later(bank: Bank, clock: object, alice: int) -> None:
    bank.transfer("ann", alice, FIVE, TOMORROW, "key")
    bank.transfer("ben", bank.payees("ben")[0].id, FIVE, TOMORROW, "key")
    clock.now += timedelta(days=1)
    assert len(bank.run_due("ann")) == 1
    assert len(bank.run_due()) == 1


def test_eight_schedulers_at_once_make_each_transfer_once(bank: Bank, clock: object, alice: int) -> None:
    before = bank.balance("ann")
    for number in range(5):
        bank.transfer("ann", alice, FIVE, TOMORROW, f"key-{number}")
    clock.now += timedelta(days=1)
    start = threading.Barrier(8)

    def run(_: int) -> int:
        start.wait()
        return len(bank.run_due())

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(run, range(8))) == 5
    assert bank.balance("ann") == before - Money(2500, "USD")
