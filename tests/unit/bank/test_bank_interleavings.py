"""Several threads use one bank at once: all that it answers could have been answered to one after the other."""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from financial_bot.bank import Bank
from tests.support.bank_model import State, expect
from tests.support.bank_operations import AddPayee, Answer, Cancel, Clock, Operation, Pay, RemovePayee, Settle, ask, usd

THREADS = 4
# Add Phase.shrink to look closer at a failure: to find a shorter one takes minutes.
PHASES = (Phase.generate,)
EXAMPLES = 20
TODAY = date(2024, 6, 13)
TOMORROW = TODAY + timedelta(days=1)

sizes = st.sampled_from(("cent", "third", "half", "most", "all"))
wishes = st.fixed_dictionaries({"on_card": st.booleans(), "place": st.integers(0, 1), "size": sizes})
# What is scheduled for today, what the threads order, how many transfers were made before: the same for two customers.
beginnings = st.fixed_dictionaries(
    {
        "scheduled": st.lists(wishes, min_size=3, max_size=3),
        "ordered": st.lists(st.tuples(wishes, st.sampled_from((TODAY, TODAY, TOMORROW))), min_size=3, max_size=3),
        "made": st.integers(0, 5),
    }
)
# What a thread does, for which of the customers, and with which of the things that there are.
kinds = st.sampled_from(("pay", "pay", "pay", "cancel", "cancel", "run_due", "run_due", "add_payee", "remove_payee"))
acts = st.tuples(kinds, st.integers(0, 1), st.integers(0, 3))
plans = st.lists(st.lists(acts, min_size=4, max_size=4), min_size=THREADS, max_size=THREADS)

# (customer, what was asked, what was answered)
Said = tuple[str, Operation, Answer]
Threads = tuple[tuple[Said, ...], ...]


@dataclass
class Race:
    """Two customers: where they stand, what they have scheduled for today, and what the threads may order."""

    states: dict[str, State]
    scheduled: dict[str, list[str]]
    orders: dict[str, list[Pay]]

    def run(self, bank: Bank, plan: Sequence[tuple[str, int, int]]) -> list[Said]:
        """Do what one thread is to do."""
        said: list[Said] = []
        for what, customer, place in plan:
            who = list(self.states)[customer]
            if what == "run_due":
                said += self.run_due(bank, who if place % 2 else None)
            else:
                operation = self._operation(what, who, place)
                said.append((who, operation, ask(bank, who, operation)))
        return said

    def run_due(self, bank: Bank, customer: str | None = None) -> list[Said]:
        """What became of each payment counts as an operation of its own: other threads can come between them."""
        whose = {reference: who for who, references in self.scheduled.items() for reference in references}
        outcomes = bank.run_due(customer)
        return [(whose[each.reference], Settle(each.reference), each) for each in outcomes]

    def _operation(self, what: str, who: str, place: int) -> Operation:
        if what == "pay":
            return self.orders[who][place % len(self.orders[who])]
        if what == "cancel":
            return Cancel(self.scheduled[who][place % len(self.scheduled[who])])
        if what == "add_payee":
            return AddPayee(("Zoe Quill", "zoe quill")[place % 2])
        return RemovePayee(list(self.states[who].payees)[place % 2])


def begin(bank: Bank, clock: Clock, names: Sequence[str], beginning: Mapping[str, Any]) -> Race:
    """New customers, who schedule payments the day before."""
    clock.now = Clock().now
    race = Race({}, {}, {})
    for who in names:
        bank.ensure_customer(who)
        state = State.of(bank, who)
        payments = [order_of(state, wish, TODAY, f"due-{n}") for n, wish in enumerate(beginning["scheduled"])]
        payee = next(iter(state.payees))
        payments += [Pay("transfer", payee, usd(1), bank.today(), f"made-{n}") for n in range(beginning["made"])]
        for payment in payments:
            answer = ask(bank, who, payment)
            expected, state = expect(state, payment, bank.today(), answer)
            assert answer == expected
        race.states[who] = state
        race.scheduled[who] = [each.reference for each in state.waiting()]
        # Two of the keys belong to one order each, the third to the first order again or to something else.
        race.orders[who] = [
            order_of(state, wish, on, f"key-{n % 2}") for n, (wish, on) in enumerate(beginning["ordered"])
        ]
    clock.move(days=1)
    return race


def order_of(state: State, wish: Mapping[str, Any], on: date, key: str) -> Pay:
    recipient = list(state.cards if wish["on_card"] else state.payees)[wish["place"]]
    most = list(state.cards.values())[wish["place"]][1] if wish["on_card"] else state.balance
    cents = {"cent": 1, "third": most // 3, "half": most // 2 + 1, "most": max(most - 1_200, 1), "all": most}
    return Pay("card_payment" if wish["on_card"] else "transfer", recipient, usd(cents[wish["size"]]), on, key)


def at_once(banks: Sequence[Bank], race: Race, plan: Sequence[Sequence[tuple[str, int, int]]]) -> list[list[Said]]:
    """Each thread with a bank of its own; they start together."""
    start = threading.Barrier(len(plan))

    def run(thread: int) -> list[Said]:
        start.wait()
        return race.run(banks[thread], plan[thread])

    with ThreadPoolExecutor(len(plan)) as threads:
        return list(threads.map(run, range(len(plan))))


def ends(state: State, threads: Threads, tried: set[object]) -> Iterator[State]:
    """All states in which it can have ended: for orders of what was said that explain every single answer."""
    if (situation := (repr(state), tuple(map(len, threads)))) in tried:
        return
    tried.add(situation)
    if not any(threads):
        yield state
    following = []
    for number, thread in enumerate(threads):
        if thread:
            (_, operation, answer), *rest = thread
            expected, after = expect(state, operation, TODAY, answer)
            if answer == expected:
                following.append((after, (*threads[:number], tuple(rest), *threads[number + 1 :])))
    # What changes nothing can as well come first.
    idle = [step for step in following if step[0] is state]
    for after, left in idle[:1] or following:
        yield from ends(after, left, tried)


def seen(bank: Bank, who: str, movements: int) -> tuple[object, ...]:
    """All that a customer sees."""
    return (
        bank.balance(who).minor,
        bank.cards(who),
        bank.payees(who),
        bank.scheduled(who),
        bank.charges(who, TODAY),
        bank.latest(who, limit=movements),
    )


def foreseen(state: State) -> tuple[object, ...]:
    """All that a customer has to see in this state."""
    return (
        state.balance,
        state.known_cards(),
        state.known_payees(),
        state.waiting(),
        state.charges(TODAY),
        state.lines[::-1],
    )


def check_explained(bank: Bank, who: str, race: Race, said: Sequence[Sequence[Said]]) -> None:
    """There is an order in which the model gives the same answers and comes to what the customer now sees."""
    threads = tuple(tuple(each for each in thread if each[0] == who) for thread in said)
    found = [end for middle in ends(race.states[who], threads[:-1], set()) for end in ends(middle, threads[-1:], set())]
    assert found, f"no order explains {threads}"
    now = seen(bank, who, len(found[0].lines))
    assert any(foreseen(end) == now for end in found), f"no order of {threads} leads to {now}"


def check_notices(bank: Bank, said: Sequence[Sequence[Said]]) -> None:
    """Exactly one for each settled payment; and told."""
    settled = [(who, answer) for thread in said for who, operation, answer in thread if isinstance(operation, Settle)]
    notices = bank.notices()
    assert Counter((notice.conversation_id, notice.outcome) for notice in notices) == Counter(settled)
    for notice in notices:
        bank.notice_delivered(notice.id)


def test_whatever_threads_do_at_once_could_have_been_done_one_after_the_other(url: str) -> None:
    """Each with a bank of its own: payments under shared keys, cancellations, schedulers, payees."""
    clock, numbers = Clock(), itertools.count()
    banks = [Bank.open(url, clock=clock) for _ in range(THREADS)]

    @settings(max_examples=EXAMPLES, deadline=None, database=None, phases=PHASES)
    @given(beginnings, plans)
    def run(beginning: dict[str, Any], plan: list[list[tuple[str, int, int]]]) -> None:
        number = next(numbers)
        race = begin(banks[0], clock, (f"ann-{number}", f"ben-{number}"), beginning)
        said = at_once(banks, race, plan)
        said.append(race.run_due(banks[0]))  # what nobody has run until now
        banks[0].check()
        for who in race.states:
            check_explained(banks[0], who, race, said)
        check_notices(banks[0], said)

    try:
        run()
    finally:
        for bank in banks:
            bank.close()


@pytest.mark.parametrize("customers", [1, 4])
def test_one_key_from_many_threads_and_banks_is_one_order(url: str, customers: int) -> None:
    """Delivered forty times, some of them for other customers, who have orders of their own under that key."""
    with Bank.open(url) as bank:
        names = [f"customer-{number}" for number in range(customers)]
        for name in names:
            bank.ensure_customer(name)
        on, start = bank.today(), threading.Barrier(8)

        def deliver(thread: int) -> list[tuple[str, Answer]]:
            with Bank.open(url) as own:
                start.wait()
                return [
                    (name, ask(own, name, Pay("transfer", own.payees(name)[0].id, usd(100), on, "key")))
                    for name in (names[(thread + turn) % customers] for turn in range(5))
                ]

        with ThreadPoolExecutor(8) as threads:
            answers = [answer for each in threads.map(deliver, range(8)) for answer in each]
        assert Counter(getattr(answer, "repeated", answer) for _, answer in answers)[False] == customers
        assert len({getattr(answer, "reference", answer) for _, answer in answers}) == customers
        bank.check()
