"""From samples of both systems to the rows of the table. Pure."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence

from bench.figures import p95

from .load import Load
from .long_talks import LongTalk
from .measuring import Measured
from .processes import Weight
from .rows import Figure, Row

# How many times better ours is to be.
QUICKER_TRAINING, QUICKER_START, LESS_MEMORY = 20.0, 6.0, 3.0
QUICKER_TURN, MORE_MESSAGES = 6.0, 8.0

TRAINING, STARTING, MEMORY = "Training", "Starting", "Memory"
TURNS, MANY, LONG, FLOOR = "A turn", "Many at once", "Long conversations", "What is under it"


def compare(
    ours: Measured, stock: Measured | None, training: tuple[Figure | None, Figure | None], echo: float
) -> list[Row]:
    """All rows. `training` is of both bots, ours and stock's; `echo` the median of the bare web server."""
    other = Measured() if stock is None else stock
    return [
        Row(TRAINING, "training both bots", "s", *training, QUICKER_TRAINING),
        *_starts(ours, other),
        *_memory(ours.weights, other.weights),
        *_turns(ours, other),
        *_loads(ours.loads, other.loads),
        *_long_talks(ours.long_talks, other.long_talks),
        Row(FLOOR, "a bare Sanic server's echo", "ms", Figure(echo), None),
        Row(FLOOR, "Duckling alone", "ms", spread(ours.duckling), spread(other.duckling)),
    ]


def spread(samples: Sequence[float] | None) -> Figure | None:
    """Median and 95th percentile; None without samples."""
    return Figure(statistics.median(samples), p95(samples)) if samples else None


def middle(samples: Sequence[float] | None) -> Figure | None:
    """The median alone, of what was measured a few times."""
    return Figure(statistics.median(samples)) if samples else None


def _starts(ours: Measured, stock: Measured) -> Iterator[Row]:
    for name in dict.fromkeys((*ours.starts, *stock.starts)):
        aim = QUICKER_START if name.endswith("Rasa server") else None
        pair = (middle(ours.starts.get(name)), middle(stock.starts.get(name)))
        yield Row(STARTING, f"{name}, alone, until its first 200", "s", *pair, aim)
    together = [Figure(each.together) if each.together else None for each in (ours, stock)]
    yield Row(STARTING, "everything at once, until all of it answers", "s", together[0], together[1])


def _memory(ours: Sequence[Weight], stock: Sequence[Weight]) -> Iterator[Row]:
    mine, theirs = ({each.name: each for each in some} for some in (ours, stock))
    for name in dict.fromkeys((*mine, *theirs)):
        aim = LESS_MEMORY if name.endswith("Rasa server") else None
        yield Row(MEMORY, name, "MB", _weight(mine.get(name)), _weight(theirs.get(name)), aim)
    sums = [Figure(sum(each.pss for each in some)) if some else None for some in (ours, stock)]
    yield Row(MEMORY, "all of it", "MB", sums[0], sums[1])


def _weight(weight: Weight | None) -> Figure | None:
    return None if weight is None else Figure(weight.pss, note=f"RSS {weight.rss:,.0f} MB")


def _turns(ours: Measured, stock: Measured) -> Iterator[Row]:
    for name, samples in ours.timings.seconds.items():
        yield Row(TURNS, name, "ms", spread(samples), spread(stock.timings.seconds.get(name)), QUICKER_TURN)
    for bot, samples in ours.parses.items():
        pair = (spread(samples), spread(stock.parses.get(bot)))
        yield Row(TURNS, f"understanding a sentence, no server around it ({bot})", "ms", *pair, QUICKER_TURN)
    expected = [
        Figure(100 * each.timings.as_expected / each.timings.turns) if each.timings.turns else None
        for each in (ours, stock)
    ]
    yield Row(TURNS, "answers as expected", "of 100", expected[0], expected[1])


def _loads(ours: Sequence[Load], stock: Sequence[Load]) -> Iterator[Row]:
    theirs = {each.conversations: each for each in stock}
    for mine in ours:
        other = theirs.get(mine.conversations)
        name = "1 conversation" if mine.conversations == 1 else f"{mine.conversations} conversations"
        yield Row(MANY, f"messages, {name}", "per second", _rate(mine), _rate(other), MORE_MESSAGES)
        pair = (Figure(mine.p50, mine.p95), Figure(other.p50, other.p95) if other else None)
        yield Row(MANY, f"a turn, {name}", "ms", *pair, QUICKER_TURN)


def _rate(some: Load | None) -> Figure | None:
    if some is None:
        return None
    return Figure(some.per_second, note=f"{some.failed} failed" if some.failed else "")


def _long_talks(ours: Sequence[LongTalk], stock: Sequence[LongTalk]) -> Iterator[Row]:
    theirs = {each.length: each for each in stock}
    for mine in ours:
        other = theirs.get(mine.length)
        pair = (_long(mine), _long(other) if other else None)
        yield Row(LONG, f"a turn after {mine.length:,} others", "ms", *pair, QUICKER_TURN)
        others = (_others(mine), _others(other) if other else None)
        yield Row(
            LONG, f"another user's turn meanwhile (95th percentile), {mine.length:,}", "ms", *others, QUICKER_TURN
        )


def _long(talk: LongTalk) -> Figure:
    if talk.too_long:
        return Figure(max(talk.seconds), at_least=True)
    return Figure(statistics.median(talk.seconds), p95(talk.seconds))


def _others(talk: LongTalk) -> Figure | None:
    if not talk.others:
        return None
    return Figure(p95(talk.others), at_least=talk.too_long and p95(talk.others) >= max(talk.seconds))


def lengths(talks: Sequence[LongTalk]) -> list[tuple[int, Figure]]:
    """For the plot: turns before, and the time of one more."""
    return [(each.length, _long(each)) for each in talks]
