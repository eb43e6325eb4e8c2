"""What every bot in handoff_config.yml keeps, checked with the commands that a developer types in its folder.

`-k moodbot` checks one of them. Hosts that are no Rasa bots are named at the end of the run (conftest.py).
"""

from __future__ import annotations

import json
import re
import subprocess
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from handoff.cli.project import Project
from handoff.cli.training import train_what_changed
from handoff.hosts import Host

PROJECT = Project.here()
SHARED_SKILL = PROJECT.root / "handoff" / "skill"
VALIDATE_SECONDS = 500
TEST_SECONDS = 900

TWO_SENTENCES = """version: "3.1"
nlu: [{intent: greet, examples: "- hello"}, {intent: goodbye, examples: "- bye"}]
"""

ENTITY = re.compile(r"\[([^\]]+)\](?:\{[^}]*\}|\([^)]*\))")


def folder_of(bot: Host) -> Path:
    assert bot.folder is not None
    return bot.folder


def rasa(bot: Host, *arguments: str, seconds: float) -> str:
    """What `rasa <arguments>` prints in the bot's folder; the test fails with that text when the command does."""
    done = subprocess.run(
        ["rasa", *arguments],
        cwd=folder_of(bot),
        env={**PROJECT.environment(), "PYTHONWARNINGS": "ignore"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, (
        f"`rasa {' '.join(arguments)}` in {bot.id} ended with {done.returncode}:\n{done.stdout}"
    )
    return done.stdout


def read_yaml(file: Path) -> dict[str, Any]:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert isinstance(content, dict), f"{file} is not a mapping"
    return content


def conversation_tests(bot: Host) -> list[Path]:
    return sorted((folder_of(bot) / "tests").glob("test_*.yml"))


def stories(file: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read_yaml(file).get("stories") or []
    return found


def examples(files: list[Path]) -> Iterator[str]:
    """The NLU examples in the files, each reduced to what makes it different from others."""
    for file in files:
        for entry in read_yaml(file).get("nlu") or []:
            yield from (plain(line.removeprefix("- ")) for line in str(entry.get("examples", "")).splitlines())


def plain(text: str) -> str:
    """Lower case, without punctuation, annotations and repeated spaces."""
    return " ".join(re.findall(r"[\w$€£@]+", ENTITY.sub(r"\1", text).casefold()))


def training_examples(bot: Host) -> set[str]:
    return set(examples([*(folder_of(bot) / "data").rglob("*.yml"), *(SHARED_SKILL / "data").rglob("*.yml")]))


@pytest.fixture(scope="module", params=PROJECT.bots, ids=lambda bot: bot.id)
def bot(request: pytest.FixtureRequest) -> Host:
    """Each bot in turn."""
    found: Host = request.param
    return found


@pytest.fixture(scope="module")
def trained(bot: Host) -> None:
    """A model of what is in the bot's folder now; trains only what changed."""
    train_what_changed(PROJECT, bots=[bot])


def test_its_data_is_valid(bot: Host) -> None:
    """No intent, slot, action, form or response is used that is not there, and no example stands under two intents."""
    rasa(bot, "data", "validate", "--fail-on-warnings", seconds=VALIDATE_SECONDS)


@pytest.mark.usefixtures("trained")
def test_all_its_conversations_are_run_and_go_as_written(bot: Host, tmp_path: Path) -> None:
    """Run with no flag that changes what is tested; a story that Rasa did not find counts as a failure.

    The first bot's with plain `rasa test`, which also measures the NLU on its own training data for a minute or two;
    the others' with two sentences for that.
    """
    written = [str(story["story"]) for file in conversation_tests(bot) for story in stories(file)]
    two_sentences = tmp_path / "nlu.yml"
    two_sentences.write_text(TWO_SENTENCES, encoding="utf-8")
    less = [] if bot == PROJECT.bots[0] else ["--nlu", str(two_sentences)]
    out = rasa(bot, "test", *less, "--fail-on-prediction-errors", "--out", str(tmp_path), seconds=TEST_SECONDS)
    report = tmp_path / "story_report.json"
    assert report.is_file(), f"`rasa test` ran no story at all:\n{out}"
    accuracy = json.loads(report.read_text(encoding="utf-8"))["conversation_accuracy"]
    assert (accuracy["correct"], accuracy["total"]) == (len(written), len(written)), out
    assert written


def test_its_conversations_have_names_of_their_own(bot: Host) -> None:
    """The name is all that a failure shows first."""
    names = Counter((file.name, story["story"]) for file in conversation_tests(bot) for story in stories(file))
    assert [name for name, times in names.items() if times > 1] == []


def test_each_of_its_skills_has_conversation_tests(bot: Host) -> None:
    """A skill is a file in data/nlu/ or one in domain/ that can be talked to, and its conversations are in
    tests/test_<skill>.yml."""
    domains = [*(folder_of(bot) / "domain").glob("*.yml"), *(SHARED_SKILL / "domain").glob("*.yml")]
    talked_to = {file.stem for file in domains if {"intents", "forms"} & set(read_yaml(file))}
    skills = talked_to | {file.stem for file in (folder_of(bot) / "data" / "nlu").glob("*.yml")}
    tested = {file.stem.removeprefix("test_") for file in conversation_tests(bot) if stories(file)}
    assert skills - tested == set(), "skills without tests/test_<skill>.yml"
    assert tested - skills - {file.stem for file in domains} == set(), "conversation tests of no skill"


def test_each_skill_is_tested_in_words_that_it_was_not_trained_with(bot: Host) -> None:
    known = training_examples(bot)
    for file in conversation_tests(bot):
        steps = [step for story in stories(file) for step in story["steps"]]
        said = {plain(step["user"]) for step in steps if not str(step.get("user", "/")).startswith("/")}
        assert said - known, f"{file.name} only repeats the training data"


@pytest.mark.usefixtures("trained")
def test_its_model_can_give_and_take_conversations(bot: Host) -> None:
    """Rasa only warns when an importer is misspelt; then the handoff skill would be missing."""
    newest = max((folder_of(bot) / "models").glob("*.tar.gz"), key=lambda model: model.stat().st_mtime)
    with tarfile.open(newest) as model:
        metadata = model.extractfile("metadata.json")
        assert metadata is not None
        domain = json.load(metadata)["domain"]
    assert {"human_handoff", "trigger_handoff", "handoff", "handoff_failed"} <= set(domain["intents"])
    others = {f"skill_of_{host.id}" for host in PROJECT.hosts.others(bot.id) if host.skills and host.folder}
    assert others <= set(domain["intents"])


def test_its_exported_skills_are_intents_that_it_has_examples_of(bot: Host) -> None:
    entries = [e for file in (folder_of(bot) / "data").rglob("*.yml") for e in read_yaml(file).get("nlu") or []]
    assert set(bot.skills) <= {entry.get("intent") for entry in entries}


def test_what_was_held_back_from_training_is_not_in_it(bot: Host) -> None:
    held_back = list(examples([folder_of(bot) / "tests" / "held_back.yml"]))
    assert held_back
    assert sorted(set(held_back) & training_examples(bot)) == []
