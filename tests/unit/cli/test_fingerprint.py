"""When a bot is trained again, and when it is not."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from handoff.cli import fingerprint
from handoff.hosts import load_hosts

ROOT = Path(__file__).parents[3]
PARTS = ("financial_bot", "helpdesk_bot", "handoff", "nlu_components", "requirements", "handoff_config.yml")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what fingerprints are made of."""
    leave_out = shutil.ignore_patterns("models", "var", ".rasa", "__pycache__", "results")
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, tmp_path / part, ignore=leave_out)
        else:
            shutil.copy(source, tmp_path / part)
    return tmp_path


def of_bank(checkout: Path) -> str:
    hosts = load_hosts(checkout / "handoff_config.yml", {})
    return fingerprint.of_bot(hosts.get("financial_bot"), hosts, checkout)


def append(file: str, text: str = "\n# changed\n") -> Callable[[Path], None]:
    def change(checkout: Path) -> None:
        with (checkout / file).open("a", encoding="utf-8") as out:
            out.write(text)

    return change


@pytest.mark.parametrize(
    "change",
    [
        append("financial_bot/config.yml"),
        append("financial_bot/domain.yml"),
        append("financial_bot/domain/transfer_money.yml"),
        append("financial_bot/data/nlu/transfer_money.yml"),
        append("financial_bot/data/rules/transfer_money.yml"),
        append("handoff/skill/domain/handoff.yml"),
        append("nlu_components/decision.py"),
        append("handoff/skill/data/nlu/handoff.yml"),
        append("handoff_config.yml"),
        append("helpdesk_bot/data/nlu/password_reset.yml", "      - my brand new example\n"),
    ],
    ids=[
        "config",
        "domain",
        "skill domain",
        "nlu",
        "rules",
        "handoff domain",
        "components",
        "handoff nlu",
        "hosts",
        "other's skill",
    ],
)
def test_what_a_model_is_made_of_changes_its_fingerprint(checkout: Path, change: Callable[[Path], None]) -> None:
    before = of_bank(checkout)
    change(checkout)
    assert of_bank(checkout) != before


@pytest.mark.parametrize(
    "change",
    [
        append("financial_bot/actions/transfer_money.py"),
        append("financial_bot/tests/held_back.yml"),
        append("helpdesk_bot/domain/open_incident.yml"),
        append("helpdesk_bot/data/rules/open_incident.yml"),
        append("helpdesk_bot/data/nlu/conversation.yml"),
        append("handoff/protocol.py"),
    ],
    ids=["actions", "tests", "other's domain", "other's rules", "other's nlu that is not exported", "code"],
)
def test_what_a_model_does_not_depend_on_trains_nothing(checkout: Path, change: Callable[[Path], None]) -> None:
    before = of_bank(checkout)
    change(checkout)
    assert of_bank(checkout) == before
