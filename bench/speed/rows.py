"""What is compared, in figures: how many times better ours is, what was aimed at, and whether it was reached. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Unit = Literal["s", "ms", "MB", "per second", "of 100"]


@dataclass(frozen=True)
class Figure:
    """A measured value: seconds for "s" and "ms", megabytes, messages per second, or a share of 100.

    `p95` is there where many were measured. `at_least` says that nobody waited for the end: the value is a bound, and
    the truth is worse. `note` is a word about how it came about.
    """

    value: float
    p95: float | None = None
    at_least: bool = False
    note: str = ""


@dataclass(frozen=True)
class Row:
    """One thing that was measured on both systems; None where one has no such thing or was not measured.

    `aim` is how many times better ours is to be, None where nothing was promised.
    """

    part: str
    what: str
    unit: Unit
    ours: Figure | None
    stock: Figure | None
    aim: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times better ours is: above one it is faster, or smaller, or takes more."""
        if self.ours is None or self.stock is None or self.ours.at_least:
            return None
        better, worse = (self.ours, self.stock) if self.unit in MORE_IS_BETTER else (self.stock, self.ours)
        return better.value / worse.value if worse.value > 0 else None

    @property
    def is_reached(self) -> bool | None:
        """None where nothing was aimed at, or where there is nothing to compare with."""
        return None if self.aim is None or self.ratio is None else self.ratio >= self.aim


MORE_IS_BETTER: frozenset[Unit] = frozenset({"per second", "of 100"})
HEADS = ("what", "ours", "stock", "ratio", "aim", "reached")
_PLAIN = 10  # from here on nobody needs a decimal


def written(figure: Figure | None, unit: Unit) -> str:
    """A figure as people read it."""
    if figure is None:
        return "-"
    p95 = "" if figure.p95 is None else f" / {_value(figure.p95, unit)}"
    bound = "more than " if figure.at_least else ""
    note = f" ({figure.note})" if figure.note else ""
    return f"{bound}{_value(figure.value, unit)}{'' if figure.at_least else p95}{note}"


def cells(row: Row) -> list[str]:
    """A row of the table, as HEADS has it."""
    at_least = row.stock is not None and row.stock.at_least
    ratio = "-" if row.ratio is None else f"{'> ' if at_least else ''}{times(row.ratio)}"
    reached = {None: "-", True: "yes", False: "no"}[row.is_reached]
    aim = "-" if row.aim is None else times(row.aim)
    return [row.what, written(row.ours, row.unit), written(row.stock, row.unit), ratio, aim, reached]


def times(ratio: float) -> str:
    """A ratio as people read it."""
    return f"{ratio:,.0f} x" if ratio >= _PLAIN else f"{ratio:.1f} x"


def parts(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """The rows by part, in the order in which these come first."""
    names = list(dict.fromkeys(row.part for row in rows))
    return [(name, [row for row in rows if row.part == name]) for name in names]


def _value(value: float, unit: Unit) -> str:
    if unit == "ms":
        return f"{value * 1000:,.1f} ms" if value < 1 else f"{value:,.1f} s"
    if unit == "per second":
        return f"{value:,.1f}/s"
    if unit == "of 100":
        return f"{value:.0f} of 100"
    decimals = 0 if value >= _PLAIN else 1
    return f"{value:,.{decimals}f} {unit}"
