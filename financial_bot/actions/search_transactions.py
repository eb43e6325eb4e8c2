"""Searching what was spent or earned: the sum, the count, the latest lines, and a chart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from financial_bot.bank import Bank, Found
from financial_bot.words import written_money
from handoff.plain_text import as_plain_text
from handoff.sdk_adapter.turn import Turn, read_turn

from .access import at_bank
from .card_reading import read_cards
from .chart import picture
from .mentions import MONEY, mentions_of, without_names
from .search_request import Names, Question, Search, read_search, speaks_of_a_search
from .search_words import chart_of, written_count, written_lines, written_period

SLOT = "search_last"

# Every response of a search begins like this, and none of another skill.
_RESPONSES = ("utter_search_", "utter_spending_", "utter_earnings_")
_WHOLE_RECORD = 100_000


@dataclass(frozen=True)
class Answer:
    """Responses and what fills them, and the search that the next message can go on from."""

    search: Search
    said: tuple[tuple[str, Mapping[str, str]], ...] = field(default_factory=tuple)


class SearchTransactions(Action):
    """Says what was spent, or earned if the message says so."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_search_transactions"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks the bank; BankUnavailable ends the turn."""
        return await answer_search(dispatcher, read_turn(tracker), earnings=False)


async def answer_search(dispatcher: CollectingDispatcher, turn: Turn, *, earnings: bool) -> list[EventType]:
    """Searches for what the message asks, or asks back; `earnings` is what is meant when it does not say."""
    return _say(dispatcher, await at_bank(turn.conversation, lambda bank: _answer(bank, turn, earnings)))


async def go_on_searching(dispatcher: CollectingDispatcher, turn: Turn) -> list[EventType] | None:
    """Takes a message that no skill took ("last month", "amazon") as one about the search just answered or asked about.

    None, and nothing said: there was no search, or the message does not speak of one.
    """
    last = last_search(turn)
    if last is None or turn.is_payload:
        return None

    def work(bank: Bank) -> Answer | None:
        names = _names(bank, turn.conversation)
        if not speaks_of_a_search(turn.text, mentions_of(turn), names, today=bank.today()):
            return None
        return _answer(bank, turn, last.earnings)

    answer = await at_bank(turn.conversation, work)
    return None if answer is None else _say(dispatcher, answer)


def last_search(turn: Turn) -> Search | None:
    """The search that the bot's last response was about."""
    if turn.last_response is None or not turn.last_response.startswith(_RESPONSES):
        return None
    return Search.from_json(turn.slots.get(SLOT))


def _say(dispatcher: CollectingDispatcher, answer: Answer) -> list[EventType]:
    for response, details in answer.said:
        dispatcher.utter_message(response=response, **details)
    return [SlotSet(SLOT, answer.search.as_json())]


def _names(bank: Bank, customer: str) -> Names:
    # Payments to one's own cards are no spending: the purchases with them are.
    cards = {card.name for card in bank.cards(customer)}
    vendors = [name for name in bank.counterparties(customer) if name not in cards]
    return Names(vendors, [payee.name for payee in bank.payees(customer)])


def _answer(bank: Bank, turn: Turn, earnings: bool) -> Answer:
    customer = turn.conversation
    text = "" if turn.is_payload else turn.text
    names, last = _names(bank, customer), None if turn.is_payload else last_search(turn)
    request = read_search(text, mentions_of(turn), names, earnings=earnings, last=last, today=bank.today())
    if isinstance(request, Question):
        return Answer(request.search, ((request.response, request.details),))
    found = _search(bank, customer, request)
    said = answer_of(request, found, _first_day(bank, customer, request, found), bank.today())
    if found.count and _asks_for_less(bank, turn, text):
        said = (("utter_search_wider", {}), *said)
    return Answer(request, said)


def _asks_for_less(bank: Bank, turn: Turn, text: str) -> bool:
    """Whether a card or an amount is named, by which nothing can be searched."""
    amounts = [each for each in mentions_of(turn) if each.dim == MONEY]
    others = without_names(amounts, bank.payees(turn.conversation))
    return bool(others or read_cards(text, bank.cards(turn.conversation)))


def _search(bank: Bank, customer: str, search: Search, **more: Any) -> Found:
    period = {"start": search.start, "end": search.end, **more}
    return bank.search(customer, earnings=search.earnings, counterparty=search.vendor, **period)


def _first_day(bank: Bank, customer: str, search: Search, found: Found) -> date | None:
    """The day of the first transaction, when the search goes back to the beginning."""
    if search.start is not None or not found.by_month:
        return None
    month = found.by_month[0][0]
    after = (month + timedelta(days=31)).replace(day=1)
    first = _search(bank, customer, search, start=month, end=min(after, search.end or after), limit=_WHOLE_RECORD)
    return first.lines[-1].booked_on if first.lines else month


def answer_of(
    search: Search, found: Found, first_day: date | None, today: date
) -> tuple[tuple[str, Mapping[str, str]], ...]:
    """The responses for what was found, with what fills them. Pure."""
    tomorrow = today + timedelta(days=1)
    # A month that is not over yet was searched up to today.
    end = min(search.end, tomorrow) if search.end else None
    kind = "earnings" if search.earnings else "spending"
    whose = "_with" if search.vendor else ""
    start = search.start or first_day
    period = written_period(start, end) or "so far"
    details = {"period": period, "vendor": as_plain_text(search.vendor or "")}
    if not found.count:
        return ((f"utter_{kind}_none{whose}", details),)
    figures = {
        "total": written_money(found.total),
        "count": written_count(found.count, len(found.lines)),
        "lines": written_lines(found.lines, beside=[start] if start else ()),
    }
    chart = picture(chart_of(found, earnings=search.earnings, start=search.start, end=end))
    pictures = (("utter_search_chart", {"chart": chart}),) if chart else ()
    return ((f"utter_{kind}_found{whose}", {**details, **figures}), *pictures)
