"""Sentences to vectors, in this process. No Rasa."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from nlu_components.errors import EncoderFailed, EncoderMissing
from nlu_components.text import well_formed

Vectors = npt.NDArray[np.float32]
Tokens = npt.NDArray[np.int64]

DIMENSIONS = 384
LONGEST = 128  # word pieces; what comes after is not read
BATCH = 16


class SentenceEncoder(Protocol):
    """Turns sentences into vectors whose cosine says how alike their meanings are."""

    @property
    def fingerprint(self) -> str:
        """Names the weights: vectors of different fingerprints cannot be compared."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of DIMENSIONS numbers and length 1 for each text, in their order. Raises EncoderError."""


class WordPieces:
    """The tokenizer that the encoder was trained with, from its tokenizer.json."""

    def __init__(self, file: Path) -> None:
        """Raises EncoderMissing."""
        try:
            from tokenizers import Tokenizer

            self._tokenizer = Tokenizer.from_file(str(file))
        except Exception as error:  # tokenizers raises a bare Exception for a file that it cannot read
            raise EncoderMissing(f"the sentence encoder's tokenizer: {error}") from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)

    def __call__(self, texts: Sequence[str]) -> tuple[Tokens, Tokens]:
        """Token ids and which of them count (1) or only fill up (0), both (texts, longest text)."""
        pieces = [encoding.ids for encoding in self._tokenizer.encode_batch([*map(well_formed, texts)])]
        ids: Tokens = np.zeros((len(pieces), max(map(len, pieces))), np.int64)
        mask = np.zeros_like(ids)
        for row, piece in enumerate(pieces):
            ids[row, : len(piece)] = piece
            mask[row, : len(piece)] = 1
        return ids, mask


class OnnxEncoder:
    """A BERT-like model run by ONNX Runtime on one thread.

    `model` has the inputs `input_ids`, `attention_mask` and `token_type_ids`, all (texts, tokens) int64, and gives a
    vector for each token (texts, tokens, DIMENSIONS) first; a sentence is their mean.
    """

    def __init__(self, model: Path, tokenizer: Path, fingerprint: str) -> None:
        """Raises EncoderMissing."""
        self._pieces = WordPieces(tokenizer)
        self.fingerprint = fingerprint
        try:
            import onnxruntime

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1  # a sentence is too little work to share
            options.log_severity_level = 3
            self._session: Any = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # ONNX Runtime has an error class for each way in which a file can be wrong
            raise EncoderMissing(f"the sentence encoder's model: {type(error).__name__}: {error}") from error

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See SentenceEncoder."""
        return in_batches(texts, self._encode)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        ids, mask = self._pieces(texts)
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        try:
            hidden = self._session.run(None, inputs)[0]
        except Exception as error:  # as above
            raise EncoderFailed(f"{type(error).__name__}: {error}") from error
        return mean_of_tokens(hidden, mask)


def in_batches(texts: Sequence[str], encode: Any, size: int = BATCH) -> Vectors:
    """What `encode` gives for texts of about the same length at a time, in the order of `texts`."""
    vectors: Vectors = np.empty((len(texts), DIMENSIONS), np.float32)
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    for start in range(0, len(order), size):
        places = order[start : start + size]
        vectors[places] = encode([texts[place] for place in places])
    return vectors


def mean_of_tokens(hidden: npt.NDArray[Any], mask: Tokens) -> Vectors:
    """Sentence vectors of length 1 from token vectors (texts, tokens, DIMENSIONS), leaving fillers out."""
    return unit_length((hidden * mask[:, :, None]).sum(axis=1))


def unit_length(vectors: npt.NDArray[Any]) -> Vectors:
    """The same directions, each with length 1."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = (vectors / np.maximum(lengths, 1e-12)).astype(np.float32)
    return scaled
