"""Which scheduled payment is meant in a sentence? Pure but for `Known.of`.

What was said of a payment counts: when nothing fits, no other payment is meant instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from duckling_client import Amount, Day, Mention, read_amount, read_day
from financial_bot.bank import CURRENCY, Bank, Card, Payee, Scheduled

from .card_reading import read_cards
from .payee_reading import NotThem, UnknownName, read_payee

_REFERENCE = re.compile(r"\b([TC])[ -]?0*(\d{1,9})\b", re.IGNORECASE)
_PLACES = {"first": 0, "1st": 0, "next": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "last": -1, "latest": -1}
# "the first one", "my last payment to bob"; "the first of december" and "on the 2nd" are days
_PLACE = re.compile(
    rf"""(?<!\bon\ )(?<!\bfor\ )(?<!\bby\ )(?<!\bof\ )\b(?:the|my|that)\ (?P<place>{"|".join(_PLACES)})
    (?:\ (?:(?:scheduled|planned|upcoming|card|money)\ )*(?:one|payment|transfer|order)s?\b
    |(?=\s*(?:[.,!?;]|$)|\s+(?:to|please|pls|of\ (?:them|these|those|my|the\ (?:list|two|three)))\b))""",
    re.IGNORECASE | re.VERBOSE,
)
_CARDS = re.compile(r"\bcards?\b", re.IGNORECASE)
_RIGHT_NOW = re.compile(r"\b(?:now|immediately|instantly|at once|right away|asap)\b", re.IGNORECASE)
_DUE_TODAY = re.compile(r"\b(?:for|due|out|of|scheduled|on) today\b|\btoday['’]s\b", re.IGNORECASE)
_ONE_BEHIND = re.compile(r"\s+one$", re.IGNORECASE)
_WITHOUT_ONE = re.compile(r"(?<=\S)\s+one\b", re.IGNORECASE)
_EXCLUDED = re.compile(r"\b(?:not|except|other than)\s+(?:the|my|that|for|to)\b", re.IGNORECASE)
_BARE_AMOUNT = re.compile(r"\bthe (\d{1,7}(?:\.\d\d)?) (?:one|payment|transfer)\b", re.IGNORECASE)
_BEFORE_RECIPIENTS = (
    r"\b(?:payments?|transfers?|one|order|money|it|that|[\d.,]+|dollars?|bucks|scheduled|going|goes) (?:to|for) "
)
_THEIR_PAYMENT = re.compile(
    r"['’]s(?=\s+(?:next |last |first |scheduled )*(?:payment|transfer|one|order|money)\b|\W*$)", re.IGNORECASE
)


@dataclass(frozen=True)
class Known:
    """What the bank knows when a payment is called off: all that is scheduled, and whom it could have been for."""

    orders: tuple[Scheduled, ...]
    payees: tuple[Payee, ...]
    cards: tuple[Card, ...]
    today: date

    @classmethod
    def of(cls, bank: Bank, customer: str) -> Known:
        """Raises BankUnavailable."""
        scheduled, payees, cards = bank.scheduled(customer), bank.payees(customer), bank.cards(customer)
        return cls(tuple(scheduled), tuple(payees), tuple(cards), bank.today())


@dataclass(frozen=True)
class Meant:
    """The orders that fit all that was said. `in_doubt`: something was said that could not be used to choose."""

    orders: tuple[Scheduled, ...]
    in_doubt: bool = False


def orders_meant(text: str, mentions: Sequence[Mention], known: Known) -> Meant | None:
    """The orders that a sentence can mean: by reference, or by all that it says of recipient, amount and day, and by
    its place among those; none when nothing fits; None when it says nothing of any."""
    reference = _REFERENCE.search(text)
    if reference:
        wanted = f"{reference[1].upper()}-{int(reference[2]):06d}"
        return Meant(tuple(order for order in known.orders if order.reference == wanted))
    if _EXCLUDED.search(text):
        return Meant(known.orders, in_doubt=True)
    place = _PLACE.search(text)
    if place:
        mentions = [each for each in mentions if each.end <= place.start() or each.start >= place.end()]
        text = f"{text[: place.start()]}{'-' * len(place[0])}{text[place.end() :]}"
    said = [_to_recipient(text, mentions, known), _of_amount(text, mentions, known), _on_day(text, mentions, known)]
    named = [each for each in said if each is not None]
    if not named and not place:
        return None
    fitting = tuple(order for order in known.orders if all(order in each.orders for each in named))
    in_doubt = any(each.in_doubt for each in named)
    return Meant(_at(place["place"], fitting) if place and not in_doubt else fitting, in_doubt)


def _at(place: str, orders: tuple[Scheduled, ...]) -> tuple[Scheduled, ...]:
    index = _PLACES[place.casefold()]
    return (orders[index],) if orders and index < len(orders) else ()


def _of_amount(text: str, mentions: Sequence[Mention], known: Known) -> Meant | None:
    bare = _BARE_AMOUNT.search(text)
    if bare:
        return Meant(tuple(order for order in known.orders if str(order.amount.decimal) == f"{float(bare[1]):.2f}"))
    mentions = [_without_one(each) for each in mentions]
    amount = read_amount(_WITHOUT_ONE.sub(_blank, text), mentions, account_currency=CURRENCY)
    if isinstance(amount, Amount):
        return Meant(tuple(order for order in known.orders if order.amount.decimal == amount.value))
    if amount.reason.value == "none":
        return None
    return Meant(() if amount.reason.value == "other_currency" else known.orders, in_doubt=True)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _without_one(mention: Mention) -> Mention:
    """Of "11 dollar one" Duckling makes 11 dollars and a cent."""
    value = mention.value.get("value")
    if mention.dim != "amount-of-money" or not _ONE_BEHIND.search(mention.body) or not isinstance(value, int | float):
        return mention
    body = _ONE_BEHIND.sub("", mention.body)
    alone = {**mention.value, "value": round(value - 0.01, 2)}
    return replace(mention, body=body, end=mention.start + len(body), value=alone)


def _on_day(text: str, mentions: Sequence[Mention], known: Known) -> Meant | None:
    if _RIGHT_NOW.search(text):
        mentions = [each for each in mentions if not _RIGHT_NOW.search(each.body)]
        text = _RIGHT_NOW.sub("", text)
    day = read_day(text, mentions, today=known.today)
    if isinstance(day, Day):
        if day.date == known.today and not _DUE_TODAY.search(text):
            return None  # "cancel it today"
        return Meant(tuple(order for order in known.orders if order.on == day.date))
    return None if day.reason.value == "none" else Meant(known.orders, in_doubt=True)


def _to_recipient(text: str, mentions: Sequence[Mention], known: Known) -> Meant | None:
    """By name, first name or card. Who is named and gets nothing fits none."""
    cards = {card.name for card in read_cards(text, known.cards)}
    names = dict.fromkeys([*(payee.name for payee in known.payees), *(order.recipient for order in known.orders)])
    people = [Payee(number, name) for number, name in enumerate(names) if name not in cards]
    said = read_payee(_THEIR_PAYMENT.sub("", text), mentions, people, asked=False, opening=True)
    if isinstance(said, NotThem):
        return Meant(known.orders, in_doubt=True)
    if isinstance(said, Payee):
        said = (said,)
    if isinstance(said, tuple):
        cards |= {person.name for person in said}
    if cards:
        return Meant(tuple(order for order in known.orders if order.recipient in cards))
    if isinstance(said, UnknownName) and _is_certainly_a_name(text, said.name):
        return Meant(())
    if _CARDS.search(text):
        return Meant(tuple(order for order in known.orders if order.kind == "card_payment"))
    return None


def _is_certainly_a_name(text: str, name: str) -> bool:
    """Not so in "I would like to undo it"."""
    return (
        " " in name or name[0].isupper() or bool(re.search(_BEFORE_RECIPIENTS + re.escape(name), text, re.IGNORECASE))
    )
