"""`handoff erase`: after it, no file of the system has a word of what one user said, and everybody else has theirs."""

from __future__ import annotations

import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from financial_bot.bank import Bank
from tests.live.test_notices import listed
from tests.live.test_scheduler import let_its_day_come, wait_until
from tests.support.system import ROOT, System, environment, start_system

BANK, DESK = "financial_bot", "helpdesk_bot"
ERASE_SECONDS = 120

PAYEE = "Zebulon Quackenbush"
ADDRESS = "wobblegong@example.com"
TITLE = "Snorkelwacker outage"
DESCRIPTION = "The flibbertigib screen shows nothing"
COMMENT = "It also smells of grumblewort"
WORDS = ("quackenbush", "wobblegong", "snorkelwacker", "flibbertigib", "grumblewort")


@pytest.fixture(scope="module")
def own_system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """A system whose files nobody else writes to."""
    system = start_system(tmp_path_factory.mktemp("erasing"))
    yield system
    system.interrupt()


def erase(system: System, conversation: str) -> subprocess.CompletedProcess[str]:
    """What the operator does."""
    return subprocess.run(
        [sys.executable, "-m", "handoff.cli", "erase", conversation],
        cwd=ROOT,
        env=environment(system.folder, system.ports),
        capture_output=True,
        text=True,
        timeout=ERASE_SECONDS,
        check=False,
    )


def live(system: System, who: str) -> str:
    """Leaves something in every store of both bots, and returns the incident's number."""
    system.say(BANK, who, f"add {PAYEE} as a payee", "yes")
    ordered = system.say(BANK, who, f"send $5 to {PAYEE} tomorrow", "yes")
    reference = re.search(r"T-\d{6}", ordered)
    assert reference, ordered
    let_its_day_come(system.folder, reference.group())
    wait_until(lambda: listed(system, who))
    system.say(BANK, who, "hello", f"send $6 to {PAYEE} tomorrow", "yes")
    system.say(DESK, who, "open an incident", ADDRESS, "high", DESCRIPTION, TITLE)
    opened = system.say(DESK, who, "yes")
    number = re.search(r"INC\d+", opened)
    assert number, opened
    read_back = system.say(DESK, who, f"add a comment to {number.group()}", COMMENT)
    assert "grumblewort" in read_back, read_back
    system.say(DESK, who, "yes")
    return number.group()


def found_in(folder: Path, *words: str) -> dict[str, list[str]]:
    """Which of the words are in which file, in any case."""
    contents = {file.name: file.read_bytes().lower() for file in folder.rglob("*") if file.is_file()}
    return {
        name: there
        for name, content in contents.items()
        if (there := [word for word in words if word.lower().encode() in content])
    }


def test_everything_of_one_conversation_goes_and_what_others_have_stays(own_system: System) -> None:
    who, other = f"conversation-{uuid.uuid4()}", f"conversation-{uuid.uuid4()}"
    amount = re.compile(r"\$[\d,.]+\d")  # the words around it vary
    balance = amount.findall(own_system.say(BANK, other, "what's my balance?"))
    number = live(own_system, who)
    before = found_in(own_system.folder, *WORDS, who)
    assert {word for words in before.values() for word in words} == {*WORDS, who}

    done = erase(own_system, who)
    assert done.returncode == 0, done.stdout + done.stderr
    said = done.stdout
    for store in ("financial_bot conversations: ", "helpdesk_bot conversations: ", "financial_bot bank: "):
        assert store in said
        assert f"{store}nothing" not in said
    for bot in (BANK, DESK):
        assert re.search(rf"{bot} conversations: \d+ events,[^:]*\d+\s+answers", said), said
    assert "helpdesk_bot desk: all that was kept here" in said
    assert number not in said  # it was in the desk's own database

    with Bank.open(f"sqlite:///{own_system.folder}/bank.db") as bank:
        bank.check()
    assert amount.findall(own_system.say(BANK, other, "what's my balance?")) == balance != []
    assert found_in(own_system.folder, *WORDS, who) == {}


def test_who_comes_back_is_a_stranger_whose_old_incident_is_unknown(own_system: System) -> None:
    who = f"conversation-{uuid.uuid4()}"
    number = live(own_system, who)
    assert erase(own_system, who).returncode == 0
    assert number not in own_system.say(DESK, who, "status of my incidents")
    assert PAYEE not in own_system.say(BANK, who, "who can I send money to?")
    assert listed(own_system, who) == []


def test_erasing_again_finds_nothing(own_system: System) -> None:
    who = f"conversation-{uuid.uuid4()}"
    own_system.say(BANK, who, "hello", "what's my balance?")
    assert erase(own_system, who).returncode == 0
    again = erase(own_system, who)
    assert again.returncode == 0
    for store in ("financial_bot conversations", "financial_bot bank", "helpdesk_bot conversations"):
        assert f"{store}: nothing" in again.stdout


def test_after_the_end_of_the_system_nothing_is_written_back(own_system: System) -> None:
    """The last of this file: it ends the system. Its log is one of the files."""
    who = f"conversation-{uuid.uuid4()}"
    live(own_system, who)
    assert erase(own_system, who).returncode == 0
    own_system.interrupt()
    assert found_in(own_system.folder, *WORDS, who) == {}
