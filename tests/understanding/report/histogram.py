"""How sure the bot was where it was right, where it was wrong, and where it rejected, as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from tests.understanding.report.answers import Answer
from tests.understanding.report.sentences import Group

BINS = 25
_WIDTH, _LEFT, _BAND, _BARS, _BOTTOM = 660, 136, 86, 60, 34
_PLOT = _WIDTH - _LEFT - 16


def confidences(answers: Sequence[Answer]) -> dict[str, list[float]]:
    """How sure the likeliest intent was, by what became of the sentence: `right`, `wrong` or `rejected` of the bot's
    own, and `foreign` for near misses and foreign sentences that were not rejected."""
    found: dict[str, list[float]] = {"right": [], "wrong": [], "rejected": [], "foreign": []}
    for each in answers:
        if each.sentence.group in (Group.OWN, Group.OTHER_BOT):
            kind = "rejected" if each.is_rejected else "right" if each.is_right else "wrong"
            found[kind].append(each.confidence)
        elif not each.is_rejected:
            found["foreign"].append(each.confidence)
    return found


# The name of each row, and of which sentences it is.
_NAMES = {
    "right": ("right", "of what it is for"),
    "wrong": ("wrong", "of what it is for"),
    "rejected": ("rejected", "of what it is for"),
    "foreign": ("not rejected", "of what it is not for"),
}


def draw(found: Mapping[str, Sequence[float]]) -> str:
    """An SVG with one row of bars per kind. Each row has a scale of its own: mistakes are too few to be seen else."""
    height = _BAND * len(found) + _BOTTOM
    bands = "".join(_band(place, kind, values) for place, (kind, values) in enumerate(found.items()))
    return (
        f'<svg class="histogram" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="Histogram of confidence" font-size="12">{bands}{_axis(height)}</svg>'
    )


def _band(place: int, kind: str, values: Sequence[float]) -> str:
    counts = [0] * BINS
    for value in values:
        counts[min(BINS - 1, int(value * BINS))] += 1
    floor = _BAND * (place + 1) - 8
    most = max(counts)
    bars = "".join(_bar(kind, number, count, most, floor) for number, count in enumerate(counts) if count)
    name, sentences = _NAMES[kind]
    names = (
        f'<text class="label strong" x="{_LEFT - 14}" y="{floor - 34}" text-anchor="end">{escape(name)}</text>'
        f'<text class="label" x="{_LEFT - 14}" y="{floor - 18}" text-anchor="end" font-size="11">'
        f"{escape(sentences)}</text>"
        f'<text class="label" x="{_LEFT - 14}" y="{floor - 3}" text-anchor="end" font-size="11">{len(values)}</text>'
    )
    return f'{names}<line class="rule" x1="{_LEFT}" x2="{_LEFT + _PLOT}" y1="{floor}" y2="{floor}"/>{bars}'


def _bar(kind: str, number: int, count: int, most: int, floor: int) -> str:
    width = _PLOT / BINS
    height = max(3.0, _BARS * count / most)
    x = _LEFT + number * width + 1
    told = f"{number / BINS:.0%} to {(number + 1) / BINS:.0%}: {count}"
    box = f'x="{x:.1f}" y="{floor - height:.1f}" width="{width - 2:.1f}" height="{height:.1f}" rx="2"'
    place = f'x="{x + width / 2 - 1:.1f}" y="{floor - height - 4:.1f}"'
    figure = f'<text class="label" {place} text-anchor="middle" font-size="10">{count}</text>'
    return f'<g><title>{told}</title><rect class="{kind}" {box}/>{figure if count == most else ""}</g>'


def _axis(height: int) -> str:
    ticks = (
        f'<text class="label" x="{_LEFT + _PLOT * part / 4:.0f}" y="{height - 18}" text-anchor="middle" font-size="11">'
        f"{part / 4:.0%}</text>"
        for part in range(5)
    )
    return "".join(ticks) + (
        f'<text class="label" x="{_LEFT + _PLOT / 2:.0f}" y="{height - 3}" text-anchor="middle" font-size="11">'
        "how sure of its likeliest intent</text>"
    )
