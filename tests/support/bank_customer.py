"""A customer without patience: keyed payments in a loop, each line on standard output before and after the call.

`python -m tests.support.bank_customer URL NAME SEED` goes on until it is killed. What it does follows from the seed
alone, so whoever reads along can do the same again under the same keys.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from financial_bot.bank import Bank
from tests.support.bank_operations import Answer, Clock, Pay, ask, usd


@dataclass(frozen=True)
class Step:
    """One payment, and whether the next morning comes after it, on which everything that is due is run."""

    order: Pay
    night: bool


def steps(bank: Bank, name: str, clock: Clock, seed: int) -> Iterator[Step]:
    """All that the customer does, without end; the clock must follow the nights."""
    chance = random.Random(seed)
    payees, cards = bank.payees(name), bank.cards(name)
    number = 0
    while True:
        number += 1
        on = bank.today() + timedelta(days=chance.choice((0, 0, 1)))
        if chance.random() < 0.5:
            order = Pay("transfer", chance.choice(payees).id, usd(chance.randint(1, 300)), on, f"key-{number}")
        else:
            order = Pay("card_payment", chance.choice(cards).id, usd(chance.randint(1, 300)), on, f"key-{number}")
        yield Step(order, chance.random() < 0.3)


def take(bank: Bank, name: str, clock: Clock, step: Step) -> Answer:
    """Do one step."""
    answer = ask(bank, name, step.order)
    if step.night:
        clock.move(1)
        bank.run_due(name)
    return answer


def main() -> None:
    """Until somebody kills it."""
    url, name, seed = sys.argv[1:]
    clock = Clock()
    with Bank.open(url, clock=clock) as bank:
        print("opened", flush=True)
        bank.ensure_customer(name)
        for step in steps(bank, name, clock, int(seed)):
            print("asking", flush=True)
            answer = take(bank, name, clock, step)
            print(f"answered {getattr(answer, 'reference', '-')}", flush=True)


if __name__ == "__main__":
    main()
