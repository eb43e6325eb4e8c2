"""A payee of the customer's, as a field of a form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from financial_bot.bank import Payee
from handoff.plain_text import as_plain_text
from handoff.sdk_adapter.fields import Reading, Unclear, Understood
from handoff.sdk_adapter.turn import Turn

from .mentions import mentions_beside_payees
from .payee_reading import NotThem, UnknownName, read_payee


@dataclass(frozen=True)
class PayeeField:
    """One of the customer's own payees.

    `takes_orders`: "remove bob" is an answer here, and not something else that is wanted of a payee.
    """

    slot: str
    takes_orders: bool = False
    unclear: str = "utter_payee_unclear"
    called: tuple[str, ...] = ("payee", "person", "recipient", "receiver", "name")
    takes_anything: bool = False

    async def read(self, turn: Turn) -> Reading:
        """Understood is the payee's id. Raises BankUnavailable."""
        if turn.is_payload:
            return None
        mentions, payees = await mentions_beside_payees(turn)
        asked, opening = turn.asked == self.slot, turn.asked is None or self.takes_orders
        reading = read_payee(turn.text, mentions, payees, asked=asked, opening=opening)
        if isinstance(reading, Payee):
            return Understood(reading.id)
        if isinstance(reading, UnknownName):
            return Unclear("utter_payee_unknown", {"name": as_plain_text(reading.name)})
        if isinstance(reading, NotThem):
            return Unclear(self.unclear)
        return Unclear("utter_payee_several", buttons=payee_buttons(reading)) if reading else None

    def holds(self, value: Any) -> bool:
        """An id."""
        return type(value) is int


def payee_buttons(payees: Sequence[Payee]) -> list[dict[str, str]]:
    """Buttons that send the payee's name, so that typing and pressing are the same."""
    return [{"title": payee.name, "payload": payee.name} for payee in payees]
