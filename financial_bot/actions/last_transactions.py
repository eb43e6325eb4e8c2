"""The latest transactions, whatever they are."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from financial_bot.bank import Bank, Line
from handoff.sdk_adapter.turn import Turn

from .access import at_bank
from .card_reading import read_cards
from .mentions import mentions_of
from .search_transactions import answer_search, is_a_search, names_an_amount, turn_after_a_search
from .search_words import written_lines

USUAL = 5
MOST = 20

_ONE = re.compile(r"\b(?:last|latest|most recent|newest)\s+(?:transaction|payment|purchase|booking)\b", re.IGNORECASE)
_ALL = re.compile(r"\b(?:all|every|everything|entire|whole|complete|full)\b", re.IGNORECASE)
# The first that is found counts: card payments are payments.
_KINDS = {
    r"\bcards?\s+(?:re)?payments?\b": {"card_payment"},
    r"\bpurchases?\b": {"purchase"},
    r"\btransfers?\b": {"transfer"},
    r"\bsavings?\b": {"savings"},
    r"\bpayments?\b": {"purchase", "transfer", "fee", "card_payment"},
}


class LastTransactions(Action):
    """Lists the latest transactions of the account and all cards, newest first.

    Where the message names somebody, a time or money that came in, that is searched instead.
    """

    def name(self) -> str:
        """Name in the domain."""
        return "action_last_transactions"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks the bank; BankUnavailable ends the turn."""
        turn = turn_after_a_search(tracker)
        wanted = how_many(turn)
        if await is_a_search(turn):
            return await answer_search(dispatcher, turn, earnings=False, limit=min(wanted, MOST))
        lines, only_some = await at_bank(turn.conversation, lambda bank: _latest(bank, turn, min(wanted, MOST)))
        any_amount = await at_bank(turn.conversation, lambda bank: names_an_amount(bank, turn))
        if lines and any_amount:
            dispatcher.utter_message(response="utter_last_transactions_any_amount")
        if wanted > MOST and len(lines) == MOST:
            dispatcher.utter_message(response="utter_last_transactions_most", most=str(MOST))
        response = _response_to(len(lines), only_some)
        dispatcher.utter_message(response=response, lines=written_lines(lines, signed=True))
        return []


def how_many(turn: Turn) -> int:
    """How many transactions the message asks for: a plain number in it that belongs to no time, 1 for "my last
    transaction", more than there may be for all, else 5."""
    mentions = mentions_of(turn)
    others = [each for each in mentions if each.dim not in {"number", "amount-of-money"}]
    numbers = [
        each.value.get("value")
        for each in mentions
        if each.dim == "number" and not any(other.start < each.end and each.start < other.end for other in others)
    ]
    wanted = numbers[0] if len(numbers) == 1 else None
    if isinstance(wanted, int | float) and wanted >= 1:
        return int(wanted)
    if _ALL.search(turn.text):
        return MOST + 1
    return 1 if _ONE.search(turn.text) else USUAL


def _latest(bank: Bank, turn: Turn, limit: int) -> tuple[tuple[Line, ...], bool]:
    """The lines, newest first, and whether only those of some kind or of some cards were asked for."""
    text = "" if turn.is_payload else turn.text
    cards = bank.cards(turn.conversation)
    named = {card.name for card in read_cards(text, cards)}
    kinds = next((kinds for said, kinds in _KINDS.items() if re.search(said, text, re.IGNORECASE)), None)
    # A payment to a card is booked in the account, under the card's name.
    lines = bank.latest(turn.conversation, limit=limit, kinds=kinds, names=named)
    return lines, bool(named) or kinds is not None


def _response_to(count: int, only_some: bool) -> str:
    if not count:
        return "utter_last_transactions_none_such" if only_some else "utter_last_transactions_none"
    if only_some:
        return "utter_last_transactions_of_these"
    return "utter_last_transaction" if count == 1 else "utter_last_transactions"
