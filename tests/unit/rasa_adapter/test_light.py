"""Starting Rasa without TensorFlow: only where nothing needs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from handoff.rasa_adapter.light import works_without_tensorflow
from handoff.rasa_adapter.spared import OF_CHANNELS, OUR_CHANNEL, OUR_STORE, spared_packages

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


def test_the_template_starts_without_tensorflow() -> None:
    template = (ROOT / "handoff" / "scaffold" / "template" / "config.yml").read_text(encoding="utf-8")
    assert works_without_tensorflow(yaml.safe_load(template.replace("<<NAME>>", "name")))


def test_what_tells_the_meaning_of_a_sentence_needs_no_tensorflow() -> None:
    program = (
        "import sys\n"
        "from handoff.rasa_adapter.light import leave_tensorflow_out\n"
        "leave_tensorflow_out()\n"
        "from nlu_components.classifier import IntentClassifier\n"
        "from nlu_components.featurizer import SentenceEncoderFeaturizer\n"
        "for each in (IntentClassifier, SentenceEncoderFeaturizer):\n"
        "    each.create(each.get_default_config(), None, None, None)\n"
        "print(sorted({'onnx', 'onnxruntime', 'tokenizers'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.strip() == "[]", done.stderr  # nor is the encoder loaded before a model asks for it


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


OURS = {"tracker_store": {"type": OUR_STORE}}


def test_a_server_of_ours_is_spared_what_other_channels_and_stores_need() -> None:
    spared = spared_packages(["run", "--port", "5006"], {OUR_CHANNEL: None}, OURS)
    assert {"matplotlib", "aiogram", "slack_sdk", "pymongo", "boto3"} <= spared


@pytest.mark.parametrize(("channel", "package"), [(name, next(iter(need))) for name, need in OF_CHANNELS.items()])
def test_a_channel_that_is_served_gets_its_packages(channel: str, package: str) -> None:
    spared = spared_packages(["run"], {OUR_CHANNEL: None, channel: {"token": "x"}}, OURS)
    assert spared and package not in spared


@pytest.mark.parametrize(
    ("arguments", "credentials", "endpoints"),
    [
        (["shell"], {OUR_CHANNEL: None}, OURS),
        (["train"], {OUR_CHANNEL: None}, OURS),
        ([], {OUR_CHANNEL: None}, OURS),
        (["run", "--credentials", "other.yml"], {OUR_CHANNEL: None}, OURS),
        (["run", "--endpoints=other.yml"], {OUR_CHANNEL: None}, OURS),
        (["run", "--connector", "slack"], {OUR_CHANNEL: None}, OURS),
        (["run"], {"somebody.elses.Channel": None}, OURS),
        (["run"], None, OURS),
        (["run"], {OUR_CHANNEL: None}, None),
        (["run"], {OUR_CHANNEL: None}, {"tracker_store": {"type": "mongod"}}),
        (["run"], {OUR_CHANNEL: None}, {"tracker_store": None}),
    ],
)
def test_what_is_not_known_gets_all_of_rasa(arguments: list[str], credentials: Any, endpoints: Any) -> None:
    assert not spared_packages(arguments, credentials, endpoints)


def test_rasa_can_be_imported_without_what_a_server_is_spared() -> None:
    """Every channel's module too, for Rasa imports all of them."""
    program = (
        "from handoff.rasa_adapter import light\n"
        "from handoff.rasa_adapter.spared import OUR_CHANNEL, OUR_STORE, spared_packages\n"
        "light.leave_tensorflow_out()\n"
        "light.leave_out(spared_packages(['run'], {OUR_CHANNEL: None}, {'tracker_store': {'type': OUR_STORE}}))\n"
        "import rasa.__main__, rasa.core.run, rasa.server, rasa.core.agent, rasa.core.channels\n"
        "import handoff.rasa_adapter.channel, handoff.rasa_adapter.conversations\n"
        "import matplotlib\n"
        "matplotlib.Figure()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False)
    assert "matplotlib.Figure needs matplotlib; start this bot with plain `rasa`" in done.stderr
