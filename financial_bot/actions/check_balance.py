"""How much there is, and how much is owed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from financial_bot.bank import Bank, Card, Money
from financial_bot.words import written_money
from handoff.sdk_adapter.turn import Turn, read_turn

from .access import at_bank
from .card_reading import read_cards
from .search_transactions import answer_search

_ABOUT_CARDS = re.compile(
    r"\b(?:cards?|cc|owe[ds]?|owing|debts?|visa|mastercard|amex|minimum (?:due|payment|balance|amount))\b",
    re.IGNORECASE,
)
# Beside a card: "justice bank balance" and "my emblem account" are about the card alone.
_AND_THE_ACCOUNT = re.compile(
    r"\bchecking\b|\beverything\b|\baccounts?,? (?:and|plus)\b"
    r"|\b(?:and|plus)(?: (?:in|on|of|my|the|bank))* accounts?\b",
    re.IGNORECASE,
)
# The classifier knows "how much have I" from balances.
_ABOUT_A_SEARCH = re.compile(r"\b(?:spend|spent|spending|earn|earned|earnings|income)\b", re.IGNORECASE)


class CheckBalance(Action):
    """Says the balance of the account, or of the cards that the message speaks of."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_check_balance"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks the bank; BankUnavailable ends the turn."""
        turn = read_turn(tracker)
        if _ABOUT_A_SEARCH.search(turn.text):
            return await answer_search(dispatcher, turn, earnings=False)
        balance, cards = await at_bank(turn.conversation, lambda bank: _asked_for(bank, turn))
        if balance is not None:
            dispatcher.utter_message(response="utter_balance", balance=written_money(balance))
        if len(cards) == 1:
            _say_one(dispatcher, cards[0])
        elif cards:
            _say_several(dispatcher, cards)
        return []


def _asked_for(bank: Bank, turn: Turn) -> tuple[Money | None, Sequence[Card]]:
    """The account's balance if it is asked for, and the cards that are."""
    text = "" if turn.is_payload else turn.text
    cards = bank.cards(turn.conversation)
    named = read_cards(text, cards)
    if not named and _ABOUT_CARDS.search(text):
        named = tuple(cards)
    account = not named or _AND_THE_ACCOUNT.search(text)
    return (bank.balance(turn.conversation) if account else None), named


def _say_one(dispatcher: CollectingDispatcher, card: Card) -> None:
    if card.owed.minor:
        owed = {"owed": written_money(card.owed), "minimum": written_money(card.minimum_due)}
        dispatcher.utter_message(response="utter_card_balance", card=card.name, **owed)
    else:
        dispatcher.utter_message(response="utter_card_nothing_owed", card=card.name)


def _say_several(dispatcher: CollectingDispatcher, cards: Sequence[Card]) -> None:
    total = cards[0].owed
    for card in cards[1:]:
        total += card.owed
    lines = "\n".join(
        f"- {card.name}: **{written_money(card.owed)}** ({written_money(card.minimum_due)})" for card in cards
    )
    dispatcher.utter_message(response="utter_cards_balances", cards=lines, total=written_money(total))
