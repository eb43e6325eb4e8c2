"""Keeps sentence vectors between trainings: most sentences of a bot stay as they are."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from nlu_components.encoder import SentenceEncoder, Vectors

VARIABLE = "SENTENCE_VECTORS_CACHE"  # the file; where it is not set nothing is kept
_BUSY_SECONDS = 30
_AT_A_TIME = 500


def encode_with_cache(encoder: SentenceEncoder, texts: Sequence[str]) -> Vectors:
    """What `encoder.encode` gives, calculating only what the cache does not have. Raises EncoderError.

    Goes through the texts in pieces, so that two bots which are trained at the same time find what the other one has
    calculated already. A cache that cannot be opened or written raises sqlite3.Error or OSError.
    """
    file = os.environ.get(VARIABLE)
    if not file or not texts:
        return encoder.encode(texts)
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file, timeout=_BUSY_SECONDS)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)")
        pieces = [texts[start : start + _AT_A_TIME] for start in range(0, len(texts), _AT_A_TIME)]
        return np.concatenate([_encode(connection, encoder, piece) for piece in pieces])


def _encode(connection: sqlite3.Connection, encoder: SentenceEncoder, texts: Sequence[str]) -> Vectors:
    keys = [_key(encoder, text) for text in texts]
    known = _known(connection, keys)
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    calculated = dict(zip(new, encoder.encode(list(new.values())), strict=True)) if new else {}
    with connection:
        rows = [(key, vector.tobytes()) for key, vector in calculated.items()]
        connection.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows)
    return np.stack([known[key] if key in known else calculated[key] for key in keys])


def _key(encoder: SentenceEncoder, text: str) -> bytes:
    return hashlib.sha256(f"{encoder.fingerprint}\0{text}".encode(errors="surrogatepass")).digest()


def _known(connection: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
    marks = ",".join("?" * len(keys))
    rows = connection.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", list(keys))
    return {key: np.frombuffer(vector, np.float32) for key, vector in rows}
