"""How well names, amounts, priorities and the like are read, measured on sentences that nothing is trained on.

Each sentence is read as the first message of its skill, by the fields that its form has, with the lists of the demo
customer. What the scores are computed from is pure; `demo_bank` and `labelled_sentences` are the edges.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from duckling_client import Duckling, find_mentions, mention_to_rasa_entity
from financial_bot.actions import access
from financial_bot.actions.account_reading import read_accounts
from financial_bot.actions.amount_field import AmountField
from financial_bot.actions.card_amount_field import CardAmountField
from financial_bot.actions.card_reading import read_cards
from financial_bot.actions.mentions import mentions_of
from financial_bot.actions.payee_field import PayeeField
from financial_bot.actions.search_request import Names, Question, Search, read_search
from financial_bot.bank import Bank
from handoff.plain_text import as_plain_text
from handoff.sdk_adapter.fields import Reading, Unclear, Understood
from handoff.sdk_adapter.turn import Turn
from helpdesk_bot.actions.add_comment import INCIDENT as COMMENTED_INCIDENT
from helpdesk_bot.actions.claim_fields import ClaimEmailField
from helpdesk_bot.actions.email_field import EmailField
from helpdesk_bot.actions.incident_fields import PriorityField
from helpdesk_bot.actions.incident_reading import number_in
from helpdesk_bot.desk import read_priority

FOLDER = Path(__file__).parent
BANK_SENTENCES, HELPDESK_SENTENCES = FOLDER / "entities_bank.yml", FOLDER / "entities_helpdesk.yml"

BANK_KINDS = ("payee", "payee_said", "vendor", "vendor_said", "card", "account_type", "amount")
HELPDESK_KINDS = ("priority", "incident_number", "email")

_CUSTOMER = "somebody"
_CONFIRMATION = "confirmed"
_SAID = frozenset({"payee_said", "vendor_said"})  # names in the customer's own words


@dataclass(frozen=True)
class Labelled:
    """A sentence, the intent it has, and what must be read in it by kind; a kind that is not there must not be read."""

    said: str
    intent: str
    expected: Mapping[str, str]


@dataclass(frozen=True)
class EntityError:
    """What was read in a sentence in place of what should have been; None is nothing."""

    said: str
    expected: str | None
    read: str | None


@dataclass(frozen=True)
class EntityScore:
    """How often one kind of entity was read right, read where it was not or as another one (`wrong`), and not read as
    it was said (`missed`). One that was read as another one is both wrong and missed."""

    kind: str
    right: int
    wrong: int
    missed: int
    errors: tuple[EntityError, ...]

    @property
    def precision(self) -> float:
        """The part of what was read that was right; 1 when nothing was read."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The part of what was said that was read right; 1 when nothing was said."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


Read = Mapping[str, "str | None"]  # by kind: all kinds that the skill reads, None where it read nothing
Reader = Callable[[Labelled], Read]


def labelled_sentences(file: Path) -> tuple[Labelled, ...]:
    """The sentences of one of the two files."""
    known = {"said", "intent"}
    rows = yaml.safe_load(file.read_text(encoding="utf-8"))
    return tuple(
        Labelled(row["said"], row["intent"], {kind: row[kind] for kind in row if kind not in known}) for row in rows
    )


def entity_scores(sentences: Sequence[Labelled], read: Reader, kinds: Sequence[str]) -> tuple[EntityScore, ...]:
    """The score of each kind, in that order, over the sentences whose skill reads it, or in which it is said."""
    readings = [(each, read(each)) for each in sentences]
    return tuple(_score(kind, readings) for kind in kinds)


def _score(kind: str, readings: Sequence[tuple[Labelled, Read]]) -> EntityScore:
    pairs = [(each.said, each.expected.get(kind), found.get(kind)) for each, found in readings]
    right = sum(expected is not None and _same(kind, expected, found) for _, expected, found in pairs)
    errors = [EntityError(said, expected, found) for said, expected, found in pairs if not _same(kind, expected, found)]
    wrong = sum(error.read is not None for error in errors)
    missed = sum(error.expected is not None for error in errors)
    return EntityScore(kind, right, wrong, missed, tuple(errors))


def _same(kind: str, expected: str | None, found: str | None) -> bool:
    if expected is None or found is None or kind not in _SAID:
        return expected == found
    return as_plain_text(expected).casefold() == found.casefold()


def bank_scores(duckling: Duckling) -> tuple[EntityScore, ...]:
    """The scores of BANK_KINDS. The bank of `access.the_bank` must be one that may be written to, see `demo_bank`."""
    bank = access.the_bank()
    bank.ensure_customer(_CUSTOMER)
    names = names_of(bank)
    return entity_scores(
        labelled_sentences(BANK_SENTENCES), lambda each: read_at_bank(each, bank, names, duckling), BANK_KINDS
    )


def helpdesk_scores() -> tuple[EntityScore, ...]:
    """The scores of HELPDESK_KINDS."""
    return entity_scores(labelled_sentences(HELPDESK_SENTENCES), read_at_desk, HELPDESK_KINDS)


@contextmanager
def demo_bank(folder: Path) -> Iterator[Bank]:
    """A bank of its own in `folder`, which the actions of this process use meanwhile."""
    before = os.environ.get("BANK_DATABASE_URL")
    os.environ["BANK_DATABASE_URL"] = f"sqlite:///{folder}/bank.db"
    try:
        yield access.the_bank()
    finally:
        access.forget_the_bank()
        if before is None:
            del os.environ["BANK_DATABASE_URL"]
        else:
            os.environ["BANK_DATABASE_URL"] = before


def names_of(bank: Bank) -> Names:
    """With whom the demo customer has to do."""
    cards = [card.name for card in bank.cards(_CUSTOMER)]
    vendors = [name for name in bank.counterparties(_CUSTOMER) if name not in cards]
    return Names(vendors, [payee.name for payee in bank.payees(_CUSTOMER)], cards)


def read_at_bank(sentence: Labelled, bank: Bank, names: Names, duckling: Duckling) -> Read:
    """What the skill of the sentence's intent reads in it."""
    now = int(time.time() * 1000)
    found = find_mentions(duckling, sentence.said, locale="en_US", timezone="America/New_York", reference_time_ms=now)
    turn = _first_turn(sentence, tuple(mention_to_rasa_entity(each) for each in found))
    if sentence.intent == "transfer_money":
        return {**_payee(turn, bank, orders=False), "amount": _value(AmountField("amount", _CONFIRMATION), turn)}
    if sentence.intent == "remove_payee":
        return _payee(turn, bank, orders=True)
    if sentence.intent == "pay_cc":
        return {"card": _card(turn, bank), "amount": _sum_on_a_card(turn)}
    if sentence.intent == "check_balance":
        return {"card": _card(turn, bank), "account_type": _account_type(sentence.said)}
    return _vendor(turn, bank, names)


def read_at_desk(sentence: Labelled) -> Read:
    """What the skill of the sentence's intent reads in it."""
    turn = _first_turn(sentence, ())
    intent = sentence.intent
    naming = COMMENTED_INCIDENT.spoken_of_in(turn) if intent == "add_comment" else sentence.said
    number = {"incident_number": number_in(naming)}
    if intent == "change_priority":
        priority = read_priority(sentence.said)
        return {**number, "priority": priority.value if priority else None}
    if intent == "claim_incident":
        return {**number, "email": _value(ClaimEmailField(), turn)}
    if intent in ("open_incident", "password_reset") or intent.startswith("problem_"):
        return {**number, "priority": _value(PriorityField(), turn), "email": _value(EmailField(), turn)}
    return number


def _first_turn(sentence: Labelled, entities: tuple[Mapping[str, Any], ...]) -> Turn:
    return Turn(_CUSTOMER, sentence.said, sentence.intent, 1.0, entities, None, None, None, {})


def _read(field: Any, turn: Turn) -> Reading:
    reading: Reading = asyncio.run(field.read(turn))
    return reading


def _value(field: Any, turn: Turn) -> str | None:
    reading = _read(field, turn)
    return str(reading.value) if isinstance(reading, Understood) else None


def _sum_on_a_card(turn: Turn) -> str | None:
    """An amount; the minimum or all that is owed is none."""
    value = _value(CardAmountField("amount", _CONFIRMATION), turn)
    return value if value is not None and value[0].isdigit() else None


def _payee(turn: Turn, bank: Bank, *, orders: bool) -> Read:
    reading = _read(PayeeField("payee", takes_orders=orders), turn)
    if isinstance(reading, Understood):
        names = {payee.id: payee.name for payee in bank.payees(_CUSTOMER)}
        return {"payee": names[reading.value]}
    return {"payee_said": reading.details.get("name")} if isinstance(reading, Unclear) else {}


def _card(turn: Turn, bank: Bank) -> str | None:
    named = read_cards(turn.text, bank.cards(_CUSTOMER))
    return named[0].name if len(named) == 1 else None


def _account_type(text: str) -> str | None:
    named = read_accounts(text)
    return next(iter(named)) if len(named) == 1 else None


def _vendor(turn: Turn, bank: Bank, names: Names) -> Read:
    earnings = turn.intent == "check_earnings"
    request: Search | Question = read_search(
        turn.text, mentions_of(turn), names, earnings=earnings, last=None, today=bank.today()
    )
    if isinstance(request, Question):
        return {"vendor_said": request.details.get("vendor")}
    return {"vendor": request.vendor}
