"""A turn may be given up at any moment: the user closes the page. It ends at once, and its lock is free for others."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from handoff.rasa_adapter.locks import ConversationLocks
from tests.support.lock_processes import LONGEST_SECONDS, Processes, processes, run

CONVERSATION = "ann"
ROUNDS = 200
TURNS = 6  # per round
MOST_STEPS = 14  # of the loop; a turn that is alone gets its lock in about five
MOST_SECONDS = 0.004  # a process asks another one again after 5 ms


@pytest.fixture
def new_process(database_url: str) -> Iterator[Processes]:
    """Locks as another process would have them."""
    with processes(database_url) as new:
        yield new


@dataclass
class Watched:
    """Turns, and whether any two of them overlap or one begins that was given up."""

    inside: int = 0
    begun: int = 0
    given_up: set[int] = field(default_factory=set)

    async def turn(self, locks: ConversationLocks, number: int, steps: int) -> None:
        """A turn that takes so many steps."""
        async with locks.lock(CONVERSATION):
            assert number not in self.given_up, "begins although it was given up"
            assert self.inside == 0, "begins while another one is being answered"
            self.inside += 1
            self.begun += 1
            try:
                await pass_by(steps)
            finally:
                self.inside -= 1

    async def turn_that_may_be_given_up(self, locks: ConversationLocks, number: int, chance: random.Random) -> None:
        """Begins soon, and three of four are given up soon."""
        await pass_by(chance.randrange(MOST_STEPS))
        turn = asyncio.ensure_future(self.turn(locks, number, chance.randrange(4)))
        if chance.randrange(4):
            await pass_by(chance.randrange(MOST_STEPS))
            if chance.randrange(2):
                await asyncio.sleep(chance.uniform(0, MOST_SECONDS))
            if turn.cancel():
                self.given_up.add(number)
        await asyncio.wait({turn})
        if not turn.cancelled():
            turn.result()


async def nothing_is_left(*processes_locks: ConversationLocks) -> None:
    for locks in processes_locks:
        await locks._processes.give_back("nobody")  # done after whatever was asked before
        assert (locks._turnstiles, locks._processes._held) == ({}, {})


async def pass_by(steps: int) -> None:
    for _ in range(steps):
        await asyncio.sleep(0)


def test_200_rounds_of_turns_that_are_given_up_at_random_never_overlap_never_hang_and_leave_nothing(
    new_process: Processes,
) -> None:
    chance, watched = random.Random(1), Watched()

    async def scenario() -> None:
        all_of_them = [ConversationLocks(maximum_wait_seconds=5, processes=new_process()) for _ in range(3)]
        for number in range(ROUNDS):
            turns = (
                watched.turn_that_may_be_given_up(chance.choice(all_of_them), TURNS * number + turn, chance)
                for turn in range(TURNS)
            )
            await asyncio.gather(*turns)
            await nothing_is_left(*all_of_them)

    run(scenario(), 6 * LONGEST_SECONDS)
    assert watched.begun > ROUNDS
    assert len(watched.given_up) > ROUNDS


@pytest.mark.parametrize("held_by", ["nobody", "a turn here", "another process"])
def test_a_turn_that_is_given_up_after_any_number_of_steps_leaves_nothing(new_process: Processes, held_by: str) -> None:
    async def scenario() -> None:
        locks, other = ConversationLocks(processes=new_process()), ConversationLocks(processes=new_process())
        holder = {"nobody": None, "a turn here": locks, "another process": other}[held_by]
        for steps in range(2 * MOST_STEPS):
            watched, may_end = Watched(), asyncio.Event()
            holding = asyncio.ensure_future(held(holder, may_end)) if holder else None
            await pass_by(MOST_STEPS if holder else 0)
            turn = asyncio.ensure_future(watched.turn(locks, 0, 1_000_000))
            await pass_by(steps)
            may_end.set()  # at the same moment
            turn.cancel()
            await asyncio.wait({turn, holding} if holding else {turn})
            assert turn.cancelled()
            await nothing_is_left(locks, other)

    run(scenario())


async def held(locks: ConversationLocks, may_end: asyncio.Event) -> None:
    async with locks.lock(CONVERSATION):
        await may_end.wait()
