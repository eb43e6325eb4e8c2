"""Which cards are meant? Reading the names of credit cards out of a sentence. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from financial_bot.bank import Card

from .name_reading import names_in

_ALL_CARDS = re.compile(
    r"\b(?:all|every|each)(?:\s+one)?(?:\s+of)?(?:\s+(?:my|the|our|those))?(?:\s+(?:four|4))?(?:\s+credit)?\s+cards?\b",
    re.IGNORECASE,
)
# Said for "Emblem", "Credit All", "Justice Bank" and "Iron Bank"; "credit" and "bank" alone name nothing.
_ALSO_CALLED = {
    "emblems": "emblem",
    "creditall": "credit all",
    "justice": "justice bank",
    "justicebank": "justice bank",
    "iron": "iron bank",
    "ironbank": "iron bank",
}


def read_cards(text: str, cards: Sequence[Card]) -> tuple[Card, ...]:
    """The cards that `text` names, in the order of `text`, each once; all of them for "all my cards", () for none.

    Upper and lower case are the same, small typing errors are forgiven, and "justice", "iron" and "creditall" are names
    too. "My credit card" names no card.
    """
    if _ALL_CARDS.search(text):
        return tuple(cards)
    called = {card.name.casefold(): card for card in cards}
    short = {said: called[name] for said, name in _ALSO_CALLED.items() if name in called}
    return tuple(dict.fromkeys(card for card, _ in names_in(text, {**called, **short})))
