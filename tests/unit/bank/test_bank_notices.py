"""What became of a scheduled payment is kept until somebody says that the customer was told."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from financial_bot.bank import Bank, BankUnavailable, Money, Notice

TODAY = date(2024, 6, 12)
TOMORROW = TODAY + timedelta(days=1)
FIVE = Money(500, "USD")


@pytest.fixture
def alice(bank: Bank) -> int:
    return bank.payees("ann")[0].id


def test_payments_for_today_leave_no_notice(bank: Bank, alice: int) -> None:
    bank.transfer("ann", alice, FIVE, TODAY, "transfer")
    bank.pay_card("ann", bank.cards("ann")[0].id, FIVE, TODAY, "card")
    bank.transfer("ann", alice, FIVE, TOMORROW, "waiting")
    assert bank.notices() == ()


def test_each_outcome_of_everybody_becomes_a_notice_oldest_first(bank: Bank, clock: object, alice: int) -> None:
    owed = bank.cards("ben")[0].owed
    bank.transfer("ann", alice, FIVE, TOMORROW, "made")
    bank.transfer("ann", alice, bank.balance("ann"), TOMORROW, "failing")
    bank.pay_card("ben", bank.cards("ben")[0].id, owed + FIVE, TOMORROW, "too much")
    clock.now += timedelta(days=1)
    outcomes = bank.run_due()
    notices = bank.notices()
    assert [type(outcome).__name__ for outcome in outcomes] == ["Receipt", "Failure", "Failure"]
    assert tuple(notice.outcome for notice in notices) == outcomes
    assert [notice.conversation_id for notice in notices] == ["ann", "ann", "ben"]
    assert [notice.id for notice in notices] == sorted(notice.id for notice in notices)
    assert bank.notices(limit=2) == notices[:2]


def test_a_notice_comes_again_until_it_was_delivered(bank: Bank, clock: object, alice: int) -> None:
    bank.transfer("ann", alice, FIVE, TOMORROW, "first")
    bank.transfer("ann", alice, FIVE, TOMORROW, "second")
    clock.now += timedelta(days=1)
    bank.run_due()
    first, second = bank.notices()
    assert bank.notices() == (first, second)
    bank.notice_delivered(first.id)
    assert bank.notices() == (second,)
    bank.notice_delivered(first.id)
    bank.notice_delivered(second.id)
    assert bank.notices() == ()


@pytest.mark.parametrize("number", [0, -1, 999, 10**30])
def test_a_number_that_is_no_notice_is_nothing(bank: Bank, number: int) -> None:
    bank.notice_delivered(number)


def test_what_a_notice_says_stays_true_to_its_moment(bank: Bank, clock: object, alice: int) -> None:
    bank.transfer("ann", alice, FIVE, TOMORROW, "key")
    clock.now += timedelta(days=1)
    (receipt,) = bank.run_due()
    bank.transfer("ann", alice, FIVE, bank.today(), "later")
    (notice,) = bank.notices()
    assert notice == Notice(notice.id, "ann", receipt)


def test_payment_and_notice_are_written_together_or_not_at_all(bank: Bank, clock: object, alice: int) -> None:
    before = bank.balance("ann")
    bank.transfer("ann", alice, FIVE, TOMORROW, "key")
    clock.now += timedelta(days=1)

    @event.listens_for(bank.engine, "before_cursor_execute", retval=True)
    def break_notices(_connection: object, _cursor: object, statement: str, parameters: object, *_: object) -> object:
        return statement.replace("INSERT INTO bank_notices", "INSERT INTO nowhere"), parameters

    with pytest.raises(BankUnavailable):
        bank.run_due()
    event.remove(bank.engine, "before_cursor_execute", break_notices)
    assert (bank.balance("ann"), len(bank.scheduled("ann")), bank.notices()) == (before, 1, ())
    assert len(bank.run_due()) == len(bank.notices()) == 1
    assert bank.balance("ann") == before - FIVE
