"""From what three views say of a sentence to one intent, or to "not understood". Pure.

The views are its words, its meaning, and the training sentences that are nearest in meaning. They make different
mistakes, so their probabilities are multiplied.

A probability tells which of the known intents a sentence is most like, not whether it is like any: a sentence about
cooking must be most like something. So how near the nearest training sentence is counts too, and above all how near
the nearest one of the winning intent. On sentences of topics that were left out of the training this tells foreign from
familiar with an area under the ROC curve of 0.98; the probability alone has 0.87 to 0.91.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlu_components.linear import Floats, log_softmax

SEPARATOR = "/topic/"  # of intent and topic in the name of a class

# Views that mostly agree are surer together than they should be; found on sentences that were not trained with.
_SOFTENED = 1.6

# Of a logistic regression that told sentences of the bots' skills from sentences of topics left out of the training:
# by the winning intent's log probabilities, its nearest sentence and the nearest of all.
_BY_WORDS, _BY_MEANING, _OWN_NEAREST, _NEAREST = 1.0, 0.7, 14.0, 5.0
_OFFSET = -7.0
_LEAST = 1e-6  # a probability whose logarithm is taken


@dataclass(frozen=True)
class Limits:
    """What an intent needs to be believed. `familiarity` is about 5 for what the bots are for and below 0 for most of
    what they are not (`Evidence.familiarity`); where only words could be looked at, there is `probability` instead. The
    `careful` intents, those that begin something, need the other two, and both."""

    familiarity: float = -0.75
    probability: float = 0.4
    careful_familiarity: float = 1.0
    careful_probability: float = 0.75
    careful: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Judgement:
    """`ranking` has all intents and their probabilities, the most likely first; `topic` is a finer class of that
    first intent where its examples name topics. Not `is_understood` means that the bot had better ask."""

    ranking: tuple[tuple[str, float], ...]
    topic: str | None
    is_understood: bool

    @property
    def intent(self) -> str:
        """The most likely one."""
        return self.ranking[0][0]

    @property
    def confidence(self) -> float:
        """Its probability."""
        return self.ranking[0][1]


class Classes:
    """The classes that the views know, in the order of their columns: an intent, or a topic of one."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._intent_of = [name.partition(SEPARATOR)[0] for name in names]
        self.intents = tuple(dict.fromkeys(self._intent_of))
        self._place = {intent: place for place, intent in enumerate(self.intents)}
        self._columns = np.array([self._place[intent] for intent in self._intent_of])

    def of_intents(self, probabilities: Floats) -> Floats:
        """Probabilities of the intents (intents) from those of the classes (classes)."""
        sums: Floats = np.bincount(self._columns, probabilities, len(self.intents)).astype(np.float32)
        return sums

    def nearest_of_intents(self, nearest: Floats) -> Floats:
        """The nearest of each intent (intents) from those of the classes (classes)."""
        best: Floats = np.full(len(self.intents), -1.0, np.float32)
        np.maximum.at(best, self._columns, nearest)
        return best

    def topic(self, intent: str, probabilities: Floats) -> str | None:
        """The most likely topic of an intent; None when that class has no topic."""
        own = [place for place, each in enumerate(self._intent_of) if each == intent]
        best = max(own, key=lambda place: float(probabilities[place]))
        return self.names[best].partition(SEPARATOR)[2] or None


@dataclass(frozen=True)
class Evidence:
    """What is known of one sentence, all (classes): log probabilities by words, by meaning and by neighbours, and the
    cosine with the nearest training sentence. Only the first where there is no encoder."""

    words: Floats
    meaning: Floats | None = None
    neighbours: Floats | None = None
    nearest: Floats | None = None

    def probabilities(self) -> Floats:
        """Of the classes, all views together."""
        if self.meaning is None or self.neighbours is None:
            return np.exp(self.words)
        together = (self.words + self.meaning + self.neighbours) / _SOFTENED
        probabilities: Floats = np.exp(log_softmax(together[None, :])[0])
        return probabilities

    def familiarity(self, place: int, classes: Classes) -> float | None:
        """How much this is like what the intent at `place` was trained with; None where only words are known."""
        if self.meaning is None or self.nearest is None:
            return None
        by_words, by_meaning = (
            float(np.log(classes.of_intents(np.exp(view))[place] + _LEAST)) for view in (self.words, self.meaning)
        )
        own = float(classes.nearest_of_intents(self.nearest)[place])
        near = _OWN_NEAREST * own + _NEAREST * float(self.nearest.max())
        return _BY_WORDS * by_words + _BY_MEANING * by_meaning + near + _OFFSET


def judge(evidence: Evidence, classes: Classes, limits: Limits, rejecting: frozenset[str]) -> Judgement:
    """The intents in their order, and whether the first is to be believed. What is one of the `rejecting` intents says
    by itself that the bot is not for it, and is believed always."""
    probabilities = evidence.probabilities()
    of_intents = classes.of_intents(probabilities)
    order = np.argsort(-of_intents)
    best = int(order[0])
    intent = classes.intents[best]
    ranking = tuple((classes.intents[place], float(of_intents[place])) for place in order)
    familiarity = evidence.familiarity(best, classes)
    is_understood = intent in rejecting or _is_enough(intent, familiarity, float(of_intents[best]), limits)
    return Judgement(ranking, classes.topic(intent, probabilities), is_understood)


def _is_enough(intent: str, familiarity: float | None, probability: float, limits: Limits) -> bool:
    if intent in limits.careful:
        return probability >= limits.careful_probability and (
            familiarity is None or familiarity >= limits.careful_familiarity
        )
    return probability >= limits.probability if familiarity is None else familiarity >= limits.familiarity
