"""Which intents are taken for which, as a picture: rows are what was meant, columns what the bot made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from tests.understanding.report.answers import REJECTING, Answer
from tests.understanding.report.sentences import Group

REJECTED = "rejected"
_ROW_OF_GROUP = {Group.NEAR_MISS: "near misses", Group.FOREIGN: "foreign"}
_PALEST, _STRONGEST = 0.16, 0.95
_DEEP = 0.75  # from here on the figure in a cell stands out light


@dataclass(frozen=True)
class Confusion:
    """How often sentences of a row got the intent of a column; `rows` and `columns` are in the order to be shown."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Mapping[tuple[str, str], int]

    def total(self, row: str) -> int:
        """The sentences of a row, over all columns."""
        return sum(self.counts.get((row, column), 0) for column in self.columns)

    def with_errors_only(self) -> Confusion:
        """The rows that have an error, and of the columns those rows' own and those that such a row was taken for.
        Row totals are those of the columns left."""
        rows = [
            row
            for row in self.rows
            if any(count for (of, to), count in self.counts.items() if of == row != _own(to, row))
        ]
        wanted = {_own_column(row) for row in rows} | {
            to for (of, to), count in self.counts.items() if of in rows and count
        }
        return Confusion(tuple(rows), tuple(column for column in self.columns if column in wanted), self.counts)


def confusion_of(answers: Sequence[Answer]) -> Confusion:
    """Intents in the order of the files; near misses and foreign sentences are a row each, rejections a column."""
    pairs = Counter((_row_of(each), REJECTED if each.is_rejected else each.intent) for each in answers)
    rows = tuple(dict.fromkeys(_row_of(each) for each in answers))
    known = dict.fromkeys([*(row for row in rows if row not in _ROW_OF_GROUP.values()), *(to for _, to in pairs)])
    columns = [column for column in known if column != REJECTED]
    return Confusion(rows, (*columns, REJECTED), dict(pairs))


def _row_of(answer: Answer) -> str:
    expected = answer.sentence.expected
    return _ROW_OF_GROUP.get(answer.sentence.group, REJECTED if expected in REJECTING else expected)


def _own_column(row: str) -> str:
    return REJECTED if row in _ROW_OF_GROUP.values() else row


def _own(column: str, row: str) -> str:
    """The row's name where the column is the right one for it, so that the two compare."""
    return row if column == _own_column(row) else column


@dataclass(frozen=True)
class _Size:
    cell: int
    gap: int
    font: int
    left: int
    top: int
    right: int


_LARGE = _Size(cell=34, gap=3, font=12, left=178, top=138, right=70)
_SMALL = _Size(cell=17, gap=2, font=9, left=136, top=104, right=60)


def draw(confusion: Confusion, *, large: bool) -> str:
    """An SVG that takes its colours from the page: the classes `right`, `wrong`, `track` and `pale` for cells."""
    size = _LARGE if large else _SMALL
    step = size.cell + size.gap
    width = size.left + step * len(confusion.columns) + size.right
    height = size.top + step * len(confusion.rows) + size.gap
    parts = [_column(size, place, name) for place, name in enumerate(confusion.columns)]
    for place, row in enumerate(confusion.rows):
        parts.append(_row(size, place, row))
        parts += [_cell(size, place, across, confusion, row, to) for across, to in enumerate(confusion.columns)]
    told = f"{len(confusion.rows)} intents that were meant, {len(confusion.columns)} that were said"
    return (
        f'<svg class="confusion" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{told}" font-size="{size.font}">{"".join(parts)}</svg>'
    )


def _column(size: _Size, place: int, name: str) -> str:
    across = size.left + place * (size.cell + size.gap) + size.cell / 2
    up = size.top - 8
    return f'<text class="label" transform="translate({across + 4:.0f} {up}) rotate(-52)">{escape(name)}</text>'


def _row(size: _Size, place: int, name: str) -> str:
    down = size.top + place * (size.cell + size.gap) + size.cell / 2
    return f'<text class="label" x="{size.left - 9}" y="{down:.0f}" dy=".35em" text-anchor="end">{escape(name)}</text>'


def _cell(size: _Size, down: int, across: int, confusion: Confusion, row: str, column: str) -> str:
    count = confusion.counts.get((row, column), 0)
    step = size.cell + size.gap
    x, y = size.left + across * step, size.top + down * step
    box = f'x="{x}" y="{y}" width="{size.cell}" height="{size.cell}" rx="{size.cell // 6}"'
    if not count:
        return f'<rect class="track" {box}/>'
    part = count / confusion.total(row)
    is_right = column == _own_column(row)
    strength = part if is_right else min(1.0, part * 4)
    opacity = _PALEST + (_STRONGEST - _PALEST) * strength**0.5
    told = f"{row} → {column}: {count} of {confusion.total(row)}"
    figure = (
        f'<text class="figure {"deep" if opacity > _DEEP else ""}" x="{x + size.cell / 2}" y="{y + size.cell / 2}" '
        f'dy=".36em" text-anchor="middle">{count}</text>'
    )
    kind = "right" if is_right else "wrong"
    return f'<g><title>{escape(told)}</title><rect class="{kind}" {box} fill-opacity="{opacity:.2f}"/>{figure}</g>'
