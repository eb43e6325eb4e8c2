"""The results as two pictures: bars of the ratios, and a turn's time against the length of its conversation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .rows import Figure, Row, parts, times

INK, PALE, RULE = "#1f2933", "#6b7785", "#d9dee4"
OURS_COLOUR, STOCK_COLOUR, SHORT_COLOUR = "#0b7a75", "#b4532a", "#c9a227"
WIDTH = 9.0
ROW_HEIGHT = 0.30
MARGIN = 1.5  # inches for title and axis

Lengths = Sequence[tuple[int, Figure]]


def draw_ratios(rows: Sequence[Row], file: Path) -> None:
    """One bar per row that has a ratio, part by part and best first, on a logarithmic axis."""
    lines = _lines(rows)
    ratios = [row.ratio for _, row in lines if row is not None and row.ratio is not None]
    pyplot = _pyplot()
    figure, axes = pyplot.subplots(figsize=(WIDTH, MARGIN + ROW_HEIGHT * len(lines)))
    for place, (_, row) in enumerate(lines):
        if row is not None:
            _bar(axes, place, row)
    axes.set_yticks(range(len(lines)), [name for name, _ in lines])
    for label, (_, row) in zip(axes.get_yticklabels(), lines, strict=True):
        label.set_fontweight("bold" if row is None else "normal")
    axes.set_ylim(len(lines) - 0.3, -0.7)
    _log_axis(axes, "x", min([1, *ratios]) * 0.8, max([10, *ratios]) * 3)
    axes.axvline(1, color=INK, linewidth=0.8, zorder=3)
    axes.axvline(10, color=PALE, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    axes.set_xlabel("times better than Rasa's default pipeline (dashed: ten times)")
    _title(figure, "How many times faster, smaller, or more at once")
    _finish(pyplot, figure, file)


def _lines(rows: Sequence[Row]) -> list[tuple[str, Row | None]]:
    """What stands beneath each other: a part's name without a row, and then its rows."""
    lines: list[tuple[str, Row | None]] = []
    for part, some in parts([row for row in rows if row.ratio is not None and row.unit != "of 100"]):
        lines.append((part, None))
        lines += [(row.what, row) for row in sorted(some, key=lambda row: -(row.ratio or 0))]
    return lines


def _bar(axes: Any, place: int, row: Row) -> None:
    ratio = row.ratio or 0
    axes.barh(place, ratio - 1, left=1, height=0.62, color=_colour(row), zorder=2)
    bound = "> " if row.stock is not None and row.stock.at_least else ""
    axes.annotate(
        f"{bound}{times(ratio)}",
        (max(ratio, 1), place),
        xytext=(5, 0),
        textcoords="offset points",
        va="center",
        fontsize=8.5,
        color=INK,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
    )


def draw_lengths(ours: Lengths, stock: Lengths, file: Path) -> None:
    """Seconds of a turn, after so many others; what was given up is an arrow upwards."""
    pyplot = _pyplot()
    figure, axes = pyplot.subplots(figsize=(WIDTH, 4.6))
    lengths = sorted({length for length, _ in (*ours, *stock)})
    for some, colour, name in ((stock, STOCK_COLOUR, "Rasa's default"), (ours, OURS_COLOUR, "ours")):
        if some:
            _line(axes, [(lengths.index(length), figure) for length, figure in some], colour, name)
    axes.set_xticks(range(len(lengths)), [f"{length:,}" for length in lengths])
    axes.set_xlim(-0.3, len(lengths) - 0.4)
    values = [each.value for _, each in (*ours, *stock)]
    _log_axis(axes, "y", min(values) * 0.5, max(values) * 2.5)
    axes.set_xlabel("turns of the same conversation before")
    axes.set_ylabel("seconds for one more turn (median)")
    _title(figure, "A turn late in a long conversation")
    _finish(pyplot, figure, file)


def _line(axes: Any, points: Lengths, colour: str, name: str) -> None:
    places, values = [place for place, _ in points], [each.value for _, each in points]
    axes.plot(places, values, color=colour, linewidth=2, marker="o", markersize=6, zorder=3, clip_on=False)
    for place, each in points:
        text = f"more than {each.value:.0f} s" if each.at_least else _seconds(each.value)
        axes.annotate(
            text,
            (place, each.value),
            xytext=(0, 9),
            textcoords="offset points",
            ha="center",
            fontsize=8.5,
            color=colour,
        )
    axes.annotate(
        name,
        (places[-1], values[-1]),
        xytext=(12, -3),
        textcoords="offset points",
        fontsize=10,
        fontweight="bold",
        color=colour,
    )
    last = points[-1]
    if last[1].at_least:
        axes.plot([last[0]], [last[1].value], marker="^", markersize=10, color=colour, zorder=4)


def _seconds(value: float) -> str:
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"


def _colour(row: Row) -> str:
    """Green for an aim that was reached, yellow for one that was not, grey where there is none."""
    return PALE if row.is_reached is None else OURS_COLOUR if row.is_reached else SHORT_COLOUR


def _log_axis(axes: Any, which: str, lowest: float, highest: float) -> None:
    from matplotlib.ticker import FuncFormatter, NullFormatter

    (axes.set_xscale if which == "x" else axes.set_yscale)("log")
    (axes.set_xlim if which == "x" else axes.set_ylim)(lowest, highest)
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    axis.set_minor_formatter(NullFormatter())
    axes.tick_params(axis=which, which="minor", length=0)
    axes.grid(True, axis=which, color=RULE, linewidth=0.8, zorder=0)


def _title(figure: Any, text: str) -> None:
    figure.suptitle(text, x=0.02, ha="left", fontsize=13, fontweight="bold", color=INK)


def _finish(pyplot: Any, figure: Any, file: Path) -> None:
    figure.tight_layout()
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, metadata={"Date": None} if file.suffix == ".svg" else None)
    pyplot.close(figure)


def _pyplot() -> Any:
    """Imported late: drawing is not needed to measure, and takes a second to load."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    pyplot.rcParams.update(
        {
            "font.family": "DejaVu Sans",
            "font.size": 9.5,
            "text.color": INK,
            "axes.labelcolor": PALE,
            "axes.edgecolor": RULE,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.spines.left": False,
            "axes.axisbelow": True,
            "xtick.color": PALE,
            "ytick.color": INK,
            "ytick.major.size": 0,
            "svg.hashsalt": "bench",
            "figure.facecolor": "white",
        }
    )
    return pyplot
