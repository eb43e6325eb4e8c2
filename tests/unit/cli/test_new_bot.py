"""`handoff new-bot`: a bot where it belongs, or one sentence and nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from handoff.cli.new_bot import add_bot, write_all
from handoff.cli.project import Project
from handoff.hosts import load_hosts
from handoff.scaffold.wanted import NewBotRefused

ROOT = Path(__file__).parents[3]
PROCESSES = ("financial_", "helpdesk_", "chatroom:")
CONFIG = """\
# Everybody who can hold a conversation.
handoff_hosts:
  financial_bot: # the bank
    title: Financial Assistant
    url: http://localhost:5006
    skills: # what other hosts may send people for
      [transfer_money, pay_cc,
       check_balance]
  helpdesk_bot:
    title: "Helpdesk Assistant"
    url: http://localhost:5005
"""
HANDOFF = (sys.executable, "-m", "handoff.cli")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two bots of this project, of which there is what the command line looks at, and their part of the Procfile."""
    (tmp_path / "handoff_config.yml").write_text(CONFIG)
    lines = (ROOT / "Procfile").read_text().splitlines(keepends=True)
    (tmp_path / "Procfile").write_text("".join(line for line in lines if line.startswith(PROCESSES)))
    shutil.copy(ROOT / "Makefile", tmp_path / "Makefile")
    for bot in ("financial_bot", "helpdesk_bot"):
        (tmp_path / bot).mkdir()
        for name in ("config.yml", "endpoints.yml", "__init__.py"):
            shutil.copy(ROOT / bot / name, tmp_path / bot / name)
    return Project(tmp_path / "handoff_config.yml")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file and folder, with what is in it."""
    return {str(each.relative_to(folder)): each.read_bytes() if each.is_file() else b"" for each in folder.rglob("*")}


def test_it_adds_a_folder_an_entry_and_two_lines(project: Project) -> None:
    add_bot(project, "moodbot", "5007")
    assert (project.root / "moodbot" / "config.yml").is_file()
    added = load_hosts(project.config, {}).get("moodbot")
    assert (added.title, added.url) == ("Moodbot", "http://localhost:5007")
    assert added.folder == project.root / "moodbot"
    assert added.skills == ("breathing_break",)
    processes = (project.root / "Procfile").read_text().splitlines()
    assert [line.split(":")[0] for line in processes if "moodbot" in line] == ["moodbot_actions", "moodbot"]


def test_what_was_in_both_lists_stays_as_it_was_written(project: Project) -> None:
    """Comments, order and spaces too: nothing but lines is added."""
    written = "# mine\n" + project.config.read_text() + "  # the next one is a secret\n\n"
    project.config.write_text(written)
    procfile = (project.root / "Procfile").read_text()
    add_bot(project, "moodbot", "5007")
    assert project.config.read_text().startswith(written)
    added = [line for line in (project.root / "Procfile").read_text().splitlines() if "moodbot" in line]
    rest = [line for line in (project.root / "Procfile").read_text().splitlines() if line not in added]
    assert rest == procfile.splitlines()


def test_the_page_stays_the_last_process(project: Project) -> None:
    add_bot(project, "moodbot", "5007")
    assert (project.root / "Procfile").read_text().splitlines()[-1].startswith("chatroom:")


def test_its_lines_in_the_procfile_are_those_of_the_other_bots(project: Project) -> None:
    """A bot that is added next year starts as those start that are here then."""
    add_bot(project, "moodbot", "5007")
    lines = (project.root / "Procfile").read_text().splitlines()
    for new, old in (("moodbot_actions:", "helpdesk_actions:"), ("moodbot:", "helpdesk_bot:")):
        (mine,) = (line.removeprefix(new) for line in lines if line.startswith(new))
        (theirs,) = (line.removeprefix(old) for line in lines if line.startswith(old))
        theirs = theirs.replace("helpdesk_bot", "moodbot").replace("HELPDESK_BOT", "MOODBOT")
        assert mine == theirs.replace("5055", "5057").replace("5005", "5007")


def test_its_action_server_has_the_port_that_the_procfile_says(project: Project) -> None:
    bot = add_bot(project, "moodbot", "5007")
    added = Project(project.config).bot("moodbot")
    assert project.actions_port(added) == bot.actions_port == 5057


def test_everything_that_is_made_from_the_list_of_bots_has_it(project: Project) -> None:
    """Its ports are in the environment of the Procfile, and its package is one that is checked."""
    add_bot(project, "moodbot", "5007")
    now = Project(project.config)
    environment = now.environment()
    assert (environment["MOODBOT_PORT"], environment["MOODBOT_ACTIONS_PORT"]) == ("5007", "5057")
    assert "moodbot" in now.packages


def test_two_bots_can_be_added(project: Project) -> None:
    add_bot(project, "moodbot", "5007", "Mood Assistant")
    add_bot(Project(project.config), "second_bot", "5008", "Anna's Bot & Co")
    hosts = load_hosts(project.config, {})
    assert [host.title for host in hosts][2:] == ["Mood Assistant", "Anna's Bot & Co"]


@pytest.mark.parametrize("title", ["Yes", "12", "null", "Ärzte & Söhne", "A. B. - C's"])
def test_a_title_is_read_as_it_was_given(project: Project, title: str) -> None:
    """Also where YAML would take it for something else."""
    add_bot(project, "moodbot", "5007", title)
    assert load_hosts(project.config, {}).get("moodbot").title == title
    for file in (project.root / "moodbot").rglob("*.yml"):
        assert yaml.safe_load(file.read_text(encoding="utf-8"))


REFUSED = [
    ("", "5007", "", "name"),
    ("mood bot", "5007", "", "name"),
    ("Moodbot", "5007", "", "name"),
    ("7moods", "5007", "", "name"),
    ("möod", "5007", "", "name"),
    ("../moodbot", "5007", "", "name"),
    ("-moodbot", "5007", "", "name"),
    ("[red]x", "5007", "", "name"),
    ("m" * 41, "5007", "", "name"),
    ("class", "5007", "", "Python"),
    ("yaml", "5007", "", "Python package"),
    ("helpdesk_bot", "5007", "", "host"),
    ("helpdesk_scheduler", "5007", "", "process"),
    ("helpdesk", "5007", "", "process"),
    ("here_already", "5007", "", "file or folder"),
    ("moodbot", "", "", "port"),
    ("moodbot", "port", "", "port"),
    ("moodbot", "5007.5", "", "port"),
    ("moodbot", "-5", "", "port"),
    ("moodbot", "0", "", "port"),
    ("moodbot", "65500", "", "port"),
    ("moodbot", "5005", "", "helpdesk_bot"),
    ("moodbot", "5055", "", "helpdesk_bot's action server"),
    ("moodbot", "4955", "", "helpdesk_bot"),
    ("moodbot", "8080", "", "the page"),
    ("moodbot", "5007", "a\nb", "title"),
    ("moodbot", "5007", 'say "hi"', "title"),
    ("moodbot", "5007", "{mood}", "title"),
    ("moodbot", "5007", "t" * 61, "title"),
    ("moodbot", "5007", "helpdesk assistant", "title"),
]


@pytest.mark.parametrize(("name", "port", "title", "because"), REFUSED)
def test_what_cannot_be_is_one_sentence_and_nothing_is_written(
    project: Project, name: str, port: str, title: str, because: str
) -> None:
    (project.root / "here_already").write_text("")
    before = contents(project.root)
    with pytest.raises(NewBotRefused) as refused:
        add_bot(project, name, port, title)
    assert because in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1
    assert contents(project.root) == before


def test_a_list_of_hosts_in_braces_is_left_alone(project: Project) -> None:
    project.config.write_text("handoff_hosts: {helpdesk_bot: {title: Helpdesk, url: 'http://localhost:5005'}}\n")
    before = contents(project.root)
    with pytest.raises(NewBotRefused, match="without braces"):
        add_bot(project, "moodbot", "5007")
    assert contents(project.root) == before


def test_a_project_without_a_procfile_is_one_sentence(project: Project) -> None:
    (project.root / "Procfile").unlink()
    before = contents(project.root)
    with pytest.raises(NewBotRefused, match="Procfile: No such file or directory"):
        add_bot(project, "moodbot", "5007")
    assert contents(project.root) == before


def test_a_failure_in_the_middle_leaves_nothing_behind(project: Project) -> None:
    """The folder is there and the first list is changed when the second one cannot be."""
    before = contents(project.root)
    changed = {project.config: "handoff_hosts: {}\n", project.root / "nowhere" / "Procfile": "moodbot: true\n"}
    with pytest.raises(FileNotFoundError):
        write_all(project.root / "moodbot", {Path("data/nlu.yml"): "nlu: []\n"}, changed)
    assert contents(project.root) == before


def test_the_command_says_what_it_did_or_why_it_did_not(project: Project) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*HANDOFF, "new-bot", *arguments],
            cwd=project.root,
            env={**os.environ, "COLUMNS": "200"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    added = run("moodbot", "--port", "5007", "--title", "Mood Assistant")
    assert added.returncode == 0, added.stderr
    assert "Mood Assistant on port 5007" in added.stdout
    refused = run("[red]x", "--port", "5008")
    assert refused.returncode == 1
    assert refused.stdout.startswith("✗ '[red]x' cannot be a bot's name")
    assert len(refused.stdout.splitlines()) == 1


@pytest.mark.parametrize("given", [(), ("NAME=moodbot",), ("PORT=5007",)])
def test_make_new_bot_says_what_it_needs(project: Project, given: tuple[str, ...]) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("NAME", "PORT")}
    done = subprocess.run(
        ["make", "new-bot", *given],
        cwd=project.root,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert "make new-bot NAME=moodbot PORT=5007" in done.stderr
    assert not (project.root / "moodbot").exists()
