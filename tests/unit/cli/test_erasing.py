"""`handoff erase` without a running system: what it says, and what happens when a store cannot be reached."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from financial_bot.bank import Bank, UnknownCustomer
from helpdesk_bot.desk import Category, Desk, Incident, Priority

ROOT = Path(__file__).parents[3]
ERASE_SECONDS = 60
NOBODY = "postgresql://127.0.0.1:1/nobody"


def erase(folder: Path, conversation: str, **variables: str) -> subprocess.CompletedProcess[str]:
    places = {
        "BANK_DATABASE_URL": f"sqlite:///{folder}/bank.db",
        "DESK_DATABASE_URL": f"sqlite:///{folder}/desk.db",
        "CONVERSATIONS_DATABASE_URL": f"sqlite:///{folder}/{{host}}.db",
        "SNOW_INSTANCE": "",
        "COLUMNS": "200",
    }
    return subprocess.run(
        [sys.executable, "-m", "handoff.cli", "erase", *conversation.split(" ")],
        cwd=ROOT,
        env={**os.environ, **places, **variables},
        capture_output=True,
        text=True,
        timeout=ERASE_SECONDS,
        check=False,
    )


def is_customer(folder: Path, who: str) -> bool:
    with Bank.open(f"sqlite:///{folder}/bank.db") as bank:
        try:
            bank.balance(who)
        except UnknownCustomer:
            return False
        return True


def make_customer(folder: Path, who: str) -> None:
    with Bank.open(f"sqlite:///{folder}/bank.db") as bank:
        bank.ensure_customer(who)


def open_incident(desk: Desk, who: str) -> str:
    incident = desk.open_incident(
        who,
        email="ann@example.com",
        priority=Priority.LOW,
        category=Category.OTHER,
        title="No mail",
        description="",
        key="key",
    )
    assert isinstance(incident, Incident)
    return incident.number


def test_each_store_has_one_line_that_says_what_was_deleted(tmp_path: Path) -> None:
    make_customer(tmp_path, "ann")
    done = erase(tmp_path, "ann")
    assert done.returncode == 0
    conversations, others, bank, desk = done.stdout.splitlines()
    assert conversations == "✓ financial_bot conversations: nothing"
    assert others == "✓ helpdesk_bot conversations: nothing"
    assert bank.startswith("✓ financial_bot bank: 5 accounts, ")
    assert desk == "✓ helpdesk_bot desk: nothing"
    assert not is_customer(tmp_path, "ann")


def test_a_store_that_cannot_be_reached_is_a_sentence_and_the_others_are_erased_all_the_same(tmp_path: Path) -> None:
    make_customer(tmp_path, "ann")
    done = erase(tmp_path, "ann", DESK_DATABASE_URL=NOBODY)
    assert done.returncode == 1
    assert "✗ helpdesk_bot desk: not erased: " in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert not is_customer(tmp_path, "ann")
    again = erase(tmp_path, "ann")
    assert again.returncode == 0
    assert "✓ helpdesk_bot desk: nothing" in again.stdout


def test_a_setting_that_cannot_be_used_is_a_sentence_that_names_it(tmp_path: Path) -> None:
    done = erase(tmp_path, "ann", BANK_DATABASE_URL="mysql://host/bank")
    assert done.returncode == 1
    assert "✗ financial_bot bank: not erased: BANK_DATABASE_URL: " in done.stdout


def test_the_numbers_that_stay_in_a_companys_ticket_system_are_named(tmp_path: Path) -> None:
    """Whoever asks to be forgotten has to be told where something is left."""
    url = f"sqlite:///{tmp_path}/desk.db"
    with Desk.open(url) as desk:
        number = open_incident(desk, "ann")
        desk.claim("ben", number, "ann@example.com")
    done = erase(tmp_path, "ben")  # it was opened by somebody else, so it stays
    assert f"helpdesk_bot desk: all that was kept here; in the ticket system stay: {number}" in done.stdout
    with Desk.open(url) as desk:
        assert [incident.number for incident in desk.incidents("ann")] == [number]


def test_an_id_that_begins_with_a_dash_can_be_erased(tmp_path: Path) -> None:
    make_customer(tmp_path, "--help")
    assert erase(tmp_path, "-- --help").returncode == 0
    assert not is_customer(tmp_path, "--help")
