"""A server that does not do what it should costs a moment and is left alone for a while."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nlu_components import weights
from nlu_components.encoder import DIMENSIONS, OnnxEncoder, WordPieces
from nlu_components.errors import EncoderFailed
from nlu_components.kserve import KServeEncoder
from tests.unit.nlu_components.inference_server import InferenceServer, give, tensor


@pytest.fixture
def server() -> Iterator[InferenceServer]:
    server = InferenceServer()
    yield server
    server.close()


@pytest.fixture(scope="module")
def pieces(prepared: Path) -> WordPieces:
    return WordPieces(prepared / weights.TOKENIZER)


class Clock:
    """Goes as fast as a real one, and further when it is told to."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def asking(server: InferenceServer, pieces: WordPieces, clock: Clock) -> KServeEncoder:
    return KServeEncoder(f"{server.url}/", "encoder", pieces, clock=clock)


def answer_rightly(handler: BaseHTTPRequestHandler, body: Any) -> None:
    """A vector for each sentence, longer than 1: the first number is that of its tokens."""
    rows, tokens = body["inputs"][1]["shape"]
    counts = np.array(body["inputs"][1]["data"]).reshape(rows, tokens).sum(axis=1)
    vectors = np.ones((rows, DIMENSIONS))
    vectors[:, 0] = counts
    give(handler, tensor([rows, DIMENSIONS], vectors.ravel().tolist()))


def test_the_question_is_that_of_the_protocol(server: InferenceServer, asking: KServeEncoder) -> None:
    server.answer = answer_rightly
    asking.encode(["hello there", "hi"])
    ((path, body),) = server.asked
    assert path == "/v2/models/encoder/infer"
    assert [each["name"] for each in body["inputs"]] == ["input_ids", "attention_mask", "token_type_ids"]
    for each in body["inputs"]:
        assert (each["datatype"], each["shape"], len(each["data"])) == ("INT64", [2, 4], 8)


def test_vectors_of_whole_sentences_are_taken_as_they_are_but_for_their_length(
    server: InferenceServer, asking: KServeEncoder
) -> None:
    server.answer = answer_rightly
    short, long = asking.encode(["hi", "a very long story about a broken laptop"])
    np.testing.assert_allclose([np.linalg.norm(short), np.linalg.norm(long)], 1, rtol=1e-5)
    assert long[0] > short[0]


def test_vectors_of_tokens_are_put_together_as_in_this_process(
    server: InferenceServer, asking: KServeEncoder, encoder: OnnxEncoder
) -> None:
    def answer(handler: BaseHTTPRequestHandler, body: Any) -> None:
        names = [each["name"] for each in body["inputs"]]
        arrays = [np.array(each["data"], np.int64).reshape(each["shape"]) for each in body["inputs"]]
        hidden = encoder._session.run(None, dict(zip(names, arrays, strict=True)))[0]
        give(handler, tensor(list(hidden.shape), hidden.ravel().tolist()))

    server.answer = answer
    texts = ["hello", "could you send fifty dollars to my brother"]
    np.testing.assert_allclose(asking.encode(texts), encoder.encode(texts), atol=1e-5)


def test_one_connection_does_for_all_questions(server: InferenceServer, asking: KServeEncoder) -> None:
    server.answer = answer_rightly
    for _ in range(5):
        asking.encode(["hello"])
    assert len(server.asked) == 5
    assert server.connections == 1


def body(content: bytes, status: int = 200) -> Callable[[BaseHTTPRequestHandler, Any], None]:
    return lambda handler, _: give(handler, content, status)


def _cut(handler: BaseHTTPRequestHandler, _: Any) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"outputs": [')
    handler.close_connection = True


def _gone(handler: BaseHTTPRequestHandler, _: Any) -> None:
    handler.close_connection = True


WRONG = {
    "500": body(b"out of memory", 500),
    "404": body(b'{"error": "no model of that name"}', 404),
    "no JSON": body(b"<html>hello</html>"),
    "no text": body(b"\xff\xfe\x00"),
    "nothing": body(b""),
    "null": body(b"null"),
    "a list": body(b"[]"),
    "a text": body(b'"outputs"'),
    "very deep": body(b"[" * 200_000),
    "an error": body(b'{"error": "x"}'),
    "no outputs": body(b'{"outputs": []}'),
    "outputs by name": body(b'{"outputs": {"out": 1}}'),
    "no data": body(b'{"outputs": [{"name": "out", "shape": [1, 384]}]}'),
    "no name": body(b'{"outputs": [{"shape": [1], "data": [1]}]}'),
    "another width": body(tensor([1, 3], [1, 2, 3])),
    "one number": body(tensor([], [1])),
    "a vector too many": body(tensor([2, DIMENSIONS], [1] * 2 * DIMENSIONS)),
    "a token too few": body(tensor([1, 1, DIMENSIONS], [1] * DIMENSIONS)),
    "another shape than said": body(tensor([1, DIMENSIONS], [1] * 100)),
    "a shape of words": body(tensor("wide", [1] * DIMENSIONS)),
    "words": body(tensor([1, DIMENSIONS], ["one"] * DIMENSIONS)),
    "empty places": body(tensor([1, DIMENSIONS], [None] * DIMENSIONS)),
    "no numbers": body(tensor([1, DIMENSIONS], [float("nan")] * DIMENSIONS)),
    "endless numbers": body(tensor([1, DIMENSIONS], [float("inf")] * DIMENSIONS)),
    "very large numbers": body(tensor([1, DIMENSIONS], [10**400] * DIMENSIONS)),
    "half an answer": _cut,
    "no answer": _gone,
}


@pytest.mark.parametrize("name", WRONG)
def test_an_answer_that_is_none_is_a_failure_that_names_the_address(
    server: InferenceServer, asking: KServeEncoder, name: str
) -> None:
    server.answer = WRONG[name]
    with pytest.raises(EncoderFailed, match=f"^{server.url}/v2/models/encoder/infer: "):
        asking.encode(["hello"])


@pytest.mark.parametrize("way", ["hang", "trickle"])
def test_a_slow_server_is_waited_for_no_longer_than_was_said(
    server: InferenceServer, asking: KServeEncoder, way: str
) -> None:
    server.answer = getattr(server, way)
    began = time.monotonic()
    with pytest.raises(EncoderFailed):
        asking.encode(["hello"])
    assert 0.25 < time.monotonic() - began < 1


def test_after_a_failure_the_server_is_left_alone_for_a_while(
    server: InferenceServer, asking: KServeEncoder, clock: Clock
) -> None:
    server.answer = WRONG["500"]
    for _ in range(3):
        with pytest.raises(EncoderFailed):
            asking.encode(["hello"])
    assert len(server.asked) == 1
    server.answer = answer_rightly
    clock.ahead = 9.0
    with pytest.raises(EncoderFailed, match="not asked again yet after a failure"):
        asking.encode(["hello"])
    clock.ahead = 10.5
    assert asking.encode(["hello"]).shape == (1, DIMENSIONS)
    assert len(server.asked) == 2


def test_nobody_listening_is_a_failure_at_once(pieces: WordPieces) -> None:
    server = InferenceServer()
    server.close()
    began = time.monotonic()
    with pytest.raises(EncoderFailed):
        KServeEncoder(server.url, "encoder", pieces).encode(["hello"])
    assert time.monotonic() - began < 0.3


@pytest.mark.parametrize("url", ["", "triton:8000", "ftp://127.0.0.1", "http://[", "http://127.0.0.1:99999"])
def test_an_address_that_is_none_is_a_failure(pieces: WordPieces, url: str) -> None:
    with pytest.raises(EncoderFailed):
        KServeEncoder(url, "encoder", pieces).encode(["hello"])


def test_a_proxy_for_the_internet_is_not_asked(
    server: InferenceServer, asking: KServeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    server.answer = answer_rightly
    asking.encode(["hello"])
    assert len(server.asked) == 1


def test_training_waits_longer(server: InferenceServer, asking: KServeEncoder) -> None:
    """And its vectors are those of the same encoder: a cache finds them again."""

    def slow(handler: BaseHTTPRequestHandler, body: Any) -> None:
        time.sleep(0.5)
        answer_rightly(handler, body)

    server.answer = slow
    patient = asking.patient(5)
    assert patient.encode(["hello"]).shape == (1, DIMENSIONS)
    assert patient.fingerprint == asking.fingerprint
