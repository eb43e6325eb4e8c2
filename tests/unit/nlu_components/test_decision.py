"""One intent, or "not understood", of what the views say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu_components.decision import SEPARATOR, Classes, Evidence, Judgement, Limits, judge

PAY, GREET = "pay", "greet"
CLASSES = Classes([GREET, f"other{SEPARATOR}sports", f"other{SEPARATOR}weather", PAY])
NOTHING: frozenset[str] = frozenset()
REJECTING = frozenset({"other"})
USUAL = Limits(familiarity=0.0, probability=0.4, careful_familiarity=0.5, careful_probability=0.5)


def logarithms(*probabilities: float) -> np.ndarray:  # type: ignore[type-arg]
    return np.log(np.array(probabilities, np.float32))


def seen(probabilities: tuple[float, ...], nearest: tuple[float, ...]) -> Evidence:
    """All views say the same."""
    view = logarithms(*probabilities)
    return Evidence(view, view, view, np.array(nearest, np.float32))


def decide(evidence: Evidence, limits: Limits = USUAL, rejecting: frozenset[str] = REJECTING) -> Judgement:
    return judge(evidence, CLASSES, limits, rejecting)


LIKE_GREETING = (0.94, 0.02, 0.02, 0.02)
NEAR_GREETING, FAR = (0.9, 0.2, 0.2, 0.2), (0.2, 0.2, 0.2, 0.2)


def test_what_is_like_its_intent_is_understood() -> None:
    judgement = decide(seen(LIKE_GREETING, NEAR_GREETING))
    assert (judgement.intent, judgement.is_understood, judgement.topic) == (GREET, True, None)


def test_what_is_near_nothing_is_not_understood_however_probable() -> None:
    judgement = decide(seen((0.997, 0.001, 0.001, 0.001), FAR))
    assert judgement.confidence > 0.9
    assert not judgement.is_understood


def test_what_is_near_another_intent_only_is_not_understood() -> None:
    assert not decide(seen(LIKE_GREETING, (0.0, 0.2, 0.2, 0.5))).is_understood


def test_an_intent_that_rejects_is_believed_though_it_is_near_nothing() -> None:
    judgement = decide(seen((0.1, 0.5, 0.3, 0.1), FAR))
    assert (judgement.intent, judgement.topic, judgement.is_understood) == ("other", "sports", True)


def test_the_probability_of_an_intent_is_the_sum_of_its_topics() -> None:
    """Two topics that are each less likely than a greeting win together."""
    judgement = decide(Evidence(logarithms(0.4, 0.3, 0.25, 0.05)))
    assert (judgement.intent, judgement.topic) == ("other", "sports")
    assert judgement.confidence == pytest.approx(0.55, abs=1e-5)


@pytest.mark.parametrize(("probability", "is_understood"), [(0.39, False), (0.41, True)])
def test_where_only_words_are_known_the_probability_decides(probability: float, is_understood: bool) -> None:
    rest = (1 - probability) / 4
    judgement = decide(Evidence(logarithms(probability, rest, rest, 2 * rest)), rejecting=NOTHING)
    assert (judgement.intent, judgement.is_understood) == (GREET, is_understood)


def test_an_intent_to_be_careful_with_needs_both_probability_and_nearness() -> None:
    careful = replace(USUAL, careful=frozenset({PAY}))
    sure = seen((0.02, 0.02, 0.02, 0.94), (0.2, 0.2, 0.2, 0.9))
    assert decide(sure, careful).is_understood
    assert not decide(seen((0.02, 0.02, 0.02, 0.94), FAR), careful).is_understood
    doubtful = seen((0.56, 0.01, 0.01, 0.42), (0.9, 0.2, 0.2, 0.9))
    other = replace(USUAL, careful=frozenset({GREET}), careful_probability=0.7)
    assert decide(doubtful).is_understood and not decide(doubtful, other).is_understood
    assert not decide(Evidence(logarithms(0.2, 0.2, 0.15, 0.45)), careful, NOTHING).is_understood


def test_limits_that_are_higher_let_less_through() -> None:
    evidence = seen(LIKE_GREETING, NEAR_GREETING)
    familiarity = evidence.familiarity(0, CLASSES)
    assert familiarity is not None
    assert decide(evidence, Limits(familiarity=familiarity - 0.01)).is_understood
    assert not decide(evidence, Limits(familiarity=familiarity + 0.01)).is_understood


def test_views_that_agree_are_surer_together_than_views_that_do_not() -> None:
    view, against = logarithms(0.6, 0.2, 0.1, 0.1), logarithms(0.2, 0.6, 0.1, 0.1)
    near = np.array(NEAR_GREETING, np.float32)
    agreeing, arguing = Evidence(view, view, view, near), Evidence(view, view, against, near)
    assert decide(agreeing).confidence > 0.7 > decide(arguing).confidence


_VIEW = st.lists(st.floats(0.001, 1), min_size=4, max_size=4)


@given(_VIEW, _VIEW, _VIEW, st.lists(st.floats(-1, 1), min_size=4, max_size=4), st.booleans())
def test_the_ranking_has_every_intent_once_the_likeliest_first_and_adds_up(
    words: list[float], meaning: list[float], neighbours: list[float], nearest: list[float], has_encoder: bool
) -> None:
    views = [logarithms(*(each / sum(view) for each in view)) for view in (words, meaning, neighbours)]
    rest = (*views[1:], np.array(nearest, np.float32)) if has_encoder else ()
    judgement = decide(Evidence(views[0], *rest))
    names, probabilities = zip(*judgement.ranking, strict=True)
    assert sorted(names) == [GREET, "other", PAY]
    assert list(probabilities) == sorted(probabilities, reverse=True)
    assert sum(probabilities) == pytest.approx(1, abs=1e-4)
    assert (judgement.topic is not None) == (judgement.intent == "other")


def test_an_intent_may_have_examples_with_and_without_a_topic() -> None:
    classes = Classes(["other", f"other{SEPARATOR}sports"])
    assert classes.intents == ("other",)
    assert classes.topic("other", np.array([0.9, 0.1], np.float32)) is None
    assert classes.topic("other", np.array([0.1, 0.9], np.float32)) == "sports"
