"""The conversations whose turns are timed, the same ones for both systems."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import requests

from bench.figures import timed
from financial_bot.bank import Bank

from .variants import BANK, DESK, OURS, Variant

TURN_SECONDS = 60.0
ADDRESS = "ann.berg@example.com"
FIRST, SECOND = "greeting, first of a conversation", "greeting, later"


@dataclass(frozen=True)
class Turn:
    """A message, what the answer has to match, and the name under which its time is kept."""

    name: str
    text: str
    expected: str


@dataclass
class Timings:
    """Seconds of each turn by its name, and how many answers were what the conversation expects."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    turns: int = 0
    as_expected: int = 0
    surprises: list[str] = field(default_factory=list)

    def add(self, name: str, duration: float, good: bool, said: str = "") -> None:
        """Keeps one turn."""
        self.seconds.setdefault(name, []).append(duration)
        self.turns += 1
        self.as_expected += good
        if not good:
            self.surprises.append(f"{name}: {said[:200]}")


class Talker:
    """A client that speaks to the bots of one system over connections that it keeps, as a browser does."""

    def __init__(self, variant: Variant) -> None:
        self._variant = variant
        self._session = requests.Session()

    def close(self) -> None:
        """Ends the connections."""
        self._session.close()

    def say(self, bot: str, conversation: str, text: str, **metadata: str) -> list[dict[str, Any]]:
        """A bot's answer. Raises requests.RequestException; a Timeout after TURN_SECONDS without one."""
        body = {
            "sender": conversation,
            "message": text,
            "metadata": {"message_id": str(uuid.uuid4()), **metadata},
        }
        url = f"{self._variant.url(bot)}/webhooks/rest/webhook"
        answer = self._session.post(url, json=body, timeout=TURN_SECONDS)
        answer.raise_for_status()
        messages: list[dict[str, Any]] = answer.json()
        return messages


def bank_turns(payee: str) -> tuple[Turn, ...]:
    """A conversation with the bank: greetings, a balance, a transfer asked for piece by piece."""
    return (
        Turn(FIRST, "hello", "bank"),
        Turn(SECOND, "hello", "bank"),
        Turn("balance", "what's my balance?", r"\$"),
        Turn("transfer: the wish", "I'd like to send somebody money", "(?i)who"),
        Turn("transfer: the payee", payee, "(?i)how much"),
        Turn("transfer: the amount", "twenty dollars", r"\$20\.00"),
        Turn("transfer: the yes", "yes", "(?i)done|sent"),
    )


def desk_turns() -> tuple[Turn, ...]:
    """A conversation with the helpdesk: an incident, asked for piece by piece."""
    return (
        Turn("helpdesk: greeting, first of a conversation", "hello", "."),
        Turn("incident: the wish", "I want to open an incident", "(?i)e-?mail"),
        Turn("incident: the address", ADDRESS, "(?i)urgent|priority"),
        Turn("incident: the urgency", "high", "(?i)describe|what|problem|wrong"),
        Turn("incident: the description", "The printer prints blank pages", "(?i)title|short|call|headline|name"),
        Turn("incident: the title", "Printer trouble", "Printer trouble"),
        Turn("incident: the yes", "yes", r"INC\d{7}"),
    )


def time_talks(variant: Variant, times: int) -> Timings:
    """Every conversation `times` times, each with a customer of its own, one after the other."""
    found, talker = Timings(), Talker(variant)
    try:
        with Bank.open(variant.bank_url) as bank:
            for _ in range(times):
                customer = new_customer()
                bank.ensure_customer(customer)
                _talk(talker, BANK, customer, bank_turns(bank.payees(customer)[0].name), found)
                _talk(talker, DESK, customer, desk_turns(), found)
                _hand_over(talker, variant, found)
    finally:
        talker.close()
    return found


def new_customer() -> str:
    """The id of a conversation that nobody has had."""
    return f"bench-{uuid.uuid4()}"


def texts(messages: Sequence[Mapping[str, Any]]) -> str:
    """All texts of an answer."""
    return "\n".join(str(each["text"]) for each in messages if "text" in each)


def _talk(talker: Talker, bot: str, customer: str, turns: Sequence[Turn], found: Timings) -> None:
    for turn in turns:
        duration, answer = timed(talker.say, bot, customer, turn.text)
        said = texts(answer)
        found.add(turn.name, duration, re.search(turn.expected, said) is not None, said)


def _hand_over(talker: Talker, variant: Variant, found: Timings) -> None:
    """From the click on the button to the other bot's first words. Plain Rasa's offers bear no ticket, and nothing
    checks one: what is compared are the two turns."""
    customer = new_customer()
    for bot in (BANK, DESK):
        talker.say(bot, customer, "hello")
    duration, (offered, taken) = timed(_both_turns, talker, variant, customer)
    found.add("handoff", duration, bool(offered) and bool(texts(taken)), texts(taken))


def _both_turns(
    talker: Talker, variant: Variant, customer: str
) -> tuple[list[Mapping[str, Any]], list[dict[str, Any]]]:
    answer = talker.say(BANK, customer, f'/trigger_handoff{{"to": "{DESK}"}}')
    offers = list(_offers(answer))
    ticket = offers[0].get("handoff", {}).get("ticket") if offers and variant.name == OURS else None
    left = json.dumps({"from_host": variant.url(BANK)})
    taken = talker.say(DESK, customer, f"/handoff{left}", **({} if ticket is None else {"handoff_ticket": ticket}))
    return offers, taken


def _offers(messages: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    return (each["custom"] for each in messages if "handoff_host" in each.get("custom", {}))
