"""A scheduled payment that is meant, as a field of a form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from financial_bot.bank import Scheduled
from financial_bot.words import written_day, written_money
from handoff.sdk_adapter.fields import Reading, Unclear, Understood
from handoff.sdk_adapter.turn import Turn

from .access import at_bank
from .mentions import mentions_of, without_names
from .order_reading import Known, Meant, orders_meant

_REFERENCE = re.compile(r"[TC]-\d{1,9}")


@dataclass(frozen=True)
class OrderField:
    """One of the payments that the customer has scheduled."""

    slot: str
    unclear: str = "utter_order_unclear"
    called: tuple[str, ...] = ("payment", "transfer", "one")
    takes_anything: bool = False

    async def read(self, turn: Turn) -> Reading:
        """Understood is the reference. Raises BankUnavailable."""
        if turn.is_payload:
            return None
        known = await at_bank(turn.conversation, lambda bank: Known.of(bank, turn.conversation))
        meant = orders_meant(turn.text, without_names(mentions_of(turn), known.payees), known)
        if meant is None and turn.asked is None:
            meant = Meant(known.orders)
        return None if meant is None else self._judged(meant, known.orders)

    def _judged(self, meant: Meant, orders: Sequence[Scheduled]) -> Reading:
        if not meant.orders:
            return Unclear("utter_order_none_fits", buttons=order_buttons(orders)) if orders else None
        if meant.in_doubt:
            return Unclear(self.unclear, buttons=order_buttons(meant.orders))
        if len(meant.orders) > 1:
            return Unclear("utter_order_several", buttons=order_buttons(meant.orders))
        return Understood(meant.orders[0].reference)

    def holds(self, value: Any) -> bool:
        """A reference."""
        return isinstance(value, str) and _REFERENCE.fullmatch(value) is not None


def order_buttons(orders: Sequence[Scheduled]) -> list[dict[str, str]]:
    """Buttons that send the reference."""
    return [{"title": written_order(order), "payload": order.reference} for order in orders]


def written_order(order: Scheduled) -> str:
    """`Alice Morgan, $50.00, Friday, 3 July 2026`."""
    return f"{order.recipient}, {written_money(order.amount)}, {written_day(order.on)}"
