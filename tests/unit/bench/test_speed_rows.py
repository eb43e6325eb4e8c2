"""What the table of `make bench` says can be relied on: ratios, bounds, what was reached, and what was not measured."""

import pytest

from bench.speed.page import as_json, page
from bench.speed.rows import Figure, Row, Unit, cells, parts


def row(unit: Unit, ours: Figure | None, stock: Figure | None, aim: float | None = 10) -> Row:
    return Row("A turn", "balance", unit, ours, stock, aim)


@pytest.mark.parametrize(
    ("unit", "ours", "stock", "ratio"),
    [
        ("ms", 0.02, 0.3, 15),
        ("s", 2.0, 30.0, 15),
        ("MB", 200, 500, 2.5),
        ("per second", 60, 4, 15),
        ("ms", 2.0, 1.0, 0.5),
    ],
)
def test_a_ratio_says_how_many_times_better_ours_is(unit: Unit, ours: float, stock: float, ratio: float) -> None:
    """Less time and less memory are better, and so are more messages per second."""
    assert row(unit, Figure(ours), Figure(stock)).ratio == pytest.approx(ratio)


@pytest.mark.parametrize(("stock", "reached"), [(1.0, True), (0.999, False), (1.001, True)])
def test_an_aim_is_reached_at_exactly_so_many_times_and_not_a_bit_below(stock: float, reached: bool) -> None:
    assert row("s", Figure(0.1), Figure(stock)).is_reached is reached


def test_what_nobody_waited_for_counts_as_a_bound() -> None:
    """The least that it can have taken is compared, and the table says so."""
    given_up = row("ms", Figure(0.05, 0.06), Figure(60.0, at_least=True))
    assert cells(given_up) == ["balance", "50.0 ms / 60.0 ms", "more than 60.0 s", "> 1,200 x", "10 x", "yes"]


def test_ours_given_up_reaches_nothing() -> None:
    assert row("ms", Figure(60.0, at_least=True), Figure(60.0, at_least=True)).is_reached is None


@pytest.mark.parametrize(("ours", "stock"), [(None, Figure(1.0)), (Figure(1.0), None), (Figure(0.0), Figure(1.0))])
def test_without_two_figures_there_is_no_ratio(ours: Figure | None, stock: Figure | None) -> None:
    assert cells(row("s", ours, stock))[3:] == ["-", "10 x", "-"]


def test_nothing_is_said_to_be_reached_where_nothing_was_aimed_at() -> None:
    assert cells(row("MB", Figure(180.4, note="RSS 200 MB"), Figure(900.0), aim=None)) == [
        *("balance", "180 MB (RSS 200 MB)", "900 MB", "5.0 x"),
        *("-", "-"),
    ]


def test_parts_keep_the_order_in_which_they_come() -> None:
    rows = [Row(part, name, "s", None, None) for part, name in (("B", "1"), ("A", "2"), ("B", "3"))]
    assert [(name, [each.what for each in some]) for name, some in parts(rows)] == [("B", ["1", "3"]), ("A", ["2"])]


def test_the_page_has_every_row_and_says_when_it_is_only_a_trial() -> None:
    rows = [row("ms", Figure(0.02, 0.03), Figure(0.3, 0.4)), Row("Memory", "all of it", "MB", Figure(100), None)]
    text = page(rows, "2 cores", "Stock was trained today.", 40, 60, tiny=False)
    assert "| balance | 20.0 ms / 30.0 ms | 300.0 ms / 400.0 ms | 15 x  | 10 x | yes" in text
    assert "## Memory" in text
    assert "Stock was trained today." in text
    assert "trial" not in text
    assert "A trial" in page(rows, "2 cores", "", 40, 60, tiny=True)


def test_json_has_plain_figures() -> None:
    (described,) = as_json([row("ms", Figure(0.02), Figure(0.3))], "2 cores", "")["rows"]
    assert described["ours"]["value"] == pytest.approx(0.02)
    assert described["ratio"] == pytest.approx(15)
    assert described["reached"] is True
