"""Stock is Rasa's default, said word for word, on our data; and its training is read from its own log."""

from pathlib import Path
from typing import Any

import pytest
import rasa.engine.recipes.config_files
import yaml

from bench.speed.stock_project import BOTS, CONFIG, ROOT, content, write_project
from bench.speed.stock_training import component_seconds, progress

DEFAULT = Path(next(iter(rasa.engine.recipes.config_files.__path__))) / "default_config.yml"
ADDED = {"DucklingEntityExtractor"}

LOG = """\
2026-01-02 10:00:00 INFO     rasa.engine.training.hooks  - Starting to train component 'TEDPolicy'.
Epochs:   0%|          | 0/100 [00:00<?, ?it/s]
2026-01-02 10:01:30 INFO     rasa.engine.training.hooks  - Finished training component 'TEDPolicy'.
2026-01-02 10:01:30 INFO     rasa.engine.training.hooks  - Starting to train component 'CountVectorsFeaturizer'.
2026-01-02 10:01:31 INFO     rasa.engine.training.hooks  - Finished training component 'CountVectorsFeaturizer'.
2026-01-02 10:01:31 INFO     rasa.engine.training.hooks  - Starting to train component 'CountVectorsFeaturizer'.
2026-01-02 10:01:34 INFO     rasa.engine.training.hooks  - Finished training component 'CountVectorsFeaturizer'.
2026-01-02 10:01:34 INFO     rasa.engine.training.hooks  - Starting to train component 'DIETClassifier'.
Epochs:   0%|          | 0/100 [00:00<?, ?it/s]Epochs:   7%|#         | 7/100 [05:00<1:15:29, 45.76s/it, t_loss=4.24]
"""


def test_pipeline_and_policies_are_rasas_default_but_for_what_the_bots_need() -> None:
    ours, default = (yaml.safe_load(file.read_text(encoding="utf-8")) for file in (CONFIG, DEFAULT))
    assert [each for each in ours["pipeline"] if each["name"] not in ADDED] == default["pipeline"]
    without_fallback = [_without(each, "core_fallback_action_name") for each in ours["policies"]]
    assert without_fallback == default["policies"]


def test_the_plain_project_has_our_data_and_none_of_our_runtime(tmp_path: Path) -> None:
    write_project(tmp_path / "stock")
    for bot in BOTS:
        folder = tmp_path / "stock" / bot
        assert (folder / "config.yml").read_bytes() == CONFIG.read_bytes()
        for file in (ROOT / bot / "data").rglob("*.yml"):
            assert (folder / file.relative_to(ROOT / bot)).read_bytes() == file.read_bytes()
        assert yaml.safe_load((folder / "credentials.yml").read_text(encoding="utf-8")) == {"rest": None}


@pytest.mark.parametrize("epochs", [1, 7])
def test_a_trial_learns_for_fewer_epochs(tmp_path: Path, epochs: int) -> None:
    write_project(tmp_path / "stock", epochs)
    config = yaml.safe_load((tmp_path / "stock" / BOTS[0] / "config.yml").read_text(encoding="utf-8"))
    found = {each["epochs"] for each in (*config["pipeline"], *config["policies"]) if "epochs" in each}
    assert found == {epochs}


def test_models_are_known_by_what_they_are_trained_from() -> None:
    assert content() == content()


def test_seconds_are_those_between_the_lines_of_the_log() -> None:
    """Of components that are there twice, both; of one that is still being trained, nothing."""
    assert component_seconds(LOG) == {"TEDPolicy": 90, "CountVectorsFeaturizer": 4}


def test_progress_is_the_last_component_and_its_epoch() -> None:
    assert progress(LOG) == "DIETClassifier, epoch 7/100"
    assert progress("") == "reading"


def _without(part: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in part.items() if name != key}
