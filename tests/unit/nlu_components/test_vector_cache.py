"""What was calculated once is not calculated again, and is never taken for something else."""

from __future__ import annotations

import hashlib
import multiprocessing
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlu_components.encoder import DIMENSIONS, OnnxEncoder, Vectors
from nlu_components.vector_cache import VARIABLE, encode_with_cache


class Counting:
    """An encoder by rule, the same in every process, that remembers what it was asked."""

    def __init__(self, fingerprint: str = "first") -> None:
        self.fingerprint = fingerprint
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A row for each text, made of its digest and the fingerprint."""
        self.asked += texts
        return np.stack([self._row(text) for text in texts])

    def _row(self, text: str) -> Vectors:
        said = f"{self.fingerprint} {text}".encode(errors="surrogatepass")
        seed = int.from_bytes(hashlib.sha256(said).digest()[:4], "big")
        return np.random.default_rng(seed).normal(size=DIMENSIONS).astype(np.float32)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that the environment names; it is not there yet, nor is its folder."""
    file = tmp_path / "not" / "there" / "vectors.db"
    monkeypatch.setenv(VARIABLE, str(file))
    return file


def test_the_second_time_nothing_is_calculated_and_the_vectors_are_the_same(cache: Path, encoder: OnnxEncoder) -> None:
    texts = ["my laptop is broken", "hello", "my laptop is broken", "give him fifty bucks"]
    first = encode_with_cache(encoder, texts)
    silent = Counting(encoder.fingerprint)
    np.testing.assert_array_equal(encode_with_cache(silent, texts), first)
    assert silent.asked == []
    assert cache.is_file()


def test_only_what_is_new_is_calculated_and_each_text_once(cache: Path) -> None:
    encode_with_cache(Counting(), ["a", "b"])
    later = Counting()
    encode_with_cache(later, ["c", "a", "c", "b", "d"])
    assert sorted(later.asked) == ["c", "d"]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(), max_size=4), max_size=12))
def test_the_vectors_are_those_of_the_encoder_in_the_order_of_the_texts(cache: Path, texts: list[str]) -> None:
    """Whatever the texts and whatever the cache has already: hypothesis asks again and again."""
    if texts:
        np.testing.assert_array_equal(encode_with_cache(Counting(), texts), Counting().encode(texts))


def test_half_a_character_has_a_key_of_its_own(cache: Path) -> None:
    texts = ["a\ud83d", "a\ud83e", "a"]
    for _ in range(2):
        np.testing.assert_array_equal(encode_with_cache(Counting(), texts), Counting().encode(texts))


def test_more_texts_than_one_question_to_the_database_takes(cache: Path) -> None:
    texts = [f"sentence {number % 1500}" for number in range(2000)]
    np.testing.assert_array_equal(encode_with_cache(Counting(), texts), Counting().encode(texts))


def test_another_encoder_has_vectors_of_its_own(cache: Path) -> None:
    first, second = (encode_with_cache(Counting(name), ["hello"]) for name in ("first", "second"))
    assert not np.array_equal(first, second)


def test_without_the_variable_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    encoder = Counting()
    for _ in range(2):
        encode_with_cache(encoder, ["hello"])
    assert encoder.asked == ["hello", "hello"]


def test_no_texts_make_no_file(cache: Path, encoder: OnnxEncoder) -> None:
    assert encode_with_cache(encoder, []).shape == (0, DIMENSIONS)
    assert not cache.exists()


def _fill(texts: list[str]) -> bool:
    return np.array_equal(encode_with_cache(Counting(), texts), Counting().encode(texts))


def test_two_trainings_at_once_share_the_file(cache: Path) -> None:
    texts = [f"sentence {number}" for number in range(1200)]
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.map(_fill, [texts, texts[::-1]], chunksize=1) == [True, True]
    silent = Counting()
    encode_with_cache(silent, texts)
    assert silent.asked == []


def test_a_broken_file_is_said_to_be_broken(cache: Path) -> None:
    cache.parent.mkdir(parents=True)
    cache.write_bytes(b"this is no database" * 100)
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        encode_with_cache(Counting(), ["hello"])
