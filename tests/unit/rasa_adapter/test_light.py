"""Starting Rasa without TensorFlow: only where nothing needs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from handoff.rasa_adapter.light import works_without_tensorflow

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("bot", ["financial_bot", "helpdesk_bot"])
def test_our_bots_start_without_tensorflow(bot: str) -> None:
    assert works_without_tensorflow(yaml.safe_load((ROOT / bot / "config.yml").read_text()))


@pytest.mark.parametrize(
    "config",
    [
        None,
        {},
        {"pipeline": None, "policies": None},
        {"pipeline": [{"name": "DIETClassifier"}], "policies": [{"name": "RulePolicy"}]},
        {"pipeline": [{"name": "WhitespaceTokenizer"}], "policies": [{"name": "TEDPolicy"}]},
        {"pipeline": [{"name": "somebody.elses.Component"}], "policies": [{"name": "RulePolicy"}]},
        {"pipeline": [{"name": "WhitespaceTokenizer"}]},
    ],
)
def test_a_pipeline_that_may_need_tensorflow_gets_it(config: Any) -> None:
    """Also one that leaves the choice to Rasa, whose defaults need it."""
    assert not works_without_tensorflow(config)


def test_what_needs_tensorflow_after_all_says_so() -> None:
    program = (
        "from handoff.rasa_adapter.light import leave_tensorflow_out\n"
        "leave_tensorflow_out()\n"
        "import tensorflow as tf, tensorflow.keras.layers\n"
        "class Layer(tf.keras.layers.Layer): pass\n"
        "Layer()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert "tensorflow.keras.layers.Layer needs TensorFlow; start this bot with plain `rasa`" in done.stderr
