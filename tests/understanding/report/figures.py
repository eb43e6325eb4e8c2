"""From answers to figures, and which of them reach their aims. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tests.understanding.report.answers import REJECTING, Answer
from tests.understanding.report.sentences import Group


@dataclass(frozen=True)
class Aim:
    """What a share should be: at least `share`, or at most."""

    share: float
    at_least: bool = True

    def is_reached(self, share: float) -> bool:
        """Whether a share is good enough."""
        return share >= self.share if self.at_least else share <= self.share

    def __str__(self) -> str:
        return f"{'at least' if self.at_least else 'at most'} {self.share:.0%}"


ACCURACY, REJECTED = Aim(0.95), Aim(0.03, at_least=False)
FOREIGN_REJECTED, NEAR_MISSES_FIRING = Aim(0.93), Aim(0.02, at_least=False)


@dataclass(frozen=True)
class Figure:
    """How many of some sentences (`part` of `whole`) something is true of."""

    name: str
    part: int
    whole: int
    aim: Aim | None = None

    @property
    def share(self) -> float:
        """0 to 1; 0 where there are no sentences."""
        return self.part / self.whole if self.whole else 0.0

    @property
    def is_reached(self) -> bool | None:
        """None without an aim, or without sentences."""
        return self.aim.is_reached(self.share) if self.aim is not None and self.whole else None


@dataclass(frozen=True)
class Figures:
    """What one bot reached. The first four have aims."""

    accuracy: Figure
    rejected: Figure
    foreign_rejected: Figure
    near_misses_firing: Figure
    near_misses_rejected: Figure
    topics: Figure
    other_bots: Figure

    def all(self) -> tuple[Figure, ...]:
        """In the order in which they are shown."""
        with_aims = (self.accuracy, self.rejected, self.foreign_rejected, self.near_misses_firing)
        return (*with_aims, self.near_misses_rejected, self.topics, self.other_bots)


def figures_of(answers: Sequence[Answer], firing: frozenset[str]) -> Figures:
    """The figures of one bot; `firing` are the intents that no near miss may get."""
    own = [each for each in answers if each.sentence.group is Group.OWN and each.sentence.expected not in REJECTING]
    near = [each for each in answers if each.sentence.group is Group.NEAR_MISS]
    foreign = [each for each in answers if each.sentence.group is Group.FOREIGN]
    elsewhere = [each for each in answers if each.sentence.group is Group.OTHER_BOT]
    return Figures(
        _figure("intents that are right", own, lambda each: each.is_right, ACCURACY),
        _figure("own sentences that are rejected", own, lambda each: each.is_rejected, REJECTED),
        _figure("foreign sentences that are rejected", foreign, lambda each: each.is_rejected, FOREIGN_REJECTED),
        _figure("near misses that begin something", near, lambda each: each.intent in firing, NEAR_MISSES_FIRING),
        _figure("near misses that are rejected", near, lambda each: each.is_rejected),
        _figure("near misses whose topic is right", near, lambda each: each.topic == each.sentence.topic),
        _figure("wishes for the other bot that are noticed", elsewhere, lambda each: each.is_right),
    )


def _figure(name: str, answers: Sequence[Answer], holds: Callable[[Answer], bool], aim: Aim | None = None) -> Figure:
    return Figure(name, sum(map(holds, answers)), len(answers), aim)


def errors_in(answers: Iterable[Answer]) -> list[Answer]:
    """What is not right, the surest mistakes first."""
    return sorted((each for each in answers if not each.is_right), key=lambda each: -each.confidence)
