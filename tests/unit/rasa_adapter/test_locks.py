"""One turn at a time per conversation, in the order of arrival."""

from __future__ import annotations

import asyncio

import pytest
from rasa.core.lock_store import LockError

from handoff.rasa_adapter.locks import ConversationLocks


def test_turns_of_one_conversation_never_overlap_and_keep_their_order() -> None:
    async def scenario() -> tuple[list[int], int]:
        locks, order, inside, most = ConversationLocks(), [], 0, 0

        async def turn(number: int) -> None:
            nonlocal inside, most
            async with locks.lock("one"):
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0)
                order.append(number)
                inside -= 1

        await asyncio.gather(*(turn(number) for number in range(50)))
        return order, most

    order, most = asyncio.run(scenario())
    assert order == list(range(50))
    assert most == 1


def test_another_conversation_does_not_wait() -> None:
    async def scenario() -> str:
        locks = ConversationLocks()
        async with locks.lock("one"), locks.lock("two"):
            return "both"

    assert asyncio.run(asyncio.wait_for(scenario(), 5)) == "both"


def test_a_wait_is_bounded_and_leaves_the_lock_usable() -> None:
    async def scenario() -> None:
        locks = ConversationLocks(maximum_wait_seconds=0.05)
        async with locks.lock("one"):
            with pytest.raises(LockError, match="one"):
                async with locks.lock("one"):
                    pytest.fail("two turns at once")
        async with locks.lock("one"):
            pass

    asyncio.run(scenario())


def test_a_turn_that_fails_frees_the_lock_and_nothing_is_kept_for_idle_conversations() -> None:
    async def scenario() -> ConversationLocks:
        locks = ConversationLocks()
        with pytest.raises(ValueError, match="turn"):
            async with locks.lock("one"):
                raise ValueError("turn")
        async with locks.lock("one"):
            pass
        return locks

    assert asyncio.run(scenario())._turnstiles == {}
