"""The connection breaks or the process dies at any point of any operation: asking again completes it, once."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from financial_bot.bank import Bank, BankUnavailable, Money, Receipt
from tests.support.bank_faults import KINDS, Died, Faults, Kind, Rows, rows
from tests.support.bank_operations import AddPayee, Cancel, Clock, Pay, Refused, RemovePayee, ask

ANN = "ann"
CENT = Money(1, "USD")

Call = Callable[[], object]
# Prepares one more go at an operation, told apart by a number, and returns what carries it out.
Prepare = Callable[[Bank, Clock, int], Call]


def transfer_now(bank: Bank, clock: Clock, number: int) -> Call:
    clock.move(31)  # only some are free in a month
    order = Pay("transfer", bank.payees(ANN)[0].id, CENT, bank.today(), f"key-{number}")
    return lambda: ask(bank, ANN, order)


def transfer_with_fee(bank: Bank, clock: Clock, number: int) -> Call:
    for free in range(bank.charges(ANN).free_left):
        bank.transfer(ANN, bank.payees(ANN)[0].id, CENT, bank.today(), f"free-{free}")
    order = Pay("transfer", bank.payees(ANN)[0].id, CENT, bank.today(), f"fee-{number}", Money(1_000, "USD"))
    return lambda: ask(bank, ANN, order)


def transfer_later(bank: Bank, clock: Clock, number: int) -> Call:
    clock.move(31)
    order = Pay("transfer", bank.payees(ANN)[0].id, CENT, bank.today() + timedelta(days=1), f"later-{number}")
    return lambda: ask(bank, ANN, order)


def pay_card(bank: Bank, clock: Clock, number: int) -> Call:
    order = Pay("card_payment", bank.cards(ANN)[0].id, CENT, bank.today(), f"card-{number}")
    return lambda: ask(bank, ANN, order)


def cancel(bank: Bank, clock: Clock, number: int) -> Call:
    reference = getattr(transfer_later(bank, clock, number)(), "reference", "")
    return lambda: ask(bank, ANN, Cancel(reference))


def add_payee(bank: Bank, clock: Clock, number: int) -> Call:
    return lambda: ask(bank, ANN, AddPayee(f"Zoe {'I' * number}"))


def remove_payee(bank: Bank, clock: Clock, number: int) -> Call:
    payee = bank.add_payee(ANN, f"Yan {'I' * number}")
    return lambda: ask(bank, ANN, RemovePayee(payee.id))


def run_due(bank: Bank, clock: Clock, number: int) -> Call:
    """Two payments: one is made, one fails."""
    clock.move(31)
    tomorrow, payee, card = bank.today() + timedelta(days=1), bank.payees(ANN)[0].id, bank.cards(ANN)[0].id
    bank.pay_card(ANN, card, CENT, tomorrow, f"due-{number}")
    bank.transfer(ANN, payee, Money(100_000_000, "USD"), tomorrow, f"due-too-much-{number}")
    clock.move(1)
    return lambda: tuple(type(outcome).__name__ for outcome in bank.run_due())


def tell(bank: Bank, clock: Clock, number: int) -> Call:
    run_due(bank, clock, number)()
    notice = bank.notices()[0]
    return lambda: bank.notice_delivered(notice.id)


def new_customer(bank: Bank, clock: Clock, number: int) -> Call:
    return lambda: bank.ensure_customer(f"customer-{number}")


OPERATIONS: tuple[Prepare, ...] = (
    transfer_now,
    transfer_with_fee,
    transfer_later,
    pay_card,
    cancel,
    add_payee,
    remove_payee,
    run_due,
    tell,
    new_customer,
)
# What dies in our own code dies alike on any database.
FAULTS = {"sqlite": KINDS, "postgresql": KINDS[:2]}
LOSSES: tuple[Kind, ...] = ("disconnected", "died")

operations = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.__name__)


@dataclass
class Shaken:
    """A bank whose database can fail at any place."""

    bank: Bank
    clock: Clock
    faults: Faults

    def fails(self, call: Call, place: int, kind: Kind, *, answer_lost: bool = False) -> bool:
        """Whether there is such a place; then the call fails there as it is to fail."""
        with self.faults.armed(place, kind, answer_lost=answer_lost):
            try:
                call()
            except BankUnavailable:
                assert kind != "died"
            except Died:
                assert kind == "died"
            else:
                assert not self.faults.struck, "a fault went unnoticed"
        return self.faults.struck


def difference(after: Rows, before: Rows) -> Counter[str]:
    """How many rows of each table are new or have changed."""
    return Counter(row[0] for row in (after - before).elements())


def as_much(operation: Prepare, one: Counter[str], other: Counter[str]) -> bool:
    """Whether two goes at an operation have changed as many rows; no two customers begin with the same history."""
    return set(one) == set(other) if operation is new_customer else one == other


@pytest.fixture
def shaken(url: str) -> Iterator[Shaken]:
    clock = Clock()
    with Bank.open(url, clock=clock) as bank:
        yield Shaken(bank, clock, Faults(bank.engine))


@dataclass(frozen=True)
class Undisturbed:
    """What an operation answers and how much it changes when nothing goes wrong."""

    answer: object
    change: Counter[str]

    @classmethod
    def of(cls, shaken: Shaken, operation: Prepare) -> Undisturbed:
        """Carry it out once."""
        call, before = operation(shaken.bank, shaken.clock, 0), rows(shaken.bank.engine)
        return cls(call(), difference(rows(shaken.bank.engine), before))


@operations
def test_a_fault_before_the_commit_changes_nothing_and_asking_again_does_it_once(
    shaken: Shaken, operation: Prepare
) -> None:
    """At every statement and at the commit, until none is left. Of several payments those before it stay made."""
    bank, undisturbed, numbers = shaken.bank, Undisturbed.of(shaken, operation), itertools.count(1)
    for kind in FAULTS[bank.engine.dialect.name]:
        for place in itertools.count(1):
            call, before = operation(bank, shaken.clock, next(numbers)), rows(bank.engine)
            if not shaken.fails(call, place, kind):
                break
            assert operation is run_due or rows(bank.engine) == before
            again = call()
            assert type(again) is type(undisturbed.answer)
            assert not isinstance(again, Refused)
            assert not getattr(again, "repeated", False)
            after = rows(bank.engine)
            assert as_much(operation, difference(after, before), undisturbed.change)
            bank.check()
        assert place > 2


@operations
def test_an_answer_lost_after_the_commit_is_given_again_and_nothing_is_done_twice(
    shaken: Shaken, operation: Prepare
) -> None:
    bank, undisturbed, numbers = shaken.bank, Undisturbed.of(shaken, operation), itertools.count(1)
    for kind in LOSSES:
        for place in itertools.count(1):
            call, before = operation(bank, shaken.clock, next(numbers)), rows(bank.engine)
            if not shaken.fails(call, place, kind, answer_lost=True):
                break
            struck = rows(bank.engine)
            call()
            after = rows(bank.engine)
            # Reading what is due, or whether there is such a customer, is a transaction of its own.
            assert after == struck or operation in (run_due, new_customer)
            assert as_much(operation, difference(after, before), undisturbed.change)
            call()
            assert rows(bank.engine) == after
            bank.check()
        assert place > 1


@pytest.mark.parametrize("operation", [transfer_now, transfer_with_fee, transfer_later, pay_card])
def test_the_receipt_that_was_lost_comes_with_the_same_key(shaken: Shaken, operation: Prepare) -> None:
    bank = shaken.bank
    before, call = bank.balance(ANN), operation(bank, shaken.clock, 1)
    assert shaken.fails(call, 1, "disconnected", answer_lost=True)
    receipt = call()
    assert isinstance(receipt, Receipt)
    assert receipt.repeated
    assert receipt.balance_after == bank.balance(ANN)
    assert call() == receipt
    if not receipt.scheduled:
        assert bank.balance(ANN) < before


@pytest.mark.parametrize(
    ("operation", "answer"),
    [(cancel, "AlreadySettled"), (add_payee, "PayeeExists"), (remove_payee, "UnknownPayee")],
)
def test_what_has_no_key_says_that_it_was_done(shaken: Shaken, operation: Prepare, answer: str) -> None:
    call = operation(shaken.bank, shaken.clock, 1)
    assert shaken.fails(call, 1, "disconnected", answer_lost=True)
    again = call()
    assert isinstance(again, Refused)
    assert again.error == answer


def test_the_notices_of_a_run_that_was_cut_off_are_complete_and_come_once(shaken: Shaken) -> None:
    """Two payments, each a transaction of its own; the run dies after each of the commits."""
    bank, clock = shaken.bank, shaken.clock
    for place in (2, 3):  # the first commit is that of reading what is due
        for notice in bank.notices():
            bank.notice_delivered(notice.id)
        call = run_due(bank, clock, place)
        assert shaken.fails(call, place, "died", answer_lost=True)
        told = bank.notices()
        assert len(told) == place - 1
        call()
        assert bank.notices()[: len(told)] == told
        assert [type(each.outcome).__name__ for each in bank.notices()] == ["Receipt", "Failure"]
        assert call() == ()
