"""A process of the bank's is killed with SIGKILL in the middle of its work: nothing is lost and nothing done twice."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from financial_bot.bank import Bank, Receipt
from tests.support.bank_customer import steps, take
from tests.support.bank_operations import Clock

ROOT = Path(__file__).parents[3]
KILLS = 5
LONGEST_STEP_SECONDS = 0.03


def killed(url: str, name: str, seed: int) -> list[str]:
    """Start a customer, kill it after some answers and a moment more, and return the lines that it could still say."""
    chance = random.Random(seed)
    answers, moment = chance.randint(0, 12), chance.uniform(0, LONGEST_STEP_SECONDS)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.bank_customer", url, name, str(seed)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        lines: list[str] = []
        while sum(line.startswith("answered") for line in lines) < answers or not lines:
            line = process.stdout.readline()
            assert line, process.stderr and process.stderr.read()
            lines.append(line)
        time.sleep(moment)  # the point is to hit any place
        process.kill()
        lines += process.stdout.readlines()
    return [line.strip() for line in lines if line.endswith("\n")]


def seen(bank: Bank) -> tuple[object, ...]:
    """All that the customer sees, but for references, which a killed process can use up, and numbers of cards."""
    return (
        bank.balance("impatient"),
        [(card.name, card.owed) for card in bank.cards("impatient")],
        Counter(replace(each, reference="") for each in bank.scheduled("impatient")),
        bank.charges("impatient"),
        bank.latest("impatient", limit=1000),
        [replace(each.outcome, reference="") for each in bank.notices()],
    )


def undisturbed(folder: Path, seed: int, asked: int) -> tuple[object, ...]:
    """What the customer would see if nobody had been killed."""
    clock = Clock()
    with Bank.open(f"sqlite:///{folder}/undisturbed/bank.db", clock=clock) as bank:
        bank.ensure_customer("impatient")
        for step in islice(steps(bank, "impatient", clock, seed), asked):
            take(bank, "impatient", clock, step)
        return seen(bank)


@pytest.mark.parametrize("seed", range(KILLS))
def test_asking_again_for_all_that_was_asked_completes_it_and_moves_nothing_twice(
    url: str, seed: int, tmp_path: Path
) -> None:
    """The same keys again: what was answered is repeated, and all is as if nobody had been killed."""
    said = killed(url, "impatient", seed)
    answered = [line.split()[1] for line in said if line.startswith("answered")]
    clock = Clock()
    with Bank.open(url, clock=clock) as bank:
        bank.check()
        bank.ensure_customer("impatient")
        again = islice(steps(bank, "impatient", clock, seed), said.count("asking"))
        receipts = [take(bank, "impatient", clock, step) for step in again]
        assert all(isinstance(receipt, Receipt) for receipt in receipts)
        for receipt, reference in zip(receipts, answered, strict=False):
            assert (receipt.reference, receipt.repeated) == (reference, True)
        bank.check()
        assert seen(bank) == undisturbed(tmp_path, seed, len(receipts))
