"""A bot that asks a real Triton for the meaning of what is said, also when that is gone."""

from __future__ import annotations

import logging
import os
import select
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from rasa.shared.nlu.constants import TEXT

from nlu_components import weights
from nlu_components.encoder import OnnxEncoder, WordPieces
from nlu_components.kserve import KServeEncoder
from tests.support.waiting import wait_until
from tests.unit.nlu_components.rasa_parts import BAKERY, Pipeline, has_vector, intent_of, read

ROOT = Path(__file__).parents[3]
NO_TRITON_FOR_THIS_MACHINE = 3
SENTENCES = ["hello", "could you send fifty dollars to my brother", "why " * 100, "🙂 \ud83d", "my laptop is broken"]


class Triton:
    """One that serves the encoder of a folder."""

    def __init__(self, python: str, prepared: Path, log: Path, port: int = 0) -> None:
        self._command = [python, "tests/support/triton_encoder.py", str(prepared)]
        self._log = log
        self.url = self.start(port)

    @property
    def port(self) -> int:
        """That of its url."""
        return int(self.url.rpartition(":")[2])

    def start(self, port: int) -> str:
        """Returns its url once it answers."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*self._command, str(port)],
                cwd=ROOT,
                env={**os.environ, "STARTED_BY": str(os.getpid())},
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self._process.stdout is not None
        can_be_read, _, _ = select.select([self._process.stdout], [], [], 120)
        url = self._process.stdout.readline().strip() if can_be_read else ""
        assert url, self._log.read_text(encoding="utf-8", errors="replace")[-2000:]
        return url

    def stop(self) -> int:
        """Returns its exit code."""
        self._process.send_signal(signal.SIGTERM)
        self._process.communicate(timeout=60)
        return self._process.returncode


@pytest.fixture(scope="module")
def triton(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Triton]:
    made = subprocess.run(["sh", "tools/triton.sh"], cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    if made.returncode == NO_TRITON_FOR_THIS_MACHINE:
        pytest.skip(made.stderr.strip())
    assert made.returncode == 0, made.stderr
    triton = Triton(made.stdout.strip(), prepared, tmp_path_factory.mktemp("triton") / "log")
    yield triton
    triton.stop()


def config(triton: Triton) -> dict[str, object]:
    # longer than usual: Triton shares the processor with whatever else is tested
    return {"server": {"url": triton.url, "model": "encoder", "seconds": 5, "pause_seconds": 0.5}}


def test_the_vectors_are_those_that_this_process_calculates(
    triton: Triton, prepared: Path, encoder: OnnxEncoder
) -> None:
    asking = KServeEncoder(triton.url, "encoder", WordPieces(prepared / weights.TOKENIZER), seconds=30)
    vectors = asking.encode(SENTENCES)
    assert (vectors * encoder.encode(SENTENCES)).sum(axis=1).min() > 0.99
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_bot_works_with_it_goes_on_by_words_when_it_is_gone_and_uses_it_again(
    triton: Triton, tmp_path: Path, encoder: OnnxEncoder, caplog: pytest.LogCaptureFixture
) -> None:
    pipeline = Pipeline(tmp_path / "bot", config(triton))
    pipeline.train(read(BAKERY))
    understand = pipeline.load()
    message = understand("when do you open")
    (here,) = encoder.encode(["when do you open"])
    assert message.get_dense_features(TEXT)[1].features[0] @ here > 0.99
    assert intent_of(message) == "opening_hours"

    assert triton.stop() == 0
    for text, intent in (("when do you close", "opening_hours"), ("a loaf please", "buy_bread")):
        began = time.monotonic()
        message = understand(text)
        assert time.monotonic() - began < 0.3
        assert (has_vector(message), intent_of(message)) == (False, intent)
    (line,) = [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR]
    assert line.startswith(
        f"sentence encoder does not work, words alone decide: {triton.url}/v2/models/encoder/infer: "
    )

    triton.start(triton.port)
    wait_until(lambda: has_vector(understand("when do you open")))
