"""What a bot does with which intent, read from its rules and forms and those of the handoff skill."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from handoff.hosts import Host, Hosts
from handoff.skill_names import OTHER_SKILL_PREFIX

SHARED_SKILL = Path(__file__).parents[2] / "handoff" / "skill"
_OFFER = "action_offer_skilled_host"  # the rules of handoff.rasa_adapter.importer for what other bots can do
_ALONE = 1  # the rules of a skill that answers at once
_HASH_DIGITS = 12


@dataclass(frozen=True)
class FormSkill:
    """A skill with a form: what begins it, the slots that it fills in their order, and what is done in the end."""

    name: str
    intents: tuple[str, ...]
    form: str
    slots: tuple[str, ...]
    actions: tuple[str, ...]


@dataclass(frozen=True)
class Answers:
    """Intents that are answered at once, each with its actions."""

    name: str
    pairs: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Stories:
    """All that one bot does."""

    bot: str
    skills: tuple[FormSkill, ...]
    answers: tuple[Answers, ...]

    @property
    def content_hash(self) -> str:
        """Twelve hexadecimal digits that change with anything of this."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:_HASH_DIGITS]


def stories_of(bot: Host, hosts: Hosts) -> Stories:
    """What the files of a bot with a folder say, and those of the handoff skill."""
    assert bot.folder is not None  # bots have one
    forms = _forms(bot.folder / "domain")
    own = {file.stem: _rules(file) for file in sorted((bot.folder / "data" / "rules").glob("*.yml"))}
    skills = [skill for name, rules in own.items() for skill in _form_skills(name, rules, forms)]
    told = {name: _pairs(rules, forms) for name, rules in own.items()}
    at_once = [pair for pairs in told.values() if len(pairs) == _ALONE for pair in pairs]
    skills.sort(key=lambda skill: _rank(skill.intents[0], bot))
    at_once.sort(key=lambda pair: _rank(pair[0], bot))
    together = [Answers(_title(name), pairs) for name, pairs in told.items() if len(pairs) > _ALONE]
    answers = (Answers("Answered at once", tuple(at_once)), *together, _handoff(bot, hosts))
    return Stories(bot.title, tuple(skills), answers)


def _rank(intent: str, bot: Host) -> int:
    """What the bot exports comes first, in the order of handoff_config.yml."""
    return bot.skills.index(intent) if intent in bot.skills else len(bot.skills)


def _handoff(bot: Host, hosts: Hosts) -> Answers:
    rules = [rule for file in sorted((SHARED_SKILL / "data" / "rules").glob("*.yml")) for rule in _rules(file)]
    others = [host for host in hosts.others(bot.id) if host.skills and host.folder]
    offers = tuple((f"{OTHER_SKILL_PREFIX}{host.id}", (_OFFER,)) for host in others)
    return Answers("Shared by all bots", (*_pairs(rules, {}), *offers))


def _form_skills(name: str, rules: Sequence[Any], forms: Mapping[str, tuple[str, ...]]) -> list[FormSkill]:
    """One skill for each form that a rule of the file begins."""
    begun: dict[str, list[str]] = {}
    for intent, actions in map(_read, rules):
        if intent and actions[0] in forms:
            begun.setdefault(actions[0], []).append(intent)
    return [
        FormSkill(_title(name), tuple(dict.fromkeys(intents)), form, forms[form], _after(form, rules))
        for form, intents in begun.items()
    ]


def _after(form: str, rules: Sequence[Any]) -> tuple[str, ...]:
    ends = [actions[1:] for _, actions in map(_read, rules) if actions[0] == form]
    return tuple(dict.fromkeys(action for actions in ends for action in actions))


def _pairs(rules: Sequence[Any], forms: Mapping[str, Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    read = map(_read, rules)
    return tuple((intent, actions) for intent, actions in read if intent and actions[0] not in forms)


def _read(rule: Any) -> tuple[str | None, tuple[str, ...]]:
    """The intent that a rule begins with, if it does, and its actions."""
    steps = rule["steps"]
    actions = tuple(step["action"] for step in steps if "action" in step)
    return steps[0].get("intent"), actions


def _rules(file: Path) -> list[Any]:
    return list(yaml.safe_load(file.read_text(encoding="utf-8")).get("rules") or [])


def _forms(domain: Path) -> dict[str, tuple[str, ...]]:
    read = (yaml.safe_load(file.read_text(encoding="utf-8")) or {} for file in sorted(domain.glob("*.yml")))
    forms = (form for content in read for form in (content.get("forms") or {}).items())
    return {name: tuple(form["required_slots"]) for name, form in forms}


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()
