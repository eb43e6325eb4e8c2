"""What Duckling found in a message, without what is somebody's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from duckling_client import Mention, mentions_from_rasa_entities
from financial_bot.bank import Bank, Payee
from handoff.sdk_adapter.turn import Turn

from .access import at_bank
from .name_reading import Span, names_in
from .notes import without_note

MONEY = "amount-of-money"

_WORD = re.compile(r"[^\W_]+")
_BEFORE_NAMES = frozenset({"for", "to"})
# "Bill 4711" is a number of a bill, whoever else is called that.
_ALSO_THINGS = frozenset("account bill card case house order page".split())
_CARD_AFTER = re.compile(r"\s+(?:credit\s+)?card\b(?!\s+(?:no\b|nr\b|number\b|#|end|\d{4}))", re.IGNORECASE)


@dataclass(frozen=True)
class Sentence:
    """What a message says besides names and its note, and the bank's day on which it was said.

    `text` has the length of the message, with spaces for the note and "|" for the names of payees and cards; `mentions`
    are what Duckling found in the rest; `names_somebody` tells whether there was a name.
    """

    text: str
    mentions: tuple[Mention, ...]
    names_somebody: bool
    today: date


def mentions_of(turn: Turn) -> tuple[Mention, ...]:
    """Amounts, numbers, days and addresses; typed payloads carry nothing that Duckling saw."""
    return tuple(mentions_from_rasa_entities([dict(entity) for entity in turn.entities]))


async def mentions_beside_payees(turn: Turn) -> tuple[tuple[Mention, ...], tuple[Payee, ...]]:
    """The mentions without those that are a payee's name, and the payees. To Duckling, April is a month, Penny a coin.

    Raises BankUnavailable.
    """
    payees = await at_bank(turn.conversation, lambda bank: bank.payees(turn.conversation))
    return without_names(mentions_of(turn), payees), payees


async def sentence_of(turn: Turn) -> Sentence:
    """The latest message without names and note. Raises BankUnavailable."""

    def named(bank: Bank) -> tuple[Sequence[Payee], list[str], date]:
        cards = [card.name for card in bank.cards(turn.conversation)]
        return bank.payees(turn.conversation), cards, bank.today()

    payees, cards, today = await at_bank(turn.conversation, named)
    text = without_note(turn.text)
    inside = [mention for mention in mentions_of(turn) if text[mention.end - 1 : mention.end].strip()]
    masked = _masked(text, _spans_of_names(text, payees, cards))
    return Sentence(masked, without_names(inside, payees), masked != text, today)


def _spans_of_names(text: str, payees: Sequence[Payee], cards: Sequence[str]) -> list[Span]:
    """Names of payees, full ones also with typing errors, and of cards, with the word "card" behind them."""
    in_full = {payee.name: payee.name for payee in payees if " " in payee.name}
    called = {name: name for payee in payees for name in (payee.name, payee.name.split(" ")[0])}
    people = [span for _, span in names_in(text, in_full)]
    people += [span for name, span in names_in(text, called, typos=False) if name.casefold() not in _ALSO_THINGS]
    named = [span for _, span in names_in(text, {name: name for name in cards})]
    return [*people, *(_with_card(text, span) for span in named)]


def _with_card(text: str, span: Span) -> Span:
    card = _CARD_AFTER.match(text, span.end)
    return span if card is None else Span(span.start, card.end())


def _masked(text: str, spans: Sequence[Span]) -> str:
    for span in spans:
        text = text[: span.start] + "|" * (span.end - span.start) + text[span.end :]
    return text


def without_names(mentions: Sequence[Mention], payees: Sequence[Payee]) -> tuple[Mention, ...]:
    """The mentions but for those that are words of one payee's name, and amounts that begin with one: of "Penny ten
    dollars" Duckling makes ten cents, beside the ten dollars."""
    names = [_words(payee.name) for payee in payees]
    return tuple(mention for mention in mentions if not any(_is_part_of(mention, name) for name in names))


def _is_part_of(mention: Mention, name: frozenset[str]) -> bool:
    words = [word for word in _WORD.findall(mention.body.casefold()) if word not in _BEFORE_NAMES]
    if not words:
        return False
    return name.issuperset(words) or (mention.dim == MONEY and words[0] in name)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
