"""What a turn takes after many others of the same conversation, and what that does to another user meanwhile."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import requests

from bench.figures import Progress, timed

from .stored_turns import copy_turns
from .talks import TURN_SECONDS, Talker, new_customer
from .variants import BANK, OURS, Variant

SAID = (
    "what's my balance?",
    "who can I send money to?",
    "how much did I spend at Starbucks last month?",
    "hello",
    "what are my last transactions?",
    "thanks",
    "I'd like to send somebody money",
    "never mind, stop this",
)
OTHER = "what's my balance?"
REALLY_TALKED = 40
REST_SECONDS = 0.2
GROWING_SECONDS = 600.0
ENOUGH_SECONDS = 90.0  # for the turns after one length


@dataclass(frozen=True)
class LongTalk:
    """Turns after `length` others: seconds of each, and of the other user's turns meanwhile. `too_long` says that one
    was given up after TURN_SECONDS; its time stands in for what nobody waited for."""

    length: int
    seconds: tuple[float, ...]
    others: tuple[float, ...]
    too_long: bool


def time_long_talks(variant: Variant, lengths: Sequence[int], turns: int, say: Progress) -> list[LongTalk]:
    """Each length once, shortest first, until one takes too long; the Rasa server may then still be busy with it."""
    found: list[LongTalk] = []
    for length, conversation in _grown(variant, lengths, say):
        found.append(_time(variant, conversation, length, turns))
        say(f"  after {length} turns: {max(found[-1].seconds):.2f} s at most")
        if found[-1].too_long:
            break
    return found


def _grown(variant: Variant, lengths: Sequence[int], say: Progress) -> Iterator[tuple[int, str]]:
    return _talked(variant, lengths, say) if variant.name == OURS else _copied(variant, lengths)


def _talked(variant: Variant, lengths: Sequence[int], say: Progress) -> Iterator[tuple[int, str]]:
    """One conversation that grows by being talked. It stops growing after GROWING_SECONDS, with a word."""
    conversation, talker, said = new_customer(), Talker(variant), itertools.cycle(SAID)
    end, length = time.monotonic() + GROWING_SECONDS, 0
    for wanted in lengths:
        while length < wanted:
            if time.monotonic() > end:
                say(f"  talking took too long: given up at {length} of {wanted} turns")
                return
            talker.say(BANK, conversation, next(said))
            length += 1
        yield wanted, conversation
    talker.close()


def _copied(variant: Variant, lengths: Sequence[int]) -> Iterator[tuple[int, str]]:
    """A conversation for each length, made of copies of a short one's rows: plain Rasa would talk for hours."""
    original, talker = new_customer(), Talker(variant)
    for text in itertools.islice(itertools.cycle(SAID), REALLY_TALKED):
        talker.say(BANK, original, text)
    for length in lengths:
        conversation = new_customer()
        copy_turns(variant.databases[BANK], original, conversation, length)
        yield length, conversation
    talker.close()


def _time(variant: Variant, conversation: str, length: int, turns: int) -> LongTalk:
    talker, seconds, too_long = Talker(variant), list[float](), False
    with _somebody_else(variant) as others:
        for text in itertools.islice(itertools.cycle(SAID), turns):
            duration, too_long = _limited(partial(talker.say, BANK, conversation, text))
            seconds.append(duration)
            if too_long or sum(seconds) > ENOUGH_SECONDS:
                break
    talker.close()
    return LongTalk(length, tuple(seconds), tuple(others), too_long)


@contextmanager
def _somebody_else(variant: Variant) -> Iterator[list[float]]:
    """Another user who asks for the balance again and again; the list fills with the seconds of each answer."""
    done, seconds, talker, customer = threading.Event(), list[float](), Talker(variant), new_customer()
    talker.say(BANK, customer, "hello")

    def chat() -> None:
        while not done.is_set():
            seconds.append(_limited(partial(talker.say, BANK, customer, OTHER))[0])
            done.wait(REST_SECONDS)

    thread = threading.Thread(target=chat)
    thread.start()
    try:
        yield seconds
    finally:
        done.set()
        thread.join(timeout=2 * TURN_SECONDS)
        talker.close()


def _limited(call: Callable[[], object]) -> tuple[float, bool]:
    """Seconds, and whether it was given up."""
    started = time.perf_counter()
    try:
        return timed(call)[0], False
    except requests.Timeout:
        return time.perf_counter() - started, True
