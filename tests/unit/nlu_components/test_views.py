"""The three views of a sentence: its words, a logistic regression, and the sentences nearest to it."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu_components.linear import LinearView, learn_dense, learn_sparse
from nlu_components.neighbours import COUNTED, Neighbours
from nlu_components.words import WordCounts

TEXTS = ["send $50 to Ann", "send money", "what is my balance", "my balance please", "don't send it", "hello"]
COUNTS = WordCounts.learn(TEXTS)


def unit(rows: Any) -> Any:
    vectors = np.asarray(rows, np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_a_typo_shares_pieces_with_the_right_word() -> None:
    balance, typo, other = COUNTS(["balance", "balanse", "hello"]).toarray()
    assert balance @ typo > 0.3 > balance @ other


def test_capitals_amounts_and_quotes_do_not_matter() -> None:
    first, second = COUNTS(["SEND $75 to Ann, don’t wait", "send $50 to ann, don't wait"]).toarray()
    np.testing.assert_allclose(first, second)


@settings(max_examples=60)
@given(st.one_of(st.sampled_from(TEXTS), st.text(st.characters(), max_size=60)))
def test_one_sentence_alone_has_the_features_that_it_has_among_others(text: str) -> None:
    places, values = COUNTS.of_one(text)
    quick = np.zeros(COUNTS([text]).shape[1], np.float32)
    quick[places] = values
    np.testing.assert_allclose(quick, COUNTS([text]).toarray()[0], atol=1e-6)


def test_what_is_kept_counts_as_before() -> None:
    again = WordCounts.from_json(json.loads(json.dumps(COUNTS.as_json())))
    texts = [*TEXTS, "something else", ""]
    np.testing.assert_allclose(again(texts).toarray(), COUNTS(texts).toarray(), rtol=1e-6)


def test_words_that_only_one_of_many_sentences_has_do_not_count() -> None:
    many = [f"send money to number {number}" for number in range(120)]
    with_name = WordCounts.learn([*many, "send money to Zbigniew"])
    assert with_name(["zbigniew"]).nnz < WordCounts.learn([*TEXTS, "send money to Zbigniew"])(["zbigniew"]).nnz


@pytest.mark.parametrize("count", [2, 3, 5])
@pytest.mark.parametrize("is_sparse", [True, False])
def test_classes_are_told_apart_and_their_probabilities_add_up(count: int, is_sparse: bool) -> None:
    """Two classes too, of which scikit-learn keeps one only; and few sentences."""
    texts = [
        f"{word} {noise}" for word in ("pay", "show", "ask", "stop", "help")[:count] for noise in ("me", "now", "it")
    ]
    classes = np.repeat(np.arange(count), 3)
    features = WordCounts.learn(texts)(texts)
    view = learn_sparse(features, classes) if is_sparse else learn_dense(features.toarray() * 4, classes)
    logarithms = view.log_probabilities(features if is_sparse else features.toarray() * 4)
    assert logarithms.shape == (3 * count, count)
    np.testing.assert_allclose(np.exp(logarithms).sum(axis=1), 1, rtol=1e-5)
    assert (logarithms.argmax(axis=1) == classes).all()


def test_one_sentence_for_each_of_two_classes_is_enough() -> None:
    texts = ["pay", "show"]
    counts = WordCounts.learn(texts)
    view = learn_sparse(counts(texts), np.array([0, 1]))
    assert view.log_probabilities(counts(["pay now", "show it"])).argmax(axis=1).tolist() == [0, 1]


def test_learning_twice_gives_the_same() -> None:
    classes = np.array([0, 0, 1, 1, 0, 2])
    first, second = (learn_sparse(COUNTS(TEXTS), classes) for _ in range(2))
    np.testing.assert_array_equal(first.weights, second.weights)


@given(st.lists(st.floats(-3, 3, width=32), min_size=12, max_size=12), st.sets(st.integers(0, 3), max_size=4))
def test_a_sentence_of_few_features_has_the_same_probabilities_either_way(
    numbers: list[float], present: set[int]
) -> None:
    view = LinearView(np.array(numbers, np.float32).reshape(3, 4), np.array([0.5, 0, -0.5], np.float32))
    places = np.array(sorted(present), np.int64)
    values = np.linspace(0.1, 1, len(places), dtype=np.float32)
    whole = np.zeros((1, 4), np.float32)
    whole[0, places] = values
    expected = view.log_probabilities(whole)[0]
    np.testing.assert_allclose(view.log_probabilities_of_one(places, values), expected, atol=1e-5)


@given(st.integers(1, 60), st.integers(1, 6), st.integers(0, 1000))
def test_shares_of_neighbours_add_up_and_the_nearest_is_the_nearest(count: int, classes: int, seed: int) -> None:
    """Fewer sentences than are counted, or more; in any order."""
    random = np.random.default_rng(seed)
    count = max(count, classes)
    vectors = unit(random.normal(size=(count, 8)))
    of = random.permutation([*range(classes), *random.integers(0, classes, count - classes)])
    vector = unit(random.normal(size=(1, 8)))[0]
    votes, nearest = Neighbours(vectors, of, classes)(vector)
    np.testing.assert_allclose(np.exp(votes).sum(), 1, rtol=1e-4)
    cosines = vectors @ vector
    np.testing.assert_allclose(nearest, [cosines[of == each].max() for each in range(classes)], atol=1e-6)


def test_the_class_of_the_nearest_sentences_gets_the_largest_share() -> None:
    here, there = [1, 0, 0], [0, 1, 0]
    vectors = unit([[1, 0.02 * number, 0] for number in range(5)] + [there] * (COUNTED * 2))
    neighbours = Neighbours(vectors, np.array([1] * 5 + [0] * (COUNTED * 2)), 2)
    votes, _ = neighbours(np.array(here, np.float32))
    assert np.exp(votes)[1] > 0.9


def test_a_class_far_away_is_never_impossible() -> None:
    neighbours = Neighbours(unit(np.eye(3)), np.array([0, 1, 2]), 3)
    votes, _ = neighbours(np.array([1, 0, 0], np.float32))
    assert np.exp(votes).min() > 0.01


def test_neighbours_that_were_kept_say_nearly_the_same() -> None:
    random = np.random.default_rng(7)
    kept = Neighbours(unit(random.normal(size=(50, 16))), np.arange(50) % 4, 4)
    vector = unit(random.normal(size=(1, 16)))[0]
    for before, after in zip(kept(vector), Neighbours.load(kept.arrays(), 4)(vector), strict=True):
        np.testing.assert_allclose(after, before, atol=0.01)
