"""How much there is, and how much is owed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from duckling_client import Mention, PeriodReason, UnclearPeriod, read_period
from financial_bot.bank import Bank, Card, Money
from financial_bot.words import written_money
from handoff.sdk_adapter.turn import Turn

from .access import at_bank
from .account_reading import CHECKING_ACCOUNT, SAVINGS_ACCOUNT, read_accounts
from .card_reading import read_cards
from .mentions import mentions_of
from .search_transactions import answer_search, turn_after_a_search

_ABOUT_CARDS = re.compile(
    r"\b(?:cards?|cc|owe[ds]?|owing|debts?|visa|mastercard|amex|credit limits?|available credit"
    r"|minimum (?:due|payment|balance|amount))\b",
    re.IGNORECASE,
)
# Beside a card: "justice bank balance" and "my emblem account" are about the card alone.
_AND_THE_ACCOUNT = re.compile(
    r"\beverything\b|\baccounts?,? (?:and|plus)\b"
    r"|\b(?:and|plus)(?: (?:in|on|of|my|the|bank))* accounts?\b",
    re.IGNORECASE,
)
# The classifier knows "how much have I" from balances. "How much can I spend" is about them.
_ABOUT_A_SEARCH = re.compile(
    r"\b(?:spent|earned|(?:did|do) (?:i|we)(?: \w+)? (?:spend|earn)|(?:my|our|the) (?:spending|earnings|income))\b",
    re.IGNORECASE,
)
_ABOUT_LIMITS = re.compile(
    r"\b(?:limits?|available|(?:can|could|may) (?:i|we)(?: \w+)? (?:spend|use|charge|borrow)|to spend|left)\b",
    re.IGNORECASE,
)
_ABOUT_DUE_DATES = re.compile(r"\b(?:when\b.*\bdue|due (?:date|day)|which day|deadline)\b", re.IGNORECASE)
_LATER = re.compile(r"\bwill (?:my|i|the|there|be)\b|\bafter\b|\bgoing to\b", re.IGNORECASE)


class CheckBalance(Action):
    """Says the balance of the account, or of the cards that the message speaks of."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_check_balance"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks the bank; BankUnavailable ends the turn."""
        turn = turn_after_a_search(tracker)
        if _ABOUT_A_SEARCH.search(turn.text):
            return await answer_search(dispatcher, turn, earnings=False)
        balance, cards, said_first = await at_bank(turn.conversation, lambda bank: _asked_for(bank, turn))
        if said_first is not None:
            dispatcher.utter_message(response=said_first)
        if balance is not None:
            dispatcher.utter_message(response="utter_balance", balance=written_money(balance))
        if len(cards) == 1:
            _say_one(dispatcher, cards[0])
        elif cards:
            _say_several(dispatcher, cards)
        return []


def _asked_for(bank: Bank, turn: Turn) -> tuple[Money | None, Sequence[Card], str | None]:
    """The account's balance if it is asked for, the cards that are, and what is to be said before them when something
    else is asked for."""
    text = "" if turn.is_payload else turn.text
    cards = bank.cards(turn.conversation)
    named = read_cards(text, cards)
    of_somebody = bool(bank.payees_named_in(turn.conversation, text))
    if not named and _ABOUT_CARDS.search(text) and not of_somebody:
        named = tuple(cards)
    accounts = read_accounts(text)
    account = not named or CHECKING_ACCOUNT in accounts or _AND_THE_ACCOUNT.search(text)
    balance = bank.balance(turn.conversation) if account else None
    elsewhere = of_somebody or SAVINGS_ACCOUNT in accounts or _LATER.search(text)
    if elsewhere or not _is_about_now(text, mentions_of(turn), bank.today()):
        return balance, named, "utter_balance_only_now"
    return balance, named, _not_known_of_cards(text) if named else None


def _not_known_of_cards(text: str) -> str | None:
    if _ABOUT_DUE_DATES.search(text):
        return "utter_balance_no_due_date"
    return "utter_balance_no_limit" if _ABOUT_LIMITS.search(text) else None


def _is_about_now(text: str, mentions: Sequence[Mention], today: date) -> bool:
    period = read_period(text, mentions, today=today)
    if isinstance(period, UnclearPeriod):
        return period.reason is PeriodReason.NONE
    return (period.start is None or period.start <= today) and (period.end is None or period.end > today)


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
