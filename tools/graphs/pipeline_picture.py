"""How a sentence is understood, as a picture: docs/understanding.md in boxes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tools.graphs.svg import arrow, arrow_down, box, frame, label, picture

WIDTH, HEIGHT = 980, 560


@dataclass(frozen=True)
class Box:
    """A box and its lines; the first one stands out. `x` is its left edge, `y` its middle, in pixels."""

    kind: str
    x: float
    y: float
    lines: tuple[str, ...]
    width: float = 176

    @property
    def height(self) -> float:
        """In pixels."""
        return 20 + 18 * len(self.lines)


BOXES = {
    "said": Box("wish", 28, 240, ("What is said", "“send fifty", "to bob”"), 118),
    "encoder": Box("form", 196, 148, ("Sentence encoder", "MiniLM, 8-bit numbers", "→ 384 numbers")),
    "counts": Box("form", 196, 330, ("Counts", "words and pairs of words,", "2 to 4 letters of a word")),
    "meaning": Box("card", 416, 128, ("By its meaning", "logistic regression"), 158),
    "neighbours": Box("card", 416, 222, ("By its neighbours", "the 20 nearest", "training sentences"), 158),
    "words": Box("card", 416, 330, ("By its words", "logistic regression"), 158),
    "likeliest": Box("form", 608, 175, ("Likeliest intent", "the three, multiplied"), 164),
    "familiar": Box(
        "ask", 608, 312, ("Familiar enough?", "how sure the views are,", "how near its nearest", "sentence is"), 164
    ),
    "scope": Box("done", 832, 128, ("out_of_scope", "by its topic: says", "what it cannot do"), 128),
    "intent": Box("done", 832, 252, ("The intent", "a rule answers"), 128),
    "fallback": Box("done", 832, 368, ("nlu_fallback", "asks to say it", "in other words"), 128),
    "duckling": Box("form", 196, 480, ("Duckling", "in a worker process")),
    "entities": Box("done", 770, 480, ("Entities", "amounts, days, periods,", "numbers, e-mail addresses"), 190),
}
ARROWS = (
    ("said", "encoder"), ("said", "counts"), ("said", "duckling"),
    ("encoder", "meaning"), ("encoder", "neighbours"), ("counts", "words"),
    ("meaning", "likeliest"), ("neighbours", "likeliest"), ("words", "likeliest"),
    ("likeliest", "scope"), ("familiar", "intent"), ("familiar", "fallback"), ("duckling", "entities"),
)  # fmt: skip
# The components of config.yml, each with the corners of the frame around its boxes; its name stands at the last one.
COMPONENTS = (
    ("SentenceEncoderFeaturizer", ((178, 78), (390, 78), (390, 228), (178, 228))),
    ("IntentClassifier", ((398, 78), (784, 78), (784, 422), (178, 422), (178, 262), (398, 262))),
    ("DucklingExtractor", ((178, 440), (390, 440), (390, 536), (178, 536))),
)


def draw() -> str:
    """The file's content."""
    parts = [label("How a sentence is understood", 28, 40, "title")]
    parts += [_component(name, corners) for name, corners in COMPONENTS]
    parts += [arrow(*_ends(BOXES[of], BOXES[to])) for of, to in ARROWS]
    likeliest, familiar = BOXES["likeliest"], BOXES["familiar"]
    middle = likeliest.x + likeliest.width / 2
    parts.append(arrow_down(middle, likeliest.y + likeliest.height / 2, familiar.y - familiar.height / 2))
    parts += [
        label("yes", 803, 256, "small pale", anchor="middle"),
        label("no", 803, 371, "small pale", anchor="middle"),
    ]
    parts += [_box(each) for each in BOXES.values()]
    return picture(WIDTH, HEIGHT, "How a sentence is understood", parts)


def _component(name: str, corners: Sequence[tuple[float, float]]) -> str:
    left, bottom = min(x for x, _ in corners), max(y for _, y in corners)
    return frame(corners) + label(name, left + 18, bottom - 16, "name small pale")


def _ends(of: Box, to: Box) -> tuple[float, float, float, float]:
    return of.x + of.width, of.y, to.x, to.y


def _box(each: Box) -> str:
    top = each.y - each.height / 2
    lines = [box(each.kind, each.x, top, each.width, each.height, round_by=10)]
    for place, line in enumerate(each.lines):
        look = "strong" if place == 0 else "small pale"
        lines.append(label(line, each.x + each.width / 2, top + 19 + 18 * place, look, anchor="middle"))
    return "\n".join(lines)
