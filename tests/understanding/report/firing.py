"""The intents that begin something serious, in one place: those whose rules start a form that moves money or opens a
ticket. A new intent for such a form counts by itself."""

from __future__ import annotations

from pathlib import Path

import yaml

from handoff.hosts import Host

SERIOUS_FORMS = frozenset({"transfer_money_form", "pay_cc_form", "open_incident_form"})


def firing_intents(bot: Host) -> frozenset[str]:
    """The intents of the bot that a rule answers with one of SERIOUS_FORMS."""
    assert bot.folder is not None  # bots have one
    return frozenset(intent for file in sorted((bot.folder / "data" / "rules").glob("*.yml")) for intent in _in(file))


def _in(file: Path) -> list[str]:
    steps = [rule["steps"] for rule in yaml.safe_load(file.read_text(encoding="utf-8"))["rules"]]
    return [first["intent"] for first, *then in steps if "intent" in first and _is_serious(then)]


def _is_serious(steps: list[dict[str, object]]) -> bool:
    return any(step.get("action") in SERIOUS_FORMS for step in steps)
