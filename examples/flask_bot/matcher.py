"""Finding the example that a message resembles most. Pure."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

FALLBACK = "nlu_fallback"
THRESHOLD = 0.5

_WORD = re.compile(r"[\w']+")


@dataclass(frozen=True)
class Prediction:
    """`confidence` is between 0 and 1; below THRESHOLD the intent is FALLBACK."""

    intent: str
    confidence: float


class Matcher:
    """Cosine similarity of bags of words, in which words of few intents count more (inverse document frequency)."""

    def __init__(self, examples: Mapping[str, Sequence[str]], same: Mapping[str, Sequence[str]]) -> None:
        """`examples` by intent; `same` has other words for a word."""
        self._plain = {other.casefold(): word for word, others in same.items() for other in others}
        self._examples = [(intent, self.words(text)) for intent, texts in examples.items() for text in texts]
        used = [set().union(*(self.words(text) for text in texts)) for texts in examples.values()]
        counts = Counter(word for words in used for word in words)
        self._unknown = math.log(1 + len(used)) / 2  # names and asides; half of what a telling word weighs
        self._weights = {word: math.log(1 + len(used) / count) for word, count in counts.items()}

    def words(self, text: str) -> frozenset[str]:
        """The words of a text, in lower case, with one word for those that mean the same."""
        found = _WORD.findall(text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
        return frozenset(self._plain.get(word, word) for word in found)

    def predict(self, text: str) -> Prediction:
        """What the text is about."""
        words = self.words(text)
        best = max((Prediction(intent, self._similarity(words, known)) for intent, known in self._examples), key=_sure)
        return best if best.confidence >= THRESHOLD else Prediction(FALLBACK, best.confidence)

    def _similarity(self, one: frozenset[str], other: frozenset[str]) -> float:
        lengths = math.sqrt(self._square(one) * self._square(other))
        return min(1.0, self._square(one & other) / lengths) if lengths else 0.0

    def _square(self, words: Iterable[str]) -> float:
        return sum(self._weights.get(word, self._unknown) ** 2 for word in words)


def _sure(prediction: Prediction) -> float:
    return prediction.confidence
