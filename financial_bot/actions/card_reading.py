"""Which cards are meant? Reading the names of credit cards out of a sentence. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from financial_bot.bank import Card

from .name_reading import Span, names_in, words_of

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
# These are everyday words too: "a new iron", "is there any justice", "credit all together", "the emblem of our club".
_A_THING_BEFORE = re.compile(
    r"\b(?:an?|any|some|another|new|more|little|much|low|high|social|wrought|cast)\s+$", re.IGNORECASE
)
_UNCOUNTED = frozenset({"iron", "justice"})
_A_CARD_BEHIND = re.compile(
    r"\s+(?:(?:credit\s+)?cards?|payments?|bills?|balance|debt|minimum|statement|account|one)\b", re.IGNORECASE
)
_A_THING_BEHIND = {
    "emblem": re.compile(r"\s+of\b", re.IGNORECASE),
    "iron": re.compile(r"\s+(?:levels?|supplements?|tablets?|pills?|man|maiden|board|gate|curtain)\b", re.IGNORECASE),
    "justice": re.compile(r"\s+(?:league|system|department|ministry)\b", re.IGNORECASE),
    "credit all": re.compile(r"\s+(?:together|told|along|in\s+all|the\s+(?:same|way|time))\b", re.IGNORECASE),
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
    named = names_in(text, {**called, **short})
    return tuple(dict.fromkeys(card for card, span in named if not _is_a_thing(text, span)))


def _is_a_thing(text: str, span: Span) -> bool:
    """Whether the words that stand there are no card's name, but spoken of as everybody does."""
    said = " ".join(word.plain for word in words_of(text[span.start : span.end]))
    if said not in _A_THING_BEHIND:
        return False
    if _A_CARD_BEHIND.match(text, span.end):
        return False
    follows_one = said in _UNCOUNTED and _A_THING_BEFORE.search(text[: span.start]) is not None
    return follows_one or _A_THING_BEHIND[said].match(text, span.end) is not None
