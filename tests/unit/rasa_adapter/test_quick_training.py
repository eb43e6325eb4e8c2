"""Training in less time learns the same: what `quick_training` does once, Rasa would do again and again."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasa
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from handoff.errors import ConfigError
from handoff.rasa_adapter import quick_training
from handoff.rasa_adapter.quick_training import sanitize_examples

ROOT = Path(__file__).parents[3]

HOSTS = """
handoff_hosts:
  bakery: {title: Bakery, url: "http://localhost:7001", folder: bakery, skills: [buy_bread]}
  garage: {title: Garage, url: "http://localhost:7002", folder: garage, skills: [change_tyres]}
"""

CONFIG = """
recipe: default.v1
language: en
assistant_id: bakery
importers: [{name: handoff.rasa_adapter.importer.BotImporter}]
pipeline:
  - name: nlu_components.featurizer.SentenceEncoderFeaturizer
  - name: nlu_components.classifier.IntentClassifier
policies: [{name: RulePolicy}]
"""

DOMAIN = """
version: "3.1"
intents: [opening_hours, buy_bread, out_of_scope, faq]
entities: [loaf]
slots: {loaves: {type: any, mappings: [{type: custom}]}}
forms: {bread_form: {required_slots: [loaves]}}
responses:
  utter_opening_hours: [{text: "From six."}]
  utter_ask_loaves: [{text: "How many?"}]
  utter_faq/gluten: [{text: "There is some."}]
  utter_faq/parking: [{text: "Behind the shop."}]
"""

# With all that Rasa's merging and tidying has to do with: spaces, doubles, entities, metadata, synonyms, lookup tables,
# regular expressions, retrieval intents.
NLU = """
version: "3.1"
nlu:
- intent: opening_hours
  examples: |
    - when do you open
    - when do you open
    - when do you open\u00a0
- intent: " buy_bread "
  examples: |
    - a [rye bread](loaf) please
    - a [black bread]{"entity": "loaf", "value": "rye bread"} please
- intent: out_of_scope
  metadata: {topic: weather}
  examples:
  - text: will it rain
    metadata: {sentiment: 3}
  - text: is it hot outside
- intent: faq/gluten
  examples: "- is there gluten in it"
- intent: faq/parking
  examples: "- where can I park"
- synonym: rye bread
  examples: "- dark loaf"
- lookup: loaf
  examples: "- baguette"
- regex: loaf
  examples: "- [a-z]+ bread"
"""

RULES = """
version: "3.1"
rules:
  - rule: opening hours
    steps: [{intent: opening_hours}, {action: utter_opening_hours}]
  - rule: questions
    steps: [{intent: faq}, {action: utter_faq}]
  - rule: bread
    condition: [{active_loop: null}]
    steps: [{intent: buy_bread}, {action: bread_form}, {active_loop: bread_form}]
stories:
  - story: twice
    steps: [{intent: opening_hours}, {action: utter_opening_hours}, {intent: buy_bread}, {action: bread_form}]
"""

TYRES = 'version: "3.1"\nnlu:\n- intent: change_tyres\n  examples: |\n    - my tyres are worn\n    - winter is coming\n'

# Asked twice, by two importers, as `rasa train` does; the first answer must be what the second is.
READ = """
import json, sys
from pathlib import Path
if sys.argv[1] == "quick":
    from handoff.rasa_adapter import quick_training
    quick_training.apply()
from rasa.shared.importers.importer import TrainingDataImporter

def read():
    importer = TrainingDataImporter.load_from_config("config.yml", "domain.yml", ["data"])
    data, stories = importer.get_nlu_data(), importer.get_stories()
    return {
        "examples": [{key: repr(value) for key, value in each.data.items()} for each in data.training_examples],
        "fingerprints": [each.fingerprint() for each in data.training_examples],
        "nlu": data.nlu_as_yaml(),
        "synonyms": data.entity_synonyms,
        "lookup tables": data.lookup_tables,
        "patterns": data.regex_features,
        "responses": data.responses,
        "sets": [sorted(data.intents), sorted(data.entities), data.number_of_examples_per_intent],
        "domain": importer.get_domain().as_dict(),
        "stories": sorted(step.as_story_string() for step in stories.story_steps),
        "marks": [data.fingerprint(), importer.get_domain().fingerprint(), stories.fingerprint()],
    }

first = read()
Path(sys.argv[2]).write_text(json.dumps([first, read()], default=str))
"""


@pytest.fixture
def bakery(tmp_path: Path) -> Path:
    """A bot beside a garage's, whose skill it knows."""
    files = {
        "handoff_config.yml": HOSTS,
        "bakery/config.yml": CONFIG,
        "bakery/domain.yml": 'version: "3.1"\n',
        "bakery/domain/bread.yml": DOMAIN,
        "bakery/data/nlu.yml": NLU,
        "bakery/data/rules.yml": RULES,
        "garage/data/nlu.yml": TYRES,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "bakery"


def run(arguments: list[str], folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(*processes: subprocess.Popen[str]) -> None:
    for process in processes:
        output, _ = process.communicate(timeout=180)
        assert process.returncode == 0, output[-3000:]


def test_a_bot_is_trained_with_the_same_data_domain_and_stories(bakery: Path, tmp_path: Path) -> None:
    files = {way: tmp_path / f"{way}.json" for way in ("quick", "usual")}
    finish(*(run(["-c", READ, way, str(file)], bakery) for way, file in files.items()))
    (quick, quick_again), (usual, usual_again) = (json.loads(file.read_text()) for file in files.values())
    for name, expected in usual.items():
        assert quick[name] == expected, name
        assert quick_again[name] == usual_again[name], name
    assert any("skill_of_garage" in each.get("intent", "") for each in usual["examples"])


def learned(model: Path, folder: Path) -> dict[str, Any]:
    """The files of a model that say what was learned."""
    (archive,) = model.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return {str(file.relative_to(folder)): file for file in sorted(folder.rglob("*")) if file.is_file()}


def test_the_trained_bot_is_the_same(bakery: Path, tmp_path: Path) -> None:
    """By the command that `make train` uses, and by Rasa's own."""
    ways = {"quick": ["-m", "handoff.rasa_adapter.light"], "usual": ["-m", "rasa"]}
    finish(*(run([*way, "train", "--out", str(tmp_path / name), "--force"], bakery) for name, way in ways.items()))
    quick, usual = (learned(tmp_path / name, tmp_path / f"{name} unpacked") for name in ways)
    assert set(quick) == set(usual)
    assert {"weights.npz", "classes.json", "rule_policy.json"} <= {Path(name).name for name in usual}
    for name, file in usual.items():
        if name.endswith(".npz"):
            first, second = np.load(quick[name]), np.load(file)
            assert all(np.allclose(first[key], second[key], atol=1e-4) for key in second)
        elif name.endswith((".json", ".onnx", ".yml")) and name != "metadata.json":
            assert _content(quick[name]) == _content(file), name


def _content(file: Path) -> Any:
    """Rasa's policy writes down sets, whose order says nothing."""
    is_of_policy = file.parent.name.startswith("train_RulePolicy")
    return _unordered(json.loads(file.read_text())) if is_of_policy else file.read_bytes()


def _unordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _unordered(each) for name, each in value.items()}
    return sorted(map(_unordered, value), key=repr) if isinstance(value, list) else value


def example(text: Any, intent: Any, **rest: Any) -> Message:
    return Message(data={"text": text, "intent": intent, **rest})


AWKWARD = [
    example("hello", " greet "),
    example("hello", "greet"),
    example("hello", "greet"),
    example("hello ", "greet"),
    example("hello", "greet", response_key="greet/x"),
    example("hello", "greet", response="  spaces  "),
    example("hello", "\tgreet\n"),
    example("hello", ""),
    example("hello", None),
    example("hello", "bye"),
    example(None, "greet"),
    example("hello", "greet", entities=[{"entity": "x", "value": "y"}]),
    example("hello", "greet", metadata={"intent": {"topic": "a"}}),
    Message(data={"text": "hello"}),
    Message(data={}),
]


def alike(examples: list[Message]) -> list[tuple[dict[str, Any], str]]:
    return [(each.data, each.fingerprint()) for each in examples]


def test_examples_are_tidied_as_rasa_does_it() -> None:
    expected = TrainingData.sanitize_examples(copy.deepcopy(AWKWARD))
    assert alike(sanitize_examples(copy.deepcopy(AWKWARD))) == alike(expected)
    assert len(expected) < len(AWKWARD)


_TEXTS = st.one_of(st.none(), st.sampled_from(["a", " a", "a ", "b", "", " "]))


@given(st.lists(st.builds(example, _TEXTS, _TEXTS, response=_TEXTS), max_size=12))
def test_any_examples_are_tidied_as_rasa_does_it(examples: list[Message]) -> None:
    expected = TrainingData.sanitize_examples(copy.deepcopy(examples))
    assert alike(sanitize_examples(copy.deepcopy(examples))) == alike(expected)


def test_an_example_that_is_tidy_keeps_its_fingerprint() -> None:
    """That is where the time goes: Rasa calculates it again for each of them."""
    tidy = example("hello", "greet")
    before = tidy.fingerprint()
    assert tidy._cached_fingerprint is not None
    assert sanitize_examples([tidy])[0]._cached_fingerprint == before


def test_another_version_of_rasa_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rasa, "__version__", "3.7.0")
    with pytest.raises(ConfigError, match=r"quick_training was written for rasa 3\.6\.21, not 3\.7\.0"):
        quick_training.apply()
