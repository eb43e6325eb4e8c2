"""What the training sentences nearest to a sentence say of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu_components.linear import Floats

COUNTED = 20
_SHARPNESS = 20.0  # a neighbour that is nearer by 0.05 in cosine counts e times as much
_DOUBT = 0.1  # shared among all classes: twenty sentences are not all that there are


class Neighbours:
    """The vectors of all training sentences, each of length 1, so that a product is a cosine."""

    def __init__(self, vectors: Floats, classes: npt.NDArray[np.int64], count: int) -> None:
        """`vectors` (sentences, dimensions) with their `classes` (sentences), each below `count` and in use."""
        order = np.argsort(classes, kind="stable")
        self._vectors: Floats = np.ascontiguousarray(vectors[order], np.float32)
        self._classes, self._count = classes[order], count
        self._starts = np.searchsorted(self._classes, np.arange(count))

    def __call__(self, vector: Floats) -> tuple[Floats, Floats]:
        """For a `vector` (dimensions): logarithms of the share that each class has in its nearest COUNTED neighbours,
        and the cosine with the nearest sentence of each class, both (classes)."""
        cosines = self._vectors @ vector
        nearest: Floats = np.maximum.reduceat(cosines, self._starts)
        near = np.argpartition(-cosines, COUNTED)[:COUNTED] if len(cosines) > COUNTED else np.arange(len(cosines))
        weights = np.exp(_SHARPNESS * (cosines[near] - cosines[near].max()))
        shares = np.bincount(self._classes[near], weights, self._count) / weights.sum()
        votes: Floats = np.log((1 - _DOUBT) * shares + _DOUBT / self._count).astype(np.float32)
        return votes, nearest

    def arrays(self) -> dict[str, Any]:
        """What `load` needs."""
        return {"neighbours": self._vectors.astype(np.float16), "neighbour_classes": self._classes}

    @classmethod
    def load(cls, arrays: Mapping[str, Any], count: int) -> Neighbours:
        """What `arrays` gave."""
        return cls(arrays["neighbours"], arrays["neighbour_classes"], count)
