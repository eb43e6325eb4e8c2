"""What Duckling found in a message, without what is somebody's name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duckling_client import Mention, mentions_from_rasa_entities
from financial_bot.bank import Payee
from handoff.sdk_adapter.turn import Turn

from .access import at_bank

MONEY = "amount-of-money"

_WORD = re.compile(r"[^\W_]+")
_BEFORE_NAMES = frozenset({"for", "to"})


def mentions_of(turn: Turn) -> tuple[Mention, ...]:
    """Amounts, numbers, days and addresses; typed payloads carry nothing that Duckling saw."""
    return tuple(mentions_from_rasa_entities([dict(entity) for entity in turn.entities]))


async def mentions_beside_payees(turn: Turn) -> tuple[tuple[Mention, ...], tuple[Payee, ...]]:
    """The mentions without those that are a payee's name, and the payees. To Duckling, April is a month, Penny a coin.

    Raises BankUnavailable.
    """
    payees = await at_bank(turn.conversation, lambda bank: bank.payees(turn.conversation))
    return without_names(mentions_of(turn), payees), payees


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
