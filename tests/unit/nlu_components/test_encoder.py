"""Sentences of one meaning have vectors of one direction, whatever else they are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu_components.encoder import DIMENSIONS, OnnxEncoder, in_batches, mean_of_tokens

SENTENCES = [
    "my laptop is broken",
    "hello",
    "could you please send fifty dollars to my brother before the end of the week",
    "the notebook does not work any more",
    "give him fifty bucks",
    "good morning",
]


def test_every_vector_has_length_one(encoder: OnnxEncoder) -> None:
    vectors = encoder.encode(SENTENCES)
    assert vectors.shape == (len(SENTENCES), DIMENSIONS)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_like_meanings_are_nearer_than_like_words(encoder: OnnxEncoder) -> None:
    broken, _, send, also_broken, also_send, _ = encoder.encode(SENTENCES)
    assert min(broken @ also_broken, send @ also_send) > 0.5
    assert max(broken @ send, broken @ also_send, also_broken @ also_send) < 0.3


def test_each_vector_is_where_its_sentence_is(encoder: OnnxEncoder) -> None:
    """Though sentences of like length are calculated together; more than one batch."""
    many = [f"{sentence}{' really' * count}" for count in range(7) for sentence in SENTENCES]
    backwards = encoder.encode(many[::-1])[::-1]
    assert ((encoder.encode(many) @ backwards.T).argmax(axis=1) == np.arange(len(many))).all()


def test_a_sentence_among_others_means_nearly_the_same_as_alone(encoder: OnnxEncoder) -> None:
    """Nearly: what is calculated in int8 is scaled by the largest number in the batch. Sentences of the same meaning in
    other words have cosines of about 0.6."""
    together = encoder.encode(SENTENCES)
    alone = np.concatenate([encoder.encode([sentence]) for sentence in SENTENCES])
    cosines = (together * alone).sum(axis=1)
    assert cosines.mean() > 0.98
    assert cosines.min() > 0.95


def test_no_sentences_have_no_vectors(encoder: OnnxEncoder) -> None:
    assert encoder.encode([]).shape == (0, DIMENSIONS)


@pytest.mark.parametrize(
    "text",
    ["", " ", "word " * 1000, "x" * 5000, "😀" * 50, "\x00\x01\x7f", "\ud83d", "a\udc00b", "\u202e\u200b", "\ufffd"],
    ids=ascii,
)
def test_whatever_is_written_has_a_vector(encoder: OnnxEncoder, text: str) -> None:
    (vector,) = encoder.encode([text])
    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-4)


@settings(max_examples=25)
@given(st.lists(st.text(st.characters(), max_size=40), max_size=4))
def test_any_texts_have_vectors(encoder: OnnxEncoder, texts: list[str]) -> None:
    vectors = encoder.encode(texts)
    assert vectors.shape == (len(texts), DIMENSIONS)
    assert np.isfinite(vectors).all()


@given(st.lists(st.text(max_size=30), max_size=40), st.integers(1, 7))
def test_batches_keep_the_order_and_lose_nothing(texts: list[str], size: int) -> None:
    def lengths(some: list[str]) -> np.ndarray:  # type: ignore[type-arg]
        assert 0 < len(some) <= size
        return np.repeat(np.array([[len(text)] for text in some], np.float32), DIMENSIONS, axis=1)

    assert in_batches(texts, lengths, size)[:, 0].tolist() == [len(text) for text in texts]


def test_what_only_fills_up_does_not_count() -> None:
    hidden = np.array([[[3.0, 4.0], [100.0, -7.0]], [[1.0, 0.0], [0.0, 1.0]]])
    mask = np.array([[1, 0], [1, 1]])
    expected = [[0.6, 0.8], [2**-0.5, 2**-0.5]]
    np.testing.assert_allclose(mean_of_tokens(hidden, mask), expected, rtol=1e-6)
