"""The day of a payment, as a field of its form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from duckling_client import Mention, UnclearDay, read_day
from duckling_client.passes import MONEY, without_mentions
from handoff.sdk_adapter.fields import Reading, Unclear, Understood
from handoff.sdk_adapter.turn import Turn

from .conditions import makes_a_condition, says_when
from .mentions import Sentence, sentence_of

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
        said = await sentence_of(turn)
        reading = read_day(said.text, said.mentions, today=said.today)
        listening = turn.asked is None or _names_an_amount(said)
        if isinstance(reading, UnclearDay) and reading.reason.value != "none":
            return Unclear(_DAY_RESPONSES.get(reading.reason.value, self.unclear))
        depends = says_when if isinstance(reading, UnclearDay) else makes_a_condition
        if listening and depends(without_mentions(said.text, said.mentions)):
            return Unclear(self.unclear)
        if isinstance(reading, UnclearDay):
            return _unspoken(turn) if said.text.strip() else None
        if reading.date == said.today and _names_a_time_of_day(said.mentions):
            return Unclear("utter_date_time_of_day")
        return Understood(NOW if reading.date == said.today else reading.date.isoformat())

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


def _names_an_amount(said: Sentence) -> bool:
    return any(mention.dim in (MONEY, "number") for mention in said.mentions)


def _names_a_time_of_day(mentions: Sequence[Mention]) -> bool:
    """Whether a time was said that is finer than a day: "at 5pm", "in an hour", "this afternoon"."""
    times = (mention for mention in mentions if mention.dim == "time" and not _RIGHT_NOW.search(mention.body))
    return any(_grain(mention) in ("hour", "minute", "second") for mention in times)


def _grain(mention: Mention) -> object:
    bound = mention.value.get("from") or mention.value.get("to") or mention.value
    return bound.get("grain") if isinstance(bound, dict) else None
