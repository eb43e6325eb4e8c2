"""A small bar chart as an SVG picture that fits into a message. Pure.

Labels and amounts are written at the bars, so that no axis has to be read. Colours follow the reader's light or dark
scheme (the media query `prefers-color-scheme`), and the picture brings its own background, so that they keep their
contrast wherever it is shown.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from xml.etree import ElementTree

from financial_bot.bank import Money
from financial_bot.words import written_money

FEWEST_BARS = 2
MOST_ROOMY_BARS = 7  # more are drawn each in one line, with short labels
_LONGEST_LABEL = 22

_WIDTH = 320
_MARGIN = 16
_TITLE_BASELINE = 28
_FIRST_ROW = 44
_ROW = 42
_TEXT_BASELINE = 15  # from the top of a row
_BAR_BELOW = 22  # from the top of a row, too
_REST_ROW = 21
_BAR_HEIGHT = 8
_DENSE_ROW = 23
_DENSE_BAR_LEFT = 98
_DENSE_BAR_WIDTH = 122
_THINNEST_BAR = 8  # also an amount beside which others are huge can be seen

# Against the backgrounds (first of each pair) the inks and bars have a contrast of at least 4.5 to 1.
_STYLE = (
    "text{font:15px system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;fill:#1b2430}"
    ".h{font-weight:600}.n{text-anchor:end;font-variant-numeric:tabular-nums}.r{fill:#566273}"
    ".g{fill:#fff}.t{fill:#e8edf3}.b{fill:#20568f}"
    "@media(prefers-color-scheme:dark){text{fill:#e6eaf0}.r{fill:#9aa6b5}.g{fill:#1d242d}.t{fill:#2d3743}.b{fill:#7fb0ea}}"
)


@dataclass(frozen=True)
class Bar:
    """One amount and what it is of; `amount` is not negative."""

    label: str
    amount: Money


@dataclass(frozen=True)
class Chart:
    """What a chart shows, in the order from top to bottom. `rest` is written below the bars and has none."""

    title: str
    bars: tuple[Bar, ...]
    rest: Bar | None = None

    @property
    def in_words(self) -> str:
        """Everything that the picture shows, for those who do not see it."""
        rows = (*self.bars, *((self.rest,) if self.rest else ()))
        return ", ".join(f"{row.label} {written_money(row.amount)}" for row in rows)


def picture(chart: Chart) -> str | None:
    """The chart as the URL of an image (`data:image/svg+xml;base64,...`, RFC 2397); None when there are too few bars to
    compare. The title and the figures are the picture's own <title> and <desc>."""
    if len(chart.bars) < FEWEST_BARS:
        return None
    return "data:image/svg+xml;base64," + base64.b64encode(drawn(chart)).decode("ascii")


def drawn(chart: Chart) -> bytes:
    """The chart as an SVG document in ASCII."""
    row = _ROW if len(chart.bars) <= MOST_ROOMY_BARS else _DENSE_ROW
    end = _FIRST_ROW + len(chart.bars) * row
    height = end + (_REST_ROW if chart.rest else 0) + _MARGIN // 2
    svg = _sheet(chart, height)
    longest = max((bar.amount.minor for bar in chart.bars), default=0)
    draw = _draw if row == _ROW else _draw_densely
    for position, bar in enumerate(chart.bars):
        draw(svg, bar, _FIRST_ROW + position * row, longest)
    if chart.rest is not None:
        _label(svg, chart.rest, end + _TEXT_BASELINE, "r")
    return bytes(ElementTree.tostring(svg, encoding="us-ascii"))


def _sheet(chart: Chart, height: int) -> ElementTree.Element:
    """The background with the title."""
    size = {"width": str(_WIDTH), "height": str(height), "viewBox": f"0 0 {_WIDTH} {height}"}
    svg = ElementTree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size, "role": "img"})
    ElementTree.SubElement(svg, "title").text = _printable(chart.title)
    ElementTree.SubElement(svg, "desc").text = _printable(chart.in_words)
    ElementTree.SubElement(svg, "style").text = _STYLE
    ElementTree.SubElement(svg, "rect", {"class": "g", "width": str(_WIDTH), "height": str(height)})
    _write(svg, chart.title, _MARGIN, _TITLE_BASELINE, "h")
    return svg


def _draw(svg: ElementTree.Element, bar: Bar, top: int, longest: int) -> None:
    """A row with the bar below its label and amount."""
    width = _WIDTH - 2 * _MARGIN
    _label(svg, bar, top + _TEXT_BASELINE)
    _bar(svg, "t", _MARGIN, top + _BAR_BELOW, width)
    _bar(svg, "b", _MARGIN, top + _BAR_BELOW, _length(bar, longest, width))


def _draw_densely(svg: ElementTree.Element, bar: Bar, top: int, longest: int) -> None:
    """A row with the bar between its label and amount."""
    _label(svg, bar, top + _TEXT_BASELINE)
    middle = top + _TEXT_BASELINE - _BAR_HEIGHT - 1
    _bar(svg, "b", _DENSE_BAR_LEFT, middle, _length(bar, longest, _DENSE_BAR_WIDTH))


def _length(bar: Bar, longest: int, width: int) -> int:
    return max(_THINNEST_BAR, width * bar.amount.minor // longest) if bar.amount.minor > 0 else 0


def _bar(svg: ElementTree.Element, kind: str, left: int, top: int, width: int) -> None:
    place = {"x": str(left), "y": str(top), "width": str(width), "height": str(_BAR_HEIGHT)}
    if width:
        ElementTree.SubElement(svg, "rect", {"class": kind, **place, "rx": str(_BAR_HEIGHT // 2)})


def _label(svg: ElementTree.Element, bar: Bar, baseline: int, kind: str = "") -> None:
    _write(svg, _cut(bar.label), _MARGIN, baseline, kind)
    _write(svg, written_money(bar.amount), _WIDTH - _MARGIN, baseline, f"n {kind}".strip())


def _write(svg: ElementTree.Element, words: str, x: int, y: int, kind: str) -> None:
    place = {"class": kind} if kind else {}
    ElementTree.SubElement(svg, "text", {**place, "x": str(x), "y": str(y)}).text = _printable(words)


def _cut(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1].rstrip()}…"


def _printable(words: str) -> str:
    """XML has no place for control characters and lone surrogates, not even escaped (XML 1.0, section 2.2)."""
    return "".join(letter for letter in words if letter.isprintable())
