"""From samples to rows: what both systems have is put side by side, and what only one has is still there."""

from bench.speed.comparison import compare
from bench.speed.load import Load
from bench.speed.long_talks import LongTalk
from bench.speed.measuring import Measured
from bench.speed.processes import Weight
from bench.speed.rows import Figure, Row


def measured(factor: float, *names: str) -> Measured:
    """A system that takes `factor` times as long as another, with these processes."""
    found = Measured(
        starts={name: [3 * factor, 1 * factor, 2 * factor] for name in names},
        together=4 * factor,
        weights=[Weight(name, 100 * factor, 120 * factor) for name in names],
        loads=[Load(8, 40 / factor, 0.1 * factor, 0.2 * factor, 0)],
        long_talks=[LongTalk(length, (0.1 * factor,) * 3, (0.01 * factor,), False) for length in (0, 100)],
        duckling=[0.001],
    )
    for _ in range(3):
        found.timings.add("balance", 0.02 * factor, good=True)
    return found


def rows_of(ours: Measured, stock: Measured | None) -> dict[str, Row]:
    rows = compare(ours, stock, (Figure(20.0), Figure(2000.0) if stock else None), 0.001)
    return {f"{row.part}: {row.what}": row for row in rows}


def test_both_are_side_by_side() -> None:
    rows = rows_of(measured(1, "bank Rasa server"), measured(20, "bank Rasa server"))
    for name in (
        "Starting: bank Rasa server, alone, until its first 200",
        "Memory: all of it",
        "A turn: balance",
        "Many at once: messages, 8 conversations",
        "Long conversations: a turn after 100 others",
    ):
        assert rows[name].ratio is not None, name
        assert round(rows[name].ratio or 0) == 20, name
    assert rows["Training: training both bots"].ratio == 100


def test_what_only_one_system_runs_counts_for_the_sum_only() -> None:
    """A Duckling server is a process of stock's, a scheduler one of ours."""
    rows = rows_of(measured(1, "bot", "scheduler"), measured(1, "bot", "Duckling server"))
    assert rows["Memory: scheduler"].stock is None
    assert rows["Memory: Duckling server"].ours is None
    assert rows["Memory: all of it"].ratio == 1


def test_a_length_that_stock_never_got_to_has_no_ratio() -> None:
    stock = measured(20)
    stock.long_talks = [LongTalk(0, (60.0,), (60.0,), True)]
    rows = rows_of(measured(1), stock)
    assert rows["Long conversations: a turn after 0 others"].stock == Figure(60.0, at_least=True)
    assert rows["Long conversations: a turn after 100 others"].ratio is None


def test_ours_alone_is_reported_too() -> None:
    rows = rows_of(measured(1, "bank Rasa server"), None)
    assert all(row.stock is None for row in rows.values())
    assert rows["A turn: balance"].ours == Figure(0.02, 0.02)


def test_answers_that_were_not_expected_are_counted() -> None:
    ours = measured(1)
    ours.timings.add("balance", 0.02, good=False, said="what?")
    assert rows_of(ours, None)["A turn: answers as expected"].ours == Figure(75)
