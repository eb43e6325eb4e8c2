"""The pictures of `make graph` show what the bots do now, and Rasa's own `rasa visualize` runs in their folders."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from handoff.cli.project import Project
from handoff.hosts import Host
from tools.draw_graphs import IMAGES, pictures
from tools.graphs.stories import FormSkill, Stories, stories_of
from tools.graphs.story_picture import draw

PROJECT = Project.here()
VISUALIZE_SECONDS = 120
DRAWN = ("financial_bot", "helpdesk_bot")
HASH = re.compile(r"<desc>rules ([0-9a-f]{12})</desc>")


@pytest.fixture(params=DRAWN)
def bot(request: pytest.FixtureRequest) -> Host:
    """Each bot that has a picture."""
    return PROJECT.bot(request.param)


def picture_of(bot: Host) -> str:
    return (PROJECT.root / IMAGES / f"graph-{bot.id}.svg").read_text(encoding="utf-8")


def texts(svg: str) -> set[str]:
    return {element.text or "" for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")}


def test_a_picture_is_as_new_as_the_rules(bot: Host) -> None:
    found = HASH.search(picture_of(bot))
    assert found is not None
    assert found[1] == stories_of(bot, PROJECT.hosts).content_hash, "run `make graph`"


def test_every_picture_is_what_would_be_drawn_now() -> None:
    now = pictures(PROJECT.root)
    assert {IMAGES / f"graph-{name}.svg" for name in DRAWN} | {IMAGES / "pipeline.svg"} <= set(now)
    kept = {file: (PROJECT.root / file).read_text(encoding="utf-8") for file in now if (PROJECT.root / file).is_file()}
    assert [file for file, content in kept.items() if content != now[file]] == [], "run `make graph`"


def test_every_intent_action_form_and_slot_of_the_rules_is_in_the_picture(bot: Host) -> None:
    assert bot.folder is not None
    files = (bot.folder / "data" / "rules").glob("*.yml")
    rules = [rule for file in files for rule in yaml.safe_load(file.read_text(encoding="utf-8"))["rules"]]
    steps = [step for rule in rules for step in rule["steps"]]
    named = {str(step[kind]) for step in steps for kind in ("intent", "action", "active_loop") if step.get(kind)}
    named |= {slot for skill in stories_of(bot, PROJECT.hosts).skills for slot in skill.slots}
    assert named - texts(picture_of(bot)) == set()


def test_the_components_of_the_pipeline_are_in_the_picture(bot: Host) -> None:
    assert bot.folder is not None
    pipeline = yaml.safe_load((bot.folder / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    components = {part["name"].rpartition(".")[2] for part in pipeline}
    assert components <= texts((PROJECT.root / IMAGES / "pipeline.svg").read_text(encoding="utf-8"))


def test_a_change_of_the_rules_changes_the_hash() -> None:
    skill = FormSkill("Pay", ("pay",), "pay_form", ("amount", "pay_confirmed"), ("action_pay",))
    stories = Stories("Bank", (skill,), ())
    other = replace(stories, skills=(replace(skill, actions=("action_pay_at_once",)),))
    assert stories.content_hash == Stories("Bank", (replace(skill),), ()).content_hash != other.content_hash


def test_what_a_name_contains_cannot_break_a_picture() -> None:
    skill = FormSkill("<Pay> & more", ("<pay>",), "pay_form", (), ("action_pay",))
    assert {"<Pay> & more", "<pay>", "<Bank>"} <= texts(draw(Stories("<Bank>", (skill,), ())))


def test_rasa_visualize_draws_all_rules_of_a_bot(bot: Host, tmp_path: Path) -> None:
    """As docs/graphs.md says it, in a copy of the folder; no browser is opened."""
    assert bot.folder is not None
    for part in ("data", "domain"):
        shutil.copytree(bot.folder / part, tmp_path / part)
    page = tmp_path / "graph.html"
    done = subprocess.run(
        [str(Path(sys.executable).with_name("rasa")), "visualize", "-d", "domain", "--out", str(page)],
        cwd=tmp_path,
        env={**os.environ, "BROWSER": "true", "RASA_TELEMETRY_ENABLED": "false"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=VISUALIZE_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "Issue found" not in done.stdout
    drawn = page.read_text(encoding="utf-8")
    for skill in stories_of(bot, PROJECT.hosts).skills:
        assert f"label={skill.form}" in drawn
        assert all(f"label={action}" in drawn for action in skill.actions)
