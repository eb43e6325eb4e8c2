"""Logistic regression, reduced to what a sentence needs: one product and a softmax. Pure."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.exceptions import ConvergenceWarning

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class LinearView:
    """One view of a sentence: `weights` (classes, features), `biases` (classes)."""

    weights: Floats
    biases: Floats

    def log_probabilities(self, features: Any) -> Floats:
        """Natural logarithms (sentences, classes) for dense or scipy-sparse features (sentences, features)."""
        return log_softmax(np.asarray(features @ self.weights.T) + self.biases)

    def log_probabilities_of_one(self, places: npt.NDArray[np.int64], values: Floats) -> Floats:
        """Natural logarithms (classes) for a sentence whose features are all 0 but the `values` at `places`."""
        scores = values @ self._by_feature[places] + self.biases
        logarithms: Floats = log_softmax(scores[None, :])[0]
        return logarithms

    @cached_property
    def _by_feature(self) -> Floats:
        return np.ascontiguousarray(self.weights.T)


def learn_sparse(features: Any, classes: npt.NDArray[np.int64]) -> LinearView:
    """Of sparse features (sentences, features): scikit-learn's SGDClassifier with logistic loss, each class 0, 1, ...
    against the rest. A few passes over the sentences, averaged: faster than LogisticRegression, and better on
    sentences that were not trained with."""
    from sklearn.linear_model import SGDClassifier

    model = SGDClassifier(loss="log_loss", alpha=1e-5, max_iter=5, tol=None, average=True, random_state=1)
    return _as_view(model.fit(features, classes))


def learn_dense(features: Floats, classes: npt.NDArray[np.int64]) -> LinearView:
    """Of dense features (sentences, features): scikit-learn's LogisticRegression, all classes 0, 1, ... at once."""
    from sklearn.linear_model import LogisticRegression

    with warnings.catch_warnings():
        # stopped early on purpose: the last digits cost most of the time and decide nothing
        warnings.simplefilter("ignore", ConvergenceWarning)
        return _as_view(LogisticRegression(C=5.0, max_iter=30).fit(features, classes))


def _as_view(model: Any) -> LinearView:
    weights, biases = model.coef_.astype(np.float32), model.intercept_.astype(np.float32)
    if len(model.classes_) == 2:  # noqa: PLR2004  # scikit-learn keeps only the second class of two
        weights, biases = np.vstack([-weights, weights]) / 2, np.concatenate([-biases, biases]) / 2
    return LinearView(weights, biases)


def log_softmax(scores: npt.NDArray[Any]) -> Floats:
    """Logarithms of what `scores` (sentences, classes) are as probabilities."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    result: Floats = (shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))).astype(np.float32)
    return result
