"""The day of a payment, as a field of its form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from duckling_client import Mention, UnclearDay, read_day
from handoff.sdk_adapter.fields import Reading, Unclear, Understood
from handoff.sdk_adapter.turn import Turn

from .access import at_bank
from .mentions import mentions_beside_payees

NOW = "now"

_RIGHT_NOW = re.compile(r"now|moment|once|away|immediately|instantly|asap|today", re.IGNORECASE)
_DAY_RESPONSES = {"past": "utter_date_past", "impossible": "utter_date_impossible"}


@dataclass(frozen=True)
class DayField:
    """The day on which the money should go; the first message means now when it names none."""

    slot: str
    unclear: str = "utter_date_unclear"
    called: tuple[str, ...] = ("day", "date", "when")
    takes_anything: bool = False

    async def read(self, turn: Turn) -> Reading:
        """Understood is an ISO date or NOW. Raises BankUnavailable."""
        if turn.is_payload:
            return _unspoken(turn)
        today = await at_bank(turn.conversation, lambda bank: bank.today())
        mentions, _ = await mentions_beside_payees(turn)
        reading = read_day(turn.text, mentions, today=today)
        if isinstance(reading, UnclearDay):
            if reading.reason.value == "none":
                return _unspoken(turn)
            return Unclear(_DAY_RESPONSES.get(reading.reason.value, self.unclear))
        if reading.date == today and _names_a_time_of_day(mentions):
            return Unclear("utter_date_time_of_day")
        return Understood(NOW if reading.date == today else reading.date.isoformat())

    def holds(self, value: Any) -> bool:
        """NOW or an ISO date."""
        try:
            return isinstance(value, str) and (value == NOW or bool(date.fromisoformat(value)))
        except ValueError:
            return False


def day_of(value: object) -> date | None:
    """The day that a `DayField` understood; None is now. Raises ValueError for what it never gave."""
    return None if value == NOW else date.fromisoformat(str(value))


def _unspoken(turn: Turn) -> Reading:
    return Understood(NOW) if turn.asked is None else None


def _names_a_time_of_day(mentions: Sequence[Mention]) -> bool:
    """Whether a time was said that is finer than a day: "at 5pm", "in an hour", "this afternoon"."""
    times = (mention for mention in mentions if mention.dim == "time" and not _RIGHT_NOW.search(mention.body))
    return any(_grain(mention) in ("hour", "minute", "second") for mention in times)


def _grain(mention: Mention) -> object:
    bound = mention.value.get("from") or mention.value.get("to") or mention.value
    return bound.get("grain") if isinstance(bound, dict) else None
