"""A scheduled payment that is meant, as a field of a form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from duckling_client import Amount, Day, Mention, read_amount, read_day
from financial_bot.bank import CURRENCY, Bank, Payee, Scheduled
from financial_bot.bank.matching import payees_named_in
from financial_bot.words import written_day, written_money
from handoff.sdk_adapter.fields import Reading, Unclear, Understood
from handoff.sdk_adapter.turn import Turn

from .access import at_bank
from .mentions import mentions_of, without_names

_REFERENCE = re.compile(r"\b([TC])[ -]?0*(\d{1,9})\b", re.IGNORECASE)
_PLACES = {"first": 0, "1st": 0, "next": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "last": -1, "latest": -1}
_PLACE = re.compile(rf"\bthe ({'|'.join(_PLACES)})(?: one| payment| transfer| order)?\b", re.IGNORECASE)
_CARDS = re.compile(r"\bcards?\b", re.IGNORECASE)


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
        orders, payees, today = await at_bank(turn.conversation, lambda bank: _known(bank, turn.conversation))
        meant = orders_meant(turn.text, without_names(mentions_of(turn), payees), orders, today)
        if turn.asked is None and not meant:
            meant = tuple(orders)
        if len(meant) == 1:
            return Understood(meant[0].reference)
        return Unclear("utter_order_several", buttons=order_buttons(meant)) if meant else None

    def holds(self, value: Any) -> bool:
        """A reference."""
        return isinstance(value, str) and _REFERENCE.fullmatch(value) is not None


def _known(bank: Bank, customer: str) -> tuple[Sequence[Scheduled], Sequence[Payee], date]:
    return bank.scheduled(customer), bank.payees(customer), bank.today()


def orders_meant(
    text: str, mentions: Sequence[Mention], orders: Sequence[Scheduled], today: date
) -> tuple[Scheduled, ...]:
    """The orders that a sentence can mean: by reference, by place in the list, or by all that it says of recipient,
    amount and day; () when it says nothing of any. Pure."""
    reference = _REFERENCE.search(text)
    if reference:
        wanted = f"{reference[1].upper()}-{int(reference[2]):06d}"
        return tuple(order for order in orders if order.reference == wanted)
    place = _PLACE.search(text)
    if place and orders and _PLACES[place[1].casefold()] < len(orders):
        return (orders[_PLACES[place[1].casefold()]],)
    amount = read_amount(text, mentions, account_currency=CURRENCY)
    day = read_day(text, mentions, today=today)
    named = _named_in(text, orders)
    if not (named or isinstance(amount, Amount) or isinstance(day, Day)):
        return ()
    return tuple(
        order
        for order in orders
        if (not named or order in named)
        and (not isinstance(amount, Amount) or order.amount.decimal == amount.value)
        and (not isinstance(day, Day) or order.on == day.date)
    )


def _named_in(text: str, orders: Sequence[Scheduled]) -> tuple[Scheduled, ...]:
    recipients = [Payee(number, order.recipient) for number, order in enumerate(orders)]
    named = tuple(orders[found.id] for found in payees_named_in(recipients, text))
    if named or not _CARDS.search(text):
        return named
    return tuple(order for order in orders if order.kind == "card_payment")


def order_buttons(orders: Sequence[Scheduled]) -> list[dict[str, str]]:
    """Buttons that send the reference."""
    return [{"title": written_order(order), "payload": order.reference} for order in orders]


def written_order(order: Scheduled) -> str:
    """`Alice Morgan, $50.00, Friday, 3 July 2026`."""
    return f"{order.recipient}, {written_money(order.amount)}, {written_day(order.on)}"
