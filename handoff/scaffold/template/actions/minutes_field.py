"""How long a break is, as a field of a form."""

from __future__ import annotations

import re
from typing import Any

from handoff.sdk_adapter.fields import Reading, Unclear, Understood
from handoff.sdk_adapter.turn import Turn

SHORTEST, LONGEST = 1, 10

_NAMES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER = re.compile(rf"\b(\d{{1,4}}|{'|'.join(_NAMES)})\b", re.IGNORECASE)
_WITH_UNIT = re.compile(rf"{_NUMBER.pattern}[ -]?min(?:ute)?s?\b", re.IGNORECASE)


class MinutesField:
    """Whole minutes from SHORTEST to LONGEST."""

    slot = "break_minutes"
    unclear = "utter_break_minutes_unclear"
    called = ("minutes", "time", "length")
    takes_anything = False

    async def read(self, turn: Turn) -> Reading:
        """Understood is the number. A bare number counts only as an answer to the question."""
        found = _WITH_UNIT.findall(turn.text) or (_NUMBER.findall(turn.text) if turn.asked == self.slot else [])
        if turn.is_payload or len(found) != 1:
            return None
        minutes = _number(found[0])
        return Understood(minutes) if self.holds(minutes) else Unclear("utter_break_minutes_out_of_bounds")

    def holds(self, value: Any) -> bool:
        """A number of minutes that a break can have."""
        return isinstance(value, int) and SHORTEST <= value <= LONGEST


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NAMES.index(word.casefold()) + 1
