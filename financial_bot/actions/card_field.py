"""A credit card of the customer's, as a field of a form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from financial_bot.bank import Card
from financial_bot.words import written_money
from handoff.sdk_adapter.fields import Reading, Unclear, Understood
from handoff.sdk_adapter.turn import Turn

from .access import at_bank
from .card_reading import read_cards


@dataclass(frozen=True)
class CardField:
    """One of the customer's own credit cards, one that has something to pay."""

    slot: str
    unclear: str = "utter_cc_card_unclear"
    called: tuple[str, ...] = ("card", "credit card")
    takes_anything: bool = False

    async def read(self, turn: Turn) -> Reading:
        """Understood is the card's id. Raises BankUnavailable."""
        if turn.is_payload:
            return None
        cards = await at_bank(turn.conversation, lambda bank: bank.cards(turn.conversation))
        named = read_cards(turn.text, cards)
        if len(named) > 1:
            return Unclear("utter_cc_card_several", buttons=card_buttons(named))
        if not named:
            return None
        if not named[0].owed.minor:
            return Unclear("utter_cc_nothing_owed", {"card": named[0].name})
        return Understood(named[0].id)

    def holds(self, value: Any) -> bool:
        """An id."""
        return type(value) is int


def card_buttons(cards: Sequence[Card]) -> list[dict[str, str]]:
    """Buttons that send the card's name, with what is owed on it; a card that owes nothing has none."""
    return [
        {"title": f"{card.name}: {written_money(card.owed)}", "payload": card.name} for card in cards if card.owed.minor
    ]
