"""A transfer for a later day waits for that day and is then made once, or fails with a reason."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from financial_bot.bank import AlreadySettled, Bank, BankUnavailable, Failure, Money, Receipt, Scheduled, UnknownOrder
from financial_bot.bank.schema import accounts, customers

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
        kind="transfer",
        recipient=too_much.recipient,
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


def test_what_waits_is_listed_by_day_and_then_by_reference(bank: Bank, alice: int) -> None:
    card = bank.cards("ann")[1]
    bank.transfer("ann", alice, FIVE, TODAY + timedelta(days=9), "far")
    bank.pay_card("ann", card.id, FIVE, TOMORROW, "card")
    bank.transfer("ann", alice, FIVE, TOMORROW, "near")
    bank.transfer("ann", alice, FIVE, TODAY, "now")
    bank.transfer("ben", bank.payees("ben")[0].id, FIVE, TOMORROW, "somebody else's")
    nothing = Money(0, "USD")
    assert bank.scheduled("ann") == (
        Scheduled("C-000002", "card_payment", "Justice Bank", FIVE, nothing, TOMORROW),
        Scheduled("T-000003", "transfer", "Alice Morgan", FIVE, nothing, TOMORROW),
        Scheduled("T-000001", "transfer", "Alice Morgan", FIVE, nothing, TODAY + timedelta(days=9)),
    )


def test_a_cancelled_payment_is_never_made(bank: Bank, clock: object, alice: int) -> None:
    before = bank.balance("ann")
    bank.transfer("ann", alice, FIVE, TOMORROW, "key")
    bank.pay_card("ann", bank.cards("ann")[0].id, FIVE, TOMORROW, "card")
    listed = bank.scheduled("ann")
    assert (bank.cancel_scheduled("ann", "T-000001"), bank.cancel_scheduled("ann", " c-000002 ")) == listed
    assert bank.scheduled("ann") == ()
    clock.now += timedelta(days=1)
    assert bank.run_due() == ()
    assert bank.balance("ann") == before
    assert bank.notices() == ()


def test_an_order_that_was_cancelled_is_not_made_by_saying_it_again(bank: Bank, alice: int) -> None:
    ordered = bank.transfer("ann", alice, FIVE, TOMORROW, "key")
    bank.cancel_scheduled("ann", ordered.reference)
    assert bank.transfer("ann", alice, FIVE, TOMORROW, "key").repeated is True
    assert bank.scheduled("ann") == ()


def test_what_is_settled_cannot_be_cancelled(bank: Bank, clock: object, alice: int) -> None:
    now = bank.transfer("ann", alice, FIVE, TODAY, "now")
    cancelled = bank.transfer("ann", alice, FIVE, TOMORROW, "cancelled")
    bank.cancel_scheduled("ann", cancelled.reference)
    failing = bank.transfer("ann", alice, bank.balance("ann") + FIVE, TOMORROW, "failing")
    clock.now += timedelta(days=1)
    bank.run_due()
    for receipt, state in ((now, "done"), (cancelled, "cancelled"), (failing, "failed")):
        with pytest.raises(AlreadySettled) as refused:
            bank.cancel_scheduled("ann", receipt.reference)
        assert refused.value.state == state


@pytest.mark.parametrize(
    "reference", ["T-000002", "C-000001", "", "T-", "1", "T-1", "T-99999999999999999999", "x" * 20_000]
)
def test_only_ones_own_orders_can_be_cancelled_and_only_by_their_reference(
    bank: Bank, alice: int, reference: str
) -> None:
    bank.transfer("ann", alice, FIVE, TOMORROW, "key")
    bank.transfer("ben", bank.payees("ben")[0].id, FIVE, TOMORROW, "key")
    with pytest.raises(UnknownOrder):
        bank.cancel_scheduled("ann", reference)
    assert len(bank.scheduled("ann")) == len(bank.scheduled("ben")) == 1


def test_cancelling_and_settling_at_once_one_of_them_wins(bank: Bank, clock: object, alice: int) -> None:
    before = bank.balance("ann")
    ordered = [bank.transfer("ann", alice, FIVE, TOMORROW, f"key-{number}") for number in range(6)]
    clock.now += timedelta(days=1)
    start = threading.Barrier(6)

    def work(number: int) -> int:
        start.wait()
        if number % 2:
            return len(bank.run_due())
        cancelled = 0
        for receipt in reversed(ordered):
            try:
                bank.cancel_scheduled("ann", receipt.reference)
            except AlreadySettled:
                continue
            cancelled += 1
        return -cancelled

    with ThreadPoolExecutor(6) as threads:
        results = list(threads.map(work, range(6)))
    made = sum(result for result in results if result > 0)
    assert made - sum(result for result in results if result < 0) == 6
    assert bank.balance("ann") == before - Money(500 * made, "USD")
    bank.check()


def test_transfers_and_payments_of_one_customer_at_once_never_wait_for_each_other_in_a_circle(
    bank: Bank, alice: int
) -> None:
    """A card payment touches two accounts; with one lock for the customer there is no second one to wait for."""
    before, cards = bank.balance("ann"), bank.cards("ann")
    start = threading.Barrier(8)

    def work(thread: int) -> None:
        start.wait()
        for number in range(3):
            key = f"{thread}-{number}"
            if thread % 2:
                bank.pay_card("ann", cards[thread // 2].id, FIVE, TODAY, key)
            else:
                bank.transfer("ann", alice, FIVE, TODAY, key)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(8)))
    fees = 6 * 1000
    assert bank.balance("ann") == before - Money(24 * 500 + fees, "USD")
    assert [card.owed for card in bank.cards("ann")] == [card.owed - Money(1500, "USD") for card in cards]
    bank.check()


def test_one_payment_that_the_database_refuses_does_not_keep_the_others(bank: Bank, clock: Any) -> None:
    """For example an account with a hold on it; its own payment stays scheduled."""
    ann, ben = (bank.payees(customer)[0] for customer in ("ann", "ben"))
    refused = bank.transfer("ann", ann.id, FIVE, TOMORROW, "a")
    bank.transfer("ben", ben.id, FIVE, TOMORROW, "b")
    hold = (
        update(accounts)
        .where(accounts.c.kind == "checking")
        .where(
            accounts.c.customer_id
            == select(customers.c.id).where(customers.c.conversation_id == "ann").scalar_subquery()
        )
    )
    with bank.engine.begin() as connection:
        connection.execute(hold.values(lowest=accounts.c.balance))
    clock.now += timedelta(days=1)
    with pytest.raises(BankUnavailable):
        bank.run_due()
    assert [order.reference for order in bank.scheduled("ann")] == [refused.reference]
    assert bank.scheduled("ben") == ()
