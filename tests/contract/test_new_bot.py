"""`make new-bot NAME=moodbot PORT=5007` gives a bot that keeps what every bot keeps, and hands over in both directions.

In a copy of this repository, with the packages of this environment. The output of each step is in build/logs/new-bot-*.
"""

from __future__ import annotations

import shlex
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from handoff.cli.project import Project
from handoff.cli.training import train_what_changed
from handoff.secret import ensure_env_file
from tests.support.handoffs import follow, offer_in, texts
from tests.support.project_copy import HANDOFF, Check, ProjectCopy, borrow_model, copy_project, start_bots, take_out
from tests.support.system import System

PROJECT = Project.here()
BANK = "financial_bot"
MADE_OF_THE_TEMPLATE = Path("data/nlu/breathing_break.yml")
PYTEST = (sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", "tests/contract/test_bots.py", "-k")
DATA = (*PYTEST, "moodbot and its_data_is_valid")
ALL_BUT_DATA = (*PYTEST, "moodbot and not its_data_is_valid")


def log(step: str) -> Path:
    """Where the output of a step goes, for whoever wants to watch."""
    return PROJECT.logs / f"new-bot-{step}.log"


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> ProjectCopy:
    """The repository with a moodbot that was added as people add it."""
    train_what_changed(PROJECT, bots=[PROJECT.bot(BANK)])  # its model is borrowed
    copied = copy_project(tmp_path_factory.mktemp("project"))
    for bot in copied.project.bots:
        if (copied.root / bot.id / MADE_OF_THE_TEMPLATE).is_file():
            take_out(copied, bot.id)  # two that say the same are no valid data for each other
    copied.run(("make", "new-bot", "NAME=moodbot", "PORT=5007", f"HANDOFF={shlex.join(HANDOFF)}"), log("make"))
    ensure_env_file(copied.root / ".env")
    return copied


@pytest.fixture(scope="module")
def data_checks(added: ProjectCopy) -> Iterator[Check]:
    """Whether its data is valid, which needs no model: found out while it is trained."""
    with added.beside(DATA, log("data")) as check:
        yield check


@pytest.fixture(scope="module")
def copy(added: ProjectCopy, data_checks: Check) -> ProjectCopy:
    """The same with a model of moodbot, and the bank's model as it is here."""
    added.run((*HANDOFF, "train", "moodbot"), log("train"))
    borrow_model(added, BANK)
    return added


@pytest.fixture(scope="module")
def contract(copy: ProjectCopy) -> Iterator[Check]:
    """The rest of what every bot keeps, found out beside the conversations below."""
    with copy.beside(ALL_BUT_DATA, log("contract")) as check:
        yield check


@pytest.fixture(scope="module")
def system(copy: ProjectCopy, contract: Check) -> Iterator[System]:
    """Moodbot and the bank as the copy's Procfile starts them."""
    started = start_bots(copy, ("moodbot", BANK), log("system"))
    yield started
    started.interrupt()


def test_it_is_talked_to_without_any_editing(system: System) -> None:
    """Its small talk, and its form with its action server."""
    sender = str(uuid.uuid4())
    assert "Moodbot" in system.say("moodbot", sender, "hello")
    assert "How many minutes" in system.say("moodbot", sender, "let's take a breathing break")
    assert "One to ten minutes" in system.say("moodbot", sender, "40 minutes")
    assert "18 breaths" in system.say("moodbot", sender, "three")


def test_it_understands_what_the_bank_can_do_and_hands_over_with_a_ticket(system: System) -> None:
    """The bank answers what was asked of moodbot; nothing has to be said twice."""
    sender = str(uuid.uuid4())
    assert "Financial Assistant" in system.say("moodbot", sender, "what is the balance of my account")
    offer = offer_in(system.send("moodbot", sender, "yes"))
    assert offer["handoff"]["to"] == BANK
    assert offer["handoff"]["ticket"]
    assert "$" in texts(follow(system, sender, offer, "moodbot"))


def test_it_takes_over_from_the_bank_with_a_ticket(system: System) -> None:
    """By its name in the list of hosts; the bank's model has never heard of it."""
    sender = str(uuid.uuid4())
    system.say(BANK, sender, "hello")
    offer = offer_in(system.send(BANK, sender, '/trigger_handoff{"to": "moodbot"}'))
    assert (offer["title"], offer["handoff"]["to"]) == ("Moodbot", "moodbot")
    assert offer["handoff"]["ticket"]
    welcome = texts(follow(system, sender, offer, BANK))
    assert "Moodbot" in welcome
    assert "Financial Assistant" in welcome
    assert "How many minutes" in system.say("moodbot", sender, "let's take a breathing break")


def test_it_refuses_a_ticket_that_is_for_somebody_else(system: System) -> None:
    sender = str(uuid.uuid4())
    offer = offer_in(system.send(BANK, sender, '/trigger_handoff{"to": "helpdesk_bot"}'))
    body = {
        "sender": sender,
        "message": f'/handoff{{"from_host": "{system.url(BANK)}"}}',
        "metadata": {"message_id": str(uuid.uuid4()), "handoff_ticket": offer["handoff"]["ticket"]},
    }
    answer = system.post("moodbot", json=body).json()
    assert [each["custom"] for each in answer] == [{"handoff_refused": "ticket"}]


def test_its_data_is_valid(data_checks: Check) -> None:
    """Beside the examples of all that the other hosts can do."""
    data_checks()


def test_it_keeps_what_every_bot_keeps(contract: Check) -> None:
    """All else of tests/contract/test_bots.py, in the copy."""
    contract()
