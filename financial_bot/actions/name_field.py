"""The name of somebody who is to become a payee, as a field of its form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from financial_bot.bank import InvalidName
from financial_bot.bank.names import tidied
from handoff.sdk_adapter.fields import Reading, Unclear, Understood
from handoff.sdk_adapter.turn import Turn

from .new_name import corrected_name, name_to_add, names_several, plain_name


@dataclass(frozen=True)
class NameField:
    """A name that the bank takes."""

    slot: str
    confirmation: str
    unclear: str = "utter_new_payee_name_unclear"
    called: tuple[str, ...] = ("name", "payee", "spelling")
    takes_anything: bool = True

    async def read(self, turn: Turn) -> Reading:
        """Understood is the name as the bank writes it."""
        name = None if turn.is_payload else self._name_in(turn)
        if name is None:
            return None
        if names_several(name):
            return Unclear("utter_new_payee_one_at_a_time")
        try:
            return Understood(tidied(name))
        except InvalidName as error:
            return Unclear(f"utter_new_payee_name_{error.reason}")

    def holds(self, value: Any) -> bool:
        """A name as the bank writes it."""
        try:
            return isinstance(value, str) and tidied(value) == value
        except InvalidName:
            return False

    def _name_in(self, turn: Turn) -> str | None:
        if turn.asked is None:
            return name_to_add(turn.text)
        return corrected_name(turn.text) if turn.asked == self.confirmation else plain_name(turn.text)
