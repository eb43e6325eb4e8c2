"""Searching what was spent or earned: the sum, the count, the latest lines, and a chart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from duckling_client import Mention
from financial_bot.bank import Bank, Found
from financial_bot.bank.payments import FEE_COUNTERPARTY
from financial_bot.words import written_money
from handoff.plain_text import as_plain_text
from handoff.sdk_adapter.turn import Turn, read_turn

from .access import at_bank
from .card_reading import read_cards
from .chart import picture
from .kind_reading import FEES, INTEREST, SALARY
from .mentions import MONEY, mentions_of, without_names
from .search_reading import asks_for_more, goes_on, read_direction
from .search_request import Names, Question, Search, narrows, read_search, speaks_of_a_search
from .search_words import chart_of, written_count, written_lines, written_period

SLOT = "search_last"

# Every response of a search begins like this, and none of another skill.
_RESPONSES = ("utter_search_", "utter_spending_", "utter_earnings_")
_ANSWERS = ("utter_search_chart", "utter_spending_found", "utter_earnings_found")
_QUARTER = re.compile(r"\bquarters?\b", re.IGNORECASE)
_REFUNDS = re.compile(r"\brefund\w*", re.IGNORECASE)
FEW, MOST = 5, 20  # lines of an answer


# Responses, each with what fills it.
Said = tuple[tuple[str, Mapping[str, str]], ...]


@dataclass(frozen=True)
class Answer:
    """Responses and what fills them, and the search that the next message can go on from."""

    search: Search
    said: Said = field(default_factory=tuple)


class SearchTransactions(Action):
    """Says what was spent, or earned if the message says so."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_search_transactions"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks the bank; BankUnavailable ends the turn."""
        return await answer_search(dispatcher, turn_after_a_search(tracker), earnings=False)


def turn_after_a_search(tracker: Tracker) -> Turn:
    """The latest message; `last_response` is that of a search if there was one since the message before, also when a
    form has asked its question again behind it."""
    turn = read_turn(tracker)
    said = [name for name in _said_before(tracker.events) if name.startswith(_RESPONSES)]
    return replace(turn, last_response=said[0]) if said else turn


def _said_before(events: Sequence[Mapping[str, Any]]) -> list[str]:
    """The responses to the last message but one, the latest first."""
    users = [position for position, event in enumerate(events) if event.get("event") == "user"]
    since, until = [0, 0, *users][-2:]
    said = [event for event in events[since:until] if event.get("event") == "bot"]
    names = [(event.get("metadata") or {}).get("utter_action") for event in said]
    return [name for name in reversed(names) if isinstance(name, str)]


async def answer_search(
    dispatcher: CollectingDispatcher, turn: Turn, *, earnings: bool, limit: int = FEW
) -> list[EventType]:
    """Searches for what the message asks, or asks back; `earnings` is what is meant when it does not say, `limit` how
    many lines are shown at most. `turn` is as `turn_after_a_search` gives it."""
    return _say(dispatcher, await at_bank(turn.conversation, lambda bank: _answer(bank, turn, earnings, limit)))


async def is_a_search(turn: Turn) -> bool:
    """Whether a message about transactions is about one name, one time or what came in, or wants more lines of the
    search before."""
    if turn.is_payload:
        return False
    if wants_more(turn):
        return True

    def work(bank: Bank) -> bool:
        return narrows(turn.text, mentions_of(turn), _names(bank, turn.conversation), today=bank.today())

    return await at_bank(turn.conversation, work)


def wants_more(turn: Turn) -> bool:
    """Whether the message asks for more lines of the search that was just answered."""
    answered = turn.last_response is not None and turn.last_response.startswith(_ANSWERS)
    return answered and not turn.is_payload and last_search(turn) is not None and asks_for_more(turn.text)


async def go_on_searching(dispatcher: CollectingDispatcher, turn: Turn) -> list[EventType] | None:
    """Takes a message that no skill took ("last month", "amazon") as one about the search just answered or asked about.

    None, and nothing said: there was no search, or the message does not speak of one.
    """
    last = last_search(turn)
    if last is None or turn.is_payload:
        return None

    def work(bank: Bank) -> Answer | None:
        names = _names(bank, turn.conversation)
        if not wants_more(turn) and not speaks_of_a_search(turn.text, mentions_of(turn), names, today=bank.today()):
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
    cards = [card.name for card in bank.cards(customer)]
    vendors = [name for name in bank.counterparties(customer) if name not in cards]
    payees = [payee.name for payee in bank.payees(customer)]
    return Names(vendors, payees, cards, _kinds(bank, customer))


def _kinds(bank: Bank, customer: str) -> dict[str, str]:
    """Who takes fees, and who pays interest (where the savings are) and the salary: the latest of several."""
    latest = {
        kind: line.counterparty
        for kind, booked_as in ((INTEREST, "savings"), (SALARY, "salary"))
        for line in bank.latest(customer, limit=1, kinds={booked_as})
    }
    return {**latest, FEES: FEE_COUNTERPARTY}


def _answer(bank: Bank, turn: Turn, earnings: bool, limit: int = FEW) -> Answer:
    customer = turn.conversation
    text = "" if turn.is_payload else turn.text
    names, last = _names(bank, customer), None if turn.is_payload else last_search(turn)
    if last is not None and wants_more(turn):
        return _with_more_lines(bank, customer, last)
    request = read_search(text, mentions_of(turn), names, earnings=earnings, last=last, today=bank.today())
    if isinstance(request, Question):
        return Answer(request.search, ((request.response, request.details),))
    found = _search(bank, customer, request, limit=limit)
    if not found.count and request.vendor and read_direction(text) is None and not goes_on(text):
        # "Transactions with Harbor Lane" does not say whether they paid or were paid.
        other = replace(request, earnings=not request.earnings)
        if (found_other := _search(bank, customer, other, limit=limit)).count:
            request, found = other, found_other
    said = answer_of(request, found, bank.today())
    return Answer(request, (*_wider(bank, turn, text, request, found), *said))


def _with_more_lines(bank: Bank, customer: str, search: Search) -> Answer:
    """The same answer with more lines; the picture has been shown."""
    found = _search(bank, customer, search, limit=MOST)
    said = answer_of(search, found, bank.today())[:1]
    return Answer(search, ((("utter_search_most", {"most": str(MOST)}),) if found.count > MOST else ()) + said)


def _wider(bank: Bank, turn: Turn, text: str, search: Search, found: Found) -> Said:
    """What is to be said first when the answer holds more than was asked for."""
    if not found.count:
        return ()
    if search.earnings and search.vendor is None and _REFUNDS.search(text):
        return (("utter_search_wider_refunds", {}),)
    return (("utter_search_wider", {}),) if _asks_for_less(bank, turn, text) else ()


def _asks_for_less(bank: Bank, turn: Turn, text: str) -> bool:
    """Whether a card or an amount is named, by which nothing can be searched."""
    return names_an_amount(bank, turn) or bool(read_cards(text, bank.cards(turn.conversation)))


def names_an_amount(bank: Bank, turn: Turn) -> bool:
    """Whether the message has an amount of money in it that is no part of a name or a time."""
    mentions = mentions_of(turn)
    times = [each for each in mentions if each.dim == "time"]
    amounts = [each for each in mentions if each.dim == MONEY and not _is_a_time(each, times)]
    return bool(without_names(amounts, bank.payees(turn.conversation)))


def _is_a_time(amount: Mention, times: Sequence[Mention]) -> bool:
    """To Duckling the last quarter is a coin, and "march 3-10" a range of amounts."""
    overlaps = any(time.start < amount.end and amount.start < time.end for time in times)
    return overlaps or _QUARTER.search(amount.body) is not None


def _search(bank: Bank, customer: str, search: Search, **more: Any) -> Found:
    period = {"start": search.start, "end": search.end, **more}
    return bank.search(customer, earnings=search.earnings, counterparty=search.vendor, **period)


def answer_of(search: Search, found: Found, today: date) -> Said:
    """The responses for what was found, with what fills them. Pure."""
    tomorrow = today + timedelta(days=1)
    # A month that is not over yet was searched up to today.
    end = min(search.end, tomorrow) if search.end else None
    kind = "earnings" if search.earnings else "spending"
    whose = "_with" if search.vendor else ""
    if search.vendor == FEE_COUNTERPARTY and not search.earnings:
        whose = "_fees"
    start = search.start or found.first_day
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
