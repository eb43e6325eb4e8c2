"""What a new bot begins with fits to the bots that are here."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from handoff.cli.imports import config_for
from handoff.cli.new_bot import SKILLS
from handoff.cli.project import Project
from handoff.hosts import load_hosts
from handoff.scaffold.render import filled, project_files, values
from handoff.scaffold.wanted import NewBot

ROOT = Path(__file__).parents[3]
PROJECT = Project(ROOT / "handoff_config.yml")
# a bot that was made of the template and not changed yet says the same
OTHERS = [bot for bot in PROJECT.bots if bot.folder and not (bot.folder / "data/nlu/breathing_break.yml").exists()]
BOT = NewBot("moodbot", 5007, "Moodbot")
FILES = project_files(values(BOT, load_hosts(PROJECT.config, {}).hosts[0]))


def examples(texts: list[str]) -> dict[str, set[str]]:
    """The examples of each intent, without what makes no difference to Rasa's check for doubles."""
    found: dict[str, set[str]] = {}
    for text in texts:
        for entry in yaml.safe_load(text).get("nlu") or []:
            lines = [line.removeprefix("- ").casefold() for line in entry["examples"].splitlines()]
            found.setdefault(entry["intent"], set()).update(
                re.sub(r"\[([^\]]+)\][({][^)}]*[)}]", r"\1", x) for x in lines
            )
    return found


def nlu_below(folder: Path) -> dict[str, set[str]]:
    return examples([file.read_text(encoding="utf-8") for file in folder.rglob("*.yml")])


OWN = examples([text for file, text in FILES.items() if file.match("data/nlu/*.yml")])


def test_no_placeholder_is_left_and_none_is_unknown() -> None:
    assert [str(file) for file, text in FILES.items() if "<<" in text] == []
    with pytest.raises(KeyError):
        filled("<<NOBODY_KNOWS>>", values(BOT, load_hosts(PROJECT.config, {}).hosts[0]))


def test_rasas_own_braces_are_left_alone() -> None:
    assert filled("{title} and {{name}} of <<NAME>>", {"NAME": "moodbot"}) == "{title} and {{name}} of moodbot"


def test_no_example_stands_under_two_intents() -> None:
    """Of its own, and of the handoff skill's, which it gets too."""
    seen: dict[str, str] = {}
    for each in (OWN, nlu_below(ROOT / "handoff" / "skill" / "data")):
        for intent, texts in each.items():
            assert [text for text in texts if seen.setdefault(text, intent) != intent] == []


@pytest.mark.parametrize("bot", OTHERS, ids=lambda bot: bot.id)
def test_what_it_exports_stands_in_no_other_bots_data(bot: Any) -> None:
    """Each bot learns it under the intent of the other host's skills; a double there would be no valid data."""
    exported = {text for skill in SKILLS for text in OWN[skill]}
    theirs = {text for texts in nlu_below(bot.folder / "data").values() for text in texts}
    assert sorted(exported & theirs) == []


@pytest.mark.parametrize("bot", OTHERS, ids=lambda bot: bot.id)
def test_what_the_others_export_stands_not_in_its_data(bot: Any) -> None:
    theirs = {
        text for intent, texts in nlu_below(bot.folder / "data").items() if intent in bot.skills for text in texts
    }
    assert sorted(theirs & {text for texts in OWN.values() for text in texts}) == []


@pytest.mark.parametrize("name", ["actions/handoff.py", "credentials.yml", "domain.yml"])
def test_it_has_what_the_other_bots_have(name: str) -> None:
    """The handoff actions, the channel and the session: what changes there changes for new bots too."""
    assert FILES[Path(name)] == (ROOT / "helpdesk_bot" / name).read_text(encoding="utf-8")


def test_its_endpoints_are_those_of_the_other_bots() -> None:
    theirs = yaml.safe_load((ROOT / "helpdesk_bot" / "endpoints.yml").read_text())
    theirs["action_endpoint"]["url"] = "http://localhost:5057/webhook"
    assert yaml.safe_load(FILES[Path("endpoints.yml")]) == theirs


def test_it_needs_no_tensorflow() -> None:
    from handoff.rasa_adapter.light import works_without_tensorflow

    assert works_without_tensorflow(yaml.safe_load(FILES[Path("config.yml")]))


def test_it_is_written_in_house_style(tmp_path: Path) -> None:
    for file, text in FILES.items():
        (tmp_path / "moodbot" / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "moodbot" / file).write_text(text, encoding="utf-8")
    for command in (["check"], ["format", "--check"]):
        ruff = [
            str(Path(sys.executable).parent / "ruff"),
            *command,
            "--no-cache",
            "--config",
            str(ROOT / "pyproject.toml"),
        ]
        done = subprocess.run([*ruff, str(tmp_path)], capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout


def test_the_readme_is_short() -> None:
    assert len(FILES[Path("README.md")].splitlines()) <= 10


def test_the_arrows_between_rooms_hold_for_a_bot_that_pyproject_does_not_name() -> None:
    """It may not import another bot, and nothing shared may import it."""
    config = config_for((ROOT / "pyproject.toml").read_text(), ["financial_bot", "helpdesk_bot", "moodbot"])
    lists = [line for line in config.splitlines() if '"financial_bot"' in line and '"helpdesk_bot"' in line]
    assert len(lists) >= 4
    assert [line for line in lists if '"moodbot"' not in line] == []
    assert config_for((ROOT / "pyproject.toml").read_text(), ["financial_bot", "helpdesk_bot"]).count("moodbot") == 0
