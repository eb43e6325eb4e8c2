"""Counts of words and of pieces of words: what a sentence looks like, typos included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from nlu_components.text import spelling

# scikit-learn's TfidfVectorizer: words and pairs of words; two to four letters of a word, with its edges
_WORDS: dict[str, Any] = {"ngram_range": (1, 2), "token_pattern": r"[\w']+|[$€£]"}
_PIECES: dict[str, Any] = {"analyzer": "char_wb", "ngram_range": (2, 4)}
_BOTH: dict[str, Any] = {"lowercase": False, "sublinear_tf": True, "dtype": np.float32}  # texts come as `spelling`
_LEAST = 1e-12  # a length that is divided by
_FEWEST = {"words": 2, "pieces": 3}  # sentences that must have one for it to count


class WordCounts:
    """Sparse features (sentences, features), each group of length 1 ("tf-idf" in scikit-learn's user guide)."""

    def __init__(self, vectorizers: Mapping[str, TfidfVectorizer]) -> None:
        self._vectorizers = vectorizers
        self._analyzers = [(each.build_analyzer(), each.vocabulary_, each.idf_) for each in vectorizers.values()]

    @classmethod
    def learn(cls, texts: Sequence[str]) -> WordCounts:
        """Those that occur in `texts` often enough, or at all where there are few texts."""
        vectorizers, spelled = {}, [spelling(text) for text in texts]
        for name, options in (("words", _WORDS), ("pieces", _PIECES)):
            fewest = _FEWEST[name] if len(texts) > 100 else 1  # noqa: PLR2004  # a bot that has just begun
            vectorizers[name] = TfidfVectorizer(**_BOTH, **options, min_df=fewest).fit(spelled)
        return cls(vectorizers)

    def __call__(self, texts: Sequence[str]) -> scipy.sparse.csr_matrix:
        """The features of each text, in their order."""
        spelled = [spelling(text) for text in texts]
        return scipy.sparse.hstack([each.transform(spelled) for each in self._vectorizers.values()]).tocsr()

    def of_one(self, text: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        """Places and values of the features of one text, the same as `self([text])` has: quicker, without matrices."""
        places: list[npt.NDArray[np.int64]] = []
        values: list[npt.NDArray[np.float32]] = []
        offset, spelled = 0, spelling(text)
        for analyse, vocabulary, weights in self._analyzers:
            counts = Counter(vocabulary[term] for term in analyse(spelled) if term in vocabulary)
            own: npt.NDArray[np.int64] = np.fromiter(counts, np.int64, len(counts))
            value = (1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))) * weights[own]
            places.append(own + offset)
            values.append((value / max(float(np.linalg.norm(value)), _LEAST)).astype(np.float32))
            offset += len(vocabulary)
        return np.concatenate(places), np.concatenate(values)

    def as_json(self) -> dict[str, Any]:
        """What `from_json` needs."""
        return {
            name: {"terms": sorted(each.vocabulary_, key=each.vocabulary_.get), "weights": each.idf_.tolist()}
            for name, each in self._vectorizers.items()
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> WordCounts:
        """What `as_json` gave."""
        vectorizers = {}
        for name, options in (("words", _WORDS), ("pieces", _PIECES)):
            vocabulary = {term: place for place, term in enumerate(kept[name]["terms"])}
            vectorizer = TfidfVectorizer(**_BOTH, **options, vocabulary=vocabulary)
            weights: npt.NDArray[np.float32] = np.array(kept[name]["weights"], np.float32)
            vectorizer.vocabulary_ = vocabulary
            vectorizer.idf_ = weights
            vectorizers[name] = vectorizer
        return cls(vectorizers)
