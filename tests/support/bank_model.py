"""What the bank has to answer, as a few lines of plain Python: random tests hold the real bank against it.

A `State` is all that one customer knows of the bank. `expect` says what an operation is answered in a state, and which
state follows. States never change, so a test can go back and try another order of the operations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from financial_bot.bank import (
    AlreadySettled,
    Bank,
    BankError,
    Card,
    Charges,
    DateInPast,
    Failure,
    FeeChanged,
    InsufficientFunds,
    InvalidAmount,
    KeyReused,
    Line,
    Money,
    MoreThanOwed,
    OtherCurrency,
    Payee,
    PayeeExists,
    PayeeInUse,
    Receipt,
    Scheduled,
    UnknownCard,
    UnknownOrder,
    UnknownPayee,
)

from .bank_operations import AddPayee, Answer, Cancel, Operation, Pay, Settle, refusal, usd

FREE = 6
FEE = 1_000
LARGEST = 100_000_000


@dataclass(frozen=True)
class Ordered:
    """An order with the receipt that it was first given, and what has become of it."""

    order: Pay
    receipt: Receipt
    state: str


@dataclass(frozen=True)
class State:
    """One customer. `cards` are (name, owed) by number, `lines` all movements since the beginning, newest last."""

    balance: int
    cards: Mapping[int, tuple[str, int]]
    payees: Mapping[int, str]
    orders: tuple[Ordered, ...] = ()
    lines: tuple[Line, ...] = ()

    @classmethod
    def of(cls, bank: Bank, customer: str) -> State:
        """Where a customer stands who has not ordered anything yet."""
        cards = {card.id: (card.name, card.owed.minor) for card in bank.cards(customer)}
        return cls(bank.balance(customer).minor, cards, {each.id: each.name for each in bank.payees(customer)})

    def known_cards(self) -> tuple[Card, ...]:
        """What `cards` has to answer."""
        return tuple(Card(number, name, usd(owed), usd(_minimum(owed))) for number, (name, owed) in self.cards.items())

    def known_payees(self) -> tuple[Payee, ...]:
        """What `payees` has to answer."""
        return tuple(Payee(number, name) for number, name in self.payees.items())

    def waiting(self, payee_id: int | None = None) -> tuple[Scheduled, ...]:
        """What `scheduled` has to answer; or that part of it that waits for one payee."""
        orders = [each for each in self.orders if each.state == "scheduled"]
        if payee_id is not None:
            orders = [each for each in orders if (each.order.kind, each.order.recipient_id) == ("transfer", payee_id)]
        return tuple(sorted((_scheduled(each.receipt) for each in orders), key=_by_day))

    def charges(self, on: date) -> Charges:
        """What `charges` has to answer."""
        start = on.replace(day=1)
        end = (start + timedelta(days=31)).replace(day=1)
        counted = [
            each
            for each in self.orders
            if each.order.kind == "transfer" and each.state in {"done", "scheduled"} and start <= each.order.on < end
        ]
        left = max(0, FREE - len(counted))
        return Charges(FREE, left, usd(FEE), start, end, usd(0 if left else FEE))

    def due(self, today: date) -> list[Settle]:
        """What `run_due` has to settle, oldest first."""
        return [Settle(each.reference) for each in self.waiting() if each.on <= today]


def expect(state: State, operation: Operation, today: date, answer: Answer) -> tuple[Answer, State]:
    """What the operation has to be answered, and the state after it.

    References and numbers of payees are the bank's to choose: where a new one is due, it is taken from `answer`.
    """
    try:
        if isinstance(operation, Pay):
            return _pay(state, operation, today, getattr(answer, "reference", "none was given"))
        if isinstance(operation, Settle):
            return _settle(state, operation.reference, today)
        if isinstance(operation, Cancel):
            return _cancel(state, operation.reference)
        if isinstance(operation, AddPayee):
            return _add(state, operation.name, getattr(answer, "id", 0))
        return _remove(state, operation.payee_id)
    except BankError as error:
        return refusal(error), state


def _pay(state: State, order: Pay, today: date, reference: str) -> tuple[Answer, State]:
    if not 0 < order.amount.minor <= LARGEST:
        raise InvalidAmount("not_positive" if order.amount.minor <= 0 else "over_limit")
    for earlier in state.orders:
        if earlier.order.key == order.key:
            return _again(earlier, order), state
    if order.amount.currency != "USD":
        raise OtherCurrency(order.amount.currency, "USD")
    if order.on < today:
        raise DateInPast(order.on, today)
    recipient, fee = _recipient_and_fee(state, order)
    scheduled = order.on > today
    receipt = Receipt(reference, order.kind, recipient, order.amount, fee, order.on, scheduled, False, usd(0))
    after = state if scheduled else _moved(state, order, receipt, today)
    receipt = replace(receipt, balance_after=usd(after.balance))
    ordered = Ordered(order, receipt, "scheduled" if scheduled else "done")
    return receipt, replace(after, orders=(*after.orders, ordered))


def _again(earlier: Ordered, order: Pay) -> Receipt:
    if replace(earlier.order, fee=order.fee) != order:
        raise KeyReused(earlier.receipt)
    return replace(earlier.receipt, repeated=True)


def _recipient_and_fee(state: State, order: Pay) -> tuple[str, Money]:
    if order.kind == "card_payment":
        if order.recipient_id not in state.cards:
            raise UnknownCard
        return state.cards[order.recipient_id][0], usd(0)
    if order.recipient_id not in state.payees:
        raise UnknownPayee
    fee = state.charges(order.on).next_fee
    if order.fee not in (None, fee):
        raise FeeChanged(fee)
    return state.payees[order.recipient_id], fee


def _moved(state: State, order: Pay, receipt: Receipt, today: date) -> State:
    """The state after the money has gone; raises MoreThanOwed, InsufficientFunds."""
    amount, cards = order.amount.minor, dict(state.cards)
    if order.kind == "card_payment":
        name, owed = cards[order.recipient_id]
        if amount > owed:
            raise MoreThanOwed(usd(owed))
        cards[order.recipient_id] = (name, owed - amount)
    if amount + receipt.fee.minor > state.balance:
        raise InsufficientFunds(usd(state.balance))
    lines = [Line(today, order.kind, receipt.recipient, usd(-amount), "Checking")]
    if receipt.fee.minor:
        lines.append(Line(today, "fee", "Transfer fee", -receipt.fee, "Checking"))
    balance = state.balance - amount - receipt.fee.minor
    return replace(state, balance=balance, cards=cards, lines=(*state.lines, *lines))


def _settle(state: State, reference: str, today: date) -> tuple[Answer, State]:
    ordered = _find(state, reference)
    if ordered.state != "scheduled":
        return None, state
    receipt = ordered.receipt
    try:
        after = _moved(state, ordered.order, receipt, today)
    except (InsufficientFunds, MoreThanOwed) as error:
        short = isinstance(error, InsufficientFunds)
        available = error.available if isinstance(error, InsufficientFunds) else error.owed
        what = (receipt.reference, receipt.kind, receipt.recipient, receipt.amount, receipt.on)
        failure = Failure(*what, "insufficient_funds" if short else "more_than_owed", available)
        return failure, _marked(state, ordered, "failed")
    return replace(receipt, balance_after=usd(after.balance)), _marked(after, ordered, "done")


def _cancel(state: State, reference: str) -> tuple[Answer, State]:
    ordered = _find(state, reference)
    if ordered.state != "scheduled":
        raise AlreadySettled(ordered.state)  # type: ignore[arg-type]  # one of the other three
    return _scheduled(ordered.receipt), _marked(state, ordered, "cancelled")


def _add(state: State, name: str, number: int) -> tuple[Answer, State]:
    tidy = " ".join(name.split())
    for payee in state.known_payees():
        if _same_name(payee.name, tidy):
            raise PayeeExists(payee)
    return Payee(number, tidy), replace(state, payees={**state.payees, number: tidy})


def _remove(state: State, payee_id: int) -> tuple[Answer, State]:
    if payee_id not in state.payees:
        raise UnknownPayee
    if state.waiting(payee_id):
        raise PayeeInUse(state.waiting(payee_id))
    left = {number: name for number, name in state.payees.items() if number != payee_id}
    return Payee(payee_id, state.payees[payee_id]), replace(state, payees=left)


def _find(state: State, reference: str) -> Ordered:
    for ordered in state.orders:
        if ordered.receipt.reference == reference:
            return ordered
    raise UnknownOrder


def _marked(state: State, ordered: Ordered, as_what: str) -> State:
    orders = (replace(each, state=as_what) if each is ordered else each for each in state.orders)
    return replace(state, orders=tuple(orders))


def _scheduled(receipt: Receipt) -> Scheduled:
    what = (receipt.reference, receipt.kind, receipt.recipient, receipt.amount, receipt.fee, receipt.on)
    return Scheduled(*what)


def _by_day(scheduled: Scheduled) -> tuple[date, int]:
    return scheduled.on, int(scheduled.reference.partition("-")[2])


def _same_name(left: str, right: str) -> bool:
    # The names that the tests use have no accents but é.
    return left.lower().replace(" ", "").replace("é", "e") == right.lower().replace(" ", "").replace("é", "e")


def _minimum(owed: int) -> int:
    return min(owed, max(2_500, (owed * 2 + 99) // 100))
