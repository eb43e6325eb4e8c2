"""Sentences to vectors by asking a server that speaks KServe's Open Inference Protocol, version 2, over HTTP.

Triton, KServe and others do. The server runs the same model as `weights.prepare` makes, or one that gives whole
sentences; tokens are made here. See "Open Inference Protocol (V2)" in KServe's documentation.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import requests
import urllib3

from nlu_components.encoder import DIMENSIONS, Vectors, WordPieces, in_batches, mean_of_tokens, unit_length
from nlu_components.errors import EncoderFailed

SECONDS = 0.3  # a bot's server answers nobody else while it waits
PAUSE_SECONDS = 10.0
_PART = 65_536  # bytes

# What reading an answer of another shape can raise, beside what a connection can.
_FAILURES = (
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    RecursionError,
)


class KServeEncoder:
    """Asks `POST {url}/v2/models/{model}/infer`, with the inputs `input_ids`, `attention_mask` and `token_type_ids`
    (INT64, texts x tokens). The first output is (texts, DIMENSIONS), or (texts, tokens, DIMENSIONS).

    A call takes `seconds` at most. After one that failed no other is tried for `pause` seconds, so that a server that
    is down does not slow every message.
    """

    def __init__(
        self,
        url: str,
        model: str,
        pieces: WordPieces,
        seconds: float = SECONDS,
        pause: float = PAUSE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.fingerprint = f"{url.rstrip('/')} {model}"
        self._url, self._model = url, model
        self._address = f"{url.rstrip('/')}/v2/models/{model}/infer"
        self._pieces, self._seconds, self._pause, self._clock = pieces, seconds, pause, clock
        self._session = requests.Session()
        self._session.trust_env = False  # a proxy for the internet is no way to a neighbour
        self._not_before = -float("inf")

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See SentenceEncoder. Raises EncoderFailed."""
        if self._clock() < self._not_before:
            raise EncoderFailed(f"{self._address}: not asked again yet after a failure")
        try:
            return in_batches(texts, self._ask)
        except _FAILURES as error:
            self._not_before = self._clock() + self._pause
            raise EncoderFailed(f"{self._address}: {type(error).__name__}: {error}") from error

    def patient(self, seconds: float) -> KServeEncoder:
        """One that waits longer for an answer: nobody else waits while a bot is trained."""
        return KServeEncoder(self._url, self._model, self._pieces, seconds, self._pause, self._clock)

    def _ask(self, texts: Sequence[str]) -> Vectors:
        ids, mask = self._pieces(texts)
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        body = {"inputs": [_tensor(name, value) for name, value in inputs.items()]}
        output = self._answer(body)["outputs"][0]
        values = np.array(output["data"], np.float32).reshape(output["shape"])
        if not np.isfinite(values).all():
            raise ValueError("the output has numbers that are not finite")
        if values.shape == (*ids.shape, DIMENSIONS):
            return mean_of_tokens(values, mask)
        if values.shape == (len(texts), DIMENSIONS):
            return unit_length(values)
        raise ValueError(f"the output {output['name']} has the shape {output['shape']}")

    def _answer(self, body: Any) -> Any:
        """The parsed JSON. The timeout of `requests` is one for each wait; a trickle would take longer."""
        end = self._clock() + self._seconds
        parts = []
        with self._session.post(self._address, json=body, timeout=self._seconds, stream=True) as answer:
            answer.raise_for_status()
            while part := answer.raw.read1(_PART, decode_content=True):
                if self._clock() > end:
                    raise requests.ReadTimeout(f"no whole answer within {self._seconds:g} s")
                parts.append(part)
        return json.loads(b"".join(parts))


def _tensor(name: str, value: Any) -> dict[str, Any]:
    return {"name": name, "shape": list(value.shape), "datatype": "INT64", "data": value.ravel().tolist()}
