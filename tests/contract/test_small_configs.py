"""A handoff_config.yml that has only `title` and `url` for each host is enough: to add a bot, and to train it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from rasa.shared.importers.importer import TrainingDataImporter

from handoff.cli.new_bot import add_bot
from handoff.cli.project import Project
from handoff.hosts import load_hosts

ROOT = Path(__file__).parents[2]

CONFIG = """\
handoff_hosts:
  flowers:
    title: "Flower Shop"
    url: "http://flowers.example:5005"
  travel:
    title: Travel Agency
    url: https://travel.example/bot
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two hosts that run elsewhere, and moodbot."""
    (tmp_path / "handoff_config.yml").write_text(CONFIG)
    shutil.copy(ROOT / "Procfile", tmp_path / "Procfile")
    project = Project(tmp_path / "handoff_config.yml")
    add_bot(project, "moodbot", "5007")
    # as such files are written by hand: moodbot's skills are not exported
    written = project.config.read_text().replace("    skills: [breathing_break]\n", "")
    project.config.write_text(written)
    return Project(project.config)


def test_it_loads(project: Project) -> None:
    hosts = load_hosts(project.config, {})
    assert [(host.id, host.title, host.port) for host in hosts] == [
        ("flowers", "Flower Shop", 5005),
        ("travel", "Travel Agency", 443),
        ("moodbot", "Moodbot", 5007),
    ]
    assert [bot.id for bot in project.bots] == ["moodbot"]


def test_a_bot_can_be_trained_with_it_and_knows_the_others_by_name(project: Project) -> None:
    """Nobody is routed to by what he can do, since nobody says what that is."""
    folder = project.root / "moodbot"
    importer = TrainingDataImporter.load_from_config(
        str(folder / "config.yml"), str(folder / "domain.yml"), [str(folder / "data")]
    )
    intents = set(importer.get_domain().intents)
    assert {"handoff", "trigger_handoff", "human_handoff", "breathing_break"} <= intents
    assert not any(intent.startswith("skill_of_") for intent in intents)
    asked = {
        each.get("text") for each in importer.get_nlu_data().intent_examples if each.get("intent") == "human_handoff"
    }
    assert {"take me to the flower", "take me to the Travel Agency"} <= asked
    assert importer.get_stories().story_steps
