"""How much of a card's debt is to be paid, as a field of its form."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from handoff.sdk_adapter.fields import Reading, Unclear, Understood
from handoff.sdk_adapter.turn import Turn

from .amount_field import AmountField, is_amount

MINIMUM, CURRENT = "minimum", "current"

# the names of cards have words of amounts in them
_CARD_NAMES = re.compile(
    r"\bcredit ?all\b|\b(?:justice|iron) bank\b|\ball (?:of )?(?:(?:my|the|our) )?(?:credit )?cards\b", re.IGNORECASE
)
_A_PART = re.compile(
    r"\b(?:half|third|quarter|part|some|most|all but|percent) of (?:it|that|this|them)\b|%", re.IGNORECASE
)
_SAID = {
    MINIMUM: re.compile(r"\b(?:minimum|min|minimal|smallest|least)\b", re.IGNORECASE),
    CURRENT: re.compile(
        r"""\b(?:
          (?:current|whole|entire|total|outstanding|complete)\ (?:\w+\ )?(?:balance|amount|sum|bill|debt|thing|lot)
        | balance(?!\ (?:of|on)\ my\ (?:account|checking)) | all | everything | whole | full | (?:to|at)\ zero
        | pa(?:y|id|ying)\b[^.,;]*\boff | payoff | what(?:ever)?\ i\ owe | clear(?:ed)? | settled? | zero\ out
        )\b""",
        re.IGNORECASE | re.VERBOSE,
    ),
}
_NOT = r"\b(?:not|n't|than|never|isn't)\b[^.,;]{0,12}"
_ODD = re.compile(r"\b(?:half|third|quarter|part|some|most|except|but|plus|double|twice|percent)\b|%", re.IGNORECASE)
_MINIMUM_BALANCE = re.compile(r"\b(?:minimum|min)\.? (?:balance|amount|payment|due|sum)\b", re.IGNORECASE)


@dataclass(frozen=True)
class CardAmountField:
    """A sum, the minimum due, or all that is owed."""

    slot: str
    confirmation: str
    unclear: str = "utter_cc_amount_unclear"
    called: tuple[str, ...] = ("amount", "sum", "figure", "how much")
    takes_anything: bool = False

    async def read(self, turn: Turn) -> Reading:
        """Understood is MINIMUM, CURRENT, or an amount in major units as exact text. Raises BankUnavailable."""
        if turn.is_payload:
            return None
        named = named_amount(turn.text)
        plain = replace(turn, text=_CARD_NAMES.sub(lambda name: "x" * len(name[0]), turn.text))
        sum_said = await AmountField(self.slot, self.confirmation).read(plain)
        if named is None:
            return sum_said
        return Unclear(self.unclear) if isinstance(sum_said, Understood) or named == "" else Understood(named)

    def holds(self, value: Any) -> bool:
        """MINIMUM, CURRENT or an amount as exact text."""
        return isinstance(value, str) and (value in (MINIMUM, CURRENT) or is_amount(value))


def named_amount(text: str) -> str | None:
    """MINIMUM or CURRENT; "" for words of both, or of a part of one; None when the text has no such words. Pure."""
    plain = _MINIMUM_BALANCE.sub("minimum", _CARD_NAMES.sub("", text))
    meant = {
        name for name, words in _SAID.items() for said in words.finditer(plain) if not _denied(plain, said.start())
    }
    if not meant:
        return "" if _A_PART.search(plain) else None
    return meant.pop() if len(meant) == 1 and not _ODD.search(plain) else ""


def _denied(text: str, position: int) -> bool:
    return re.search(_NOT + r"$", text[:position], re.IGNORECASE) is not None
