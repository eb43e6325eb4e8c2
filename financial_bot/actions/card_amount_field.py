"""How much of a card's debt is to be paid, as a field of its form."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from duckling_client.bare_number import may_be_amounts
from handoff.answers import is_question
from handoff.sdk_adapter.fields import Reading, Unclear, Understood
from handoff.sdk_adapter.turn import Turn

from .amount_field import AmountField, is_amount
from .mentions import sentence_of

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
          (?:current|full|whole|entire|total|outstanding|complete)\ (?:\w+\ )?(?:balance|amount|sum|bill|debt|thing|lot)
        | all\ of\ (?:it|that|this) | it\ all | in\ full | (?:to|at)\ zero
        | (?:what(?:ever)?|everything)\ i\ owe | zero\ out
        )\b""",
        re.IGNORECASE | re.VERBOSE,
    ),
}
# "Pay off my card" is about all of it, "pay 200 off my card" and "pay off my card with 40" are not.
_PAID_OFF = re.compile(r"\b(?:pa(?:y|id|ying)\b[^.,;]*\boff|payoff)\b", re.IGNORECASE)
_OFF_THE_DEBT = re.compile(
    r"\b(?:pay|put|knock|clear|chip|get)\b[^.,;!?]{0,30}?[\w$]\s+(?P<off>off)(?=\s+(?:my|our|the|of|what|from|credit|it)\b|\s+\|)",
    re.IGNORECASE,
)
# These mean the whole debt only where an amount was asked for, or in a first order.
_LOOSELY_CURRENT = re.compile(
    r"\b(?:balance(?! (?:of|on) my (?:account|checking))|all|everything|whole|full|clear(?:ed)?|settled?)\b",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"^\W*(?:no\b|nope\b|(?:just |only |rather |actually |make (?:it|that) |pay )*(?:the |all of )?"
    r"(?:minimum|min|current|full|whole|entire|total|outstanding|it|what i owe)\b)"
    r"|\b(?:instead|rather|make it|change)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\b(?:cancel|stop|forget|leave|nothing|tell|show)\b", re.IGNORECASE)
_CANNOT = re.compile(r"\b(?:can'?t|cannot|can not|don'?t|won'?t|unable|money|lowest|highest|biggest)\b", re.IGNORECASE)
_ASKS_TO_PAY = re.compile(r"\b(?:pay|make|put|clear|settle)\b", re.IGNORECASE)
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
        spoken = await sentence_of(turn)
        on_the_debt = replace(turn, text=_OFF_THE_DEBT.sub(_on, turn.text))
        sum_said = await AmountField(self.slot, self.confirmation).read(on_the_debt)
        is_all = sum_said is None and not may_be_amounts(spoken.text, spoken.mentions)
        named = self._named(turn, spoken.text, is_all=is_all)
        if named is None:
            return sum_said
        return Unclear(self.unclear) if isinstance(sum_said, Understood) or named == "" else Understood(named)

    def _named(self, turn: Turn, spoken: str, *, is_all: bool) -> str | None:
        if is_question(turn.text) and not _ASKS_TO_PAY.search(turn.text):
            return None
        if turn.asked == self.confirmation and (_ENDS.search(turn.text) or not _CORRECTS.search(turn.text)):
            return None
        return named_amount(spoken, loosely=turn.asked in (None, self.slot), paid_off=is_all)

    def holds(self, value: Any) -> bool:
        """MINIMUM, CURRENT or an amount as exact text."""
        return isinstance(value, str) and (value in (MINIMUM, CURRENT) or is_amount(value))


def _on(off: re.Match[str]) -> str:
    """With "on " in the place of "off": "pay 200 off my card" is a sum and no difference to one."""
    start = off.start("off") - off.start()
    return f"{off[0][:start]}on {off[0][start + 3 :]}"


def named_amount(text: str, *, loosely: bool = True, paid_off: bool = True) -> str | None:
    """MINIMUM or CURRENT; "" for words of both, or of a part of one; None when the text has no such words. Pure.

    `loosely`: words such as "all" and "balance" mean CURRENT. `paid_off`: so does "pay off", which it does not beside a
    number.
    """
    plain = _MINIMUM_BALANCE.sub("minimum", _CARD_NAMES.sub("", text))
    also = [pattern for pattern, counts in ((_LOOSELY_CURRENT, loosely), (_PAID_OFF, paid_off)) if counts]
    patterns = [*_SAID.items(), *((CURRENT, pattern) for pattern in also)]
    said = ((name, found.start()) for name, words in patterns for found in words.finditer(plain))
    meant = {name for name, start in said if not _denied(plain, start)}
    if not meant:
        return "" if _A_PART.search(plain) else None
    return meant.pop() if len(meant) == 1 and not _ODD.search(plain) and not _CANNOT.search(plain) else ""


def _denied(text: str, position: int) -> bool:
    return re.search(_NOT + r"$", text[:position], re.IGNORECASE) is not None
