"""Whatever customers do, in whatever order: the bank answers what a small model of it says, and its books are right."""

from __future__ import annotations

import itertools
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from financial_bot.bank import Bank, Money, Notice
from tests.support.bank_model import State, expect
from tests.support.bank_operations import AddPayee, Answer, Cancel, Clock, Operation, Pay, RemovePayee, ask, usd

CUSTOMERS = ("ann", "ben")
FIRST_DAY = date(2024, 6, 12)
# Add Phase.shrink to look closer at a failure: to find a shorter one takes minutes.
PHASES = (Phase.generate,)
EXAMPLES = {"sqlite": 20, "postgresql": 7}

customers = st.sampled_from(CUSTOMERS)
anybody = st.sampled_from((None, None, *CUSTOMERS))
places = st.integers(0, 7)
names = st.sampled_from(("Zoe Quill", "zoé  QUILL", "April", "alice morgan", "Chloe Dubois", "Penny Dollar"))
days_ahead = st.sampled_from((0, 0, 0, 1, 1, 3, 19, -1))
sizes = st.sampled_from(("cent", "dollars", "half", "most", "all", "too much", "owed", "more than owed", "odd"))
fees = st.sampled_from((None, None, None, None, 0, 1_000))
odd_amounts = st.sampled_from((usd(0), usd(-500), usd(100_000_001), Money(500, "EUR")))
payment = {"who": customers, "place": places, "size": sizes, "odd": odd_amounts, "days": days_ahead, "old_key": places}

# What happens, as the name of a method of `Story` and its arguments.
happenings: tuple[tuple[int, str, dict[str, st.SearchStrategy[Any]]], ...] = (
    (5, "transfer", {**payment, "fee": fees}),
    (4, "pay_card", payment),
    (2, "several_transfers", {"who": customers, "count": st.integers(3, 7), "days": st.sampled_from((0, 1, 19))}),
    (2, "deliver_again", {"place": places}),
    (2, "cancel", {"who": customers, "place": places}),
    (1, "add_payee", {"who": customers, "name": names}),
    (2, "remove_payee", {"who": customers, "place": st.sampled_from((0, 0, 0, 1, 5, 6))}),
    (1, "time_passes", {"days": st.sampled_from((1, 3, 20))}),
    (3, "run_due", {"who": anybody, "days": st.sampled_from((0, 1, 3, 20))}),
    (1, "tell", {"place": places}),
    (1, "open_anew", {}),
)
steps = st.sampled_from([happening for happening in happenings for _ in range(happening[0])]).flatmap(
    lambda happening: st.tuples(st.just(happening[1]), st.fixed_dictionaries(happening[2]))
)


class Story:
    """Two customers of one bank, each with a model beside it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.clock = Clock()
        self.bank = Bank.open(url, clock=self.clock)
        self.states = {customer: State.of(self.bank, customer) for customer in CUSTOMERS}
        self.said: list[tuple[str, Pay]] = []
        self.untold: list[tuple[str, Answer]] = []

    def transfer(self, who: str, place: int, size: str, odd: Money, days: int, old_key: int, fee: int | None) -> None:
        payees = [*self.states[who].payees, *list(self._other(who).payees)[:1], 0]
        amount, key = self._amount(who, size, odd, place), self._key(old_key)
        agreed = None if fee is None else usd(fee)
        self._pay(who, Pay("transfer", payees[place % len(payees)], amount, self._day(days), key, agreed))

    def pay_card(self, who: str, place: int, size: str, odd: Money, days: int, old_key: int) -> None:
        cards = [*self.states[who].cards, *list(self._other(who).cards)[:1]]
        amount, key = self._amount(who, size, odd, place), self._key(old_key)
        self._pay(who, Pay("card_payment", cards[place % len(cards)], amount, self._day(days), key))

    def several_transfers(self, who: str, count: int, days: int) -> None:
        payee = next(iter(self.states[who].payees), 0)
        for _ in range(count):
            self._pay(who, Pay("transfer", payee, usd(100), self._day(days), self._key(7)))

    def deliver_again(self, place: int) -> None:
        if self.said:
            who, order = self.said[-1 - place % len(self.said)]
            self._do(who, order)

    def cancel(self, who: str, place: int) -> None:
        """Mostly one's own orders, waiting or settled; else somebody else's."""
        orders = [order for state in (self.states[who], self._other(who)) for order in state.orders[:-5:-1]]
        reference = orders[place % len(orders)].receipt.reference if orders else "T-999999"
        self._do(who, Cancel(reference))

    def add_payee(self, who: str, name: str) -> None:
        self._do(who, AddPayee(name))

    def remove_payee(self, who: str, place: int) -> None:
        own = self.states[who]
        payees = [*sorted(own.payees, key=lambda payee: not own.waiting(payee)), *list(self._other(who).payees)[:1]]
        if payees:
            self._do(who, RemovePayee(payees[place % len(payees)]))

    def time_passes(self, days: int) -> None:
        self.clock.move(days)

    def run_due(self, who: str | None, days: int) -> None:
        self.clock.move(days)
        outcomes = iter(self.bank.run_due(who))
        today = self.bank.today()
        due = [(each, settle) for each in CUSTOMERS if who in (None, each) for settle in self.states[each].due(today)]
        on = {one.reference: (one.on, one.reference[2:]) for state in self.states.values() for one in state.waiting()}
        for whose, settle in sorted(due, key=lambda pair: on[pair[1].reference]):
            expected, self.states[whose] = expect(self.states[whose], settle, today, None)
            assert next(outcomes, "nothing") == expected
            self.untold.append((whose, expected))
        assert list(outcomes) == []

    def tell(self, place: int) -> None:
        notices = self.bank.notices()
        if notices:
            self.bank.notice_delivered(notices[place % len(notices)].id)
            del self.untold[place % len(notices)]

    def open_anew(self) -> None:
        self.bank.close()
        self.bank = Bank.open(self.url, clock=self.clock)

    def check_books(self) -> None:
        """Every transaction and every account is right, and no money has come from or gone to nowhere."""
        self.bank.check()
        with self.bank.engine.connect() as connection:
            assert connection.execute(text("SELECT SUM(minor) FROM bank_postings")).scalar_one() == 0

    def check_views(self) -> None:
        """All that anybody can see is what the models say; nobody sees anything of the other."""
        for who, state in self.states.items():
            self._check_view(who, state)
            self._check_search(who, state)
        notices = self.bank.notices()
        assert notices == tuple(
            Notice(notice.id, who, outcome) for notice, (who, outcome) in zip(notices, self.untold, strict=True)
        )

    def _check_view(self, who: str, state: State) -> None:
        assert 0 <= state.balance == self.bank.balance(who).minor
        assert self.bank.cards(who) == state.known_cards()
        assert all(card.owed.minor >= 0 for card in state.known_cards())
        assert self.bank.payees(who) == state.known_payees()
        assert self.bank.scheduled(who) == state.waiting()
        for day in (self._day(0), self._day(31)):
            assert self.bank.charges(who, day) == state.charges(day)
        assert self.bank.latest(who, limit=len(state.lines)) == state.lines[::-1]

    def _check_search(self, who: str, state: State) -> None:
        spent = [line for line in state.lines if line.kind != "card_payment"]
        found = self.bank.search(who, start=FIRST_DAY, limit=1000)
        assert found.lines == tuple(spent[::-1])
        assert (found.count, found.total.minor) == (len(spent), -sum(line.amount.minor for line in spent))
        sums: Counter[str] = Counter()
        for line in spent:
            sums[line.counterparty] -= line.amount.minor
        assert {name: amount.minor for name, amount in found.by_counterparty} == sums

    def _other(self, who: str) -> State:
        return self.states["ben" if who == "ann" else "ann"]

    def _pay(self, who: str, order: Pay) -> None:
        self._do(who, order)
        self.said.append((who, order))

    def _do(self, who: str, operation: Operation) -> None:
        answer = ask(self.bank, who, operation)
        expected, after = expect(self.states[who], operation, self.bank.today(), answer)
        assert answer == expected, operation
        self.states[who] = after

    def _key(self, old: int) -> str:
        """Mostly a new one; else one that this customer or another one has used."""
        used = [order.key for _, order in self.said]
        return used[-1 - old] if old < min(2, len(used)) else f"key-{len(used)}"

    def _day(self, ahead: int) -> date:
        return self.bank.today() + timedelta(days=ahead)

    def _amount(self, who: str, size: str, odd: Money, place: int) -> Money:
        state = self.states[who]
        owed = list(state.cards.values())[place % len(state.cards)][1]
        cents = {
            "cent": 1,
            "dollars": 1_250,
            "half": state.balance // 2,
            "most": max(state.balance - 500, 1),
            "all": state.balance,
            "too much": state.balance + 1,
            "owed": owed,
            "more than owed": owed + 1,
        }
        return odd if size == "odd" else usd(cents[size])


@pytest.fixture
def new_url(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> Callable[[], str]:
    """Makes a bank with ann and ben and returns its url."""
    numbers = itertools.count()
    if database == "postgresql":
        template = request.getfixturevalue("postgresql_with_two_customers")
        make: Callable[[str], str] = request.getfixturevalue("new_postgresql_database")
        return lambda: make(template)

    def copy() -> str:
        file = tmp_path / f"{next(numbers)}.db"
        shutil.copy(request.getfixturevalue("file_with_two_customers"), file)
        return f"sqlite:///{file}"

    return copy


def test_whatever_customers_do_the_bank_answers_what_the_model_says(new_url: Callable[[], str], database: str) -> None:
    """Payments, cancellations, payees, repeated deliveries and passing days, thirty in a row."""

    @settings(max_examples=EXAMPLES[database], deadline=None, database=None, phases=PHASES)
    @given(st.lists(steps, min_size=30, max_size=30))
    def tell(story: list[tuple[str, dict[str, Any]]]) -> None:
        told = Story(new_url())
        try:
            for place, (what, arguments) in enumerate(story, start=1):
                getattr(told, what)(**arguments)
                told.check_books()
                if place % 5 == 0:
                    told.check_views()
            told.check_views()
        finally:
            told.bank.close()

    tell()
