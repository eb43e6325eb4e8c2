"""What customers ask for that a search cannot tell apart, so that it is said and not passed over. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .name_reading import words_of
from .vendor_reading import Everybody, KnownVendor, UnknownVendor, VendorReading

CARD_PAYMENTS = "utter_search_card_payments"
SAVINGS = "utter_search_savings"
BY_NAME_ONLY = "utter_search_by_name_only"
ONE_AT_A_TIME = "utter_search_one_at_a_time"

_SEVERAL = re.compile(r"\b(?:both|payees|recipients)\b", re.IGNORECASE)
_SAVINGS = re.compile(r"\b(?:save|saved|saving|savings)\b", re.IGNORECASE)
_TO_A_CARD = (
    r"\b(?:pay|paid|paying|payments?)(?:\s+(?:(?:off|down)(?:\s+on)?|to|towards?|my|the|all|of|our|credit)){{0,6}}"
)
_CARDS = r"\s+(?:cards?|{cards})\b(?!\s+with\b)"
_CARD_PAYMENT = re.compile(r"\bcards?\s+(?:re)?payments?\b", re.IGNORECASE)
# What was bought is in no transaction, only from whom.
_BOUGHT = frozenset(
    """bill bills groceries grocery food gas petrol fuel coffee coffees rent utilities utility electricity electric
    power water heating restaurants restaurant dining lunch lunches dinner dinners travel clothes clothing shoes
    entertainment subscription subscriptions taxi taxis insurance books games drinks phone internet""".split()
)
_BESIDE_IT = frozenset("my the our out and monthly".split())
_UNREAD_TIME = re.compile(
    r"\bweek\s+(?:no\.?\s*|number\s+|#\s*)?\d{1,2}\b|(?<![\d$/.,])\d{1,2}/\d{1,2}(?![\d/])", re.IGNORECASE
)


def unsearchable(text: str, cards: Sequence[str], vendor: VendorReading, *, earnings: bool) -> str | None:
    """The response that says why the text cannot be searched for; None when nothing stands against it.

    `vendor` is with whom the transactions are to be, and `earnings` whether money that came in is meant.
    """
    if earnings or isinstance(vendor, KnownVendor):
        return SAVINGS if not earnings and _SAVINGS.search(text) else None
    if _is_about_card_payments(text, cards):
        return CARD_PAYMENTS
    if _SAVINGS.search(text):
        return SAVINGS
    if (vendor is None or isinstance(vendor, Everybody)) and _SEVERAL.search(text):
        return ONE_AT_A_TIME
    return BY_NAME_ONLY if _is_about_things(text, vendor) else None


def names_an_unread_time(text: str) -> bool:
    """Whether there is a time in the text that only looks like a number: "week 42", "expenses 11/3"."""
    return _UNREAD_TIME.search(text) is not None


def _is_about_card_payments(text: str, cards: Sequence[str]) -> bool:
    if _CARD_PAYMENT.search(text):
        return True
    names = "|".join(re.escape(card) for card in cards) or "cards"
    return re.search(_TO_A_CARD.format() + _CARDS.format(cards=names), text, re.IGNORECASE) is not None


def _is_about_things(text: str, vendor: VendorReading) -> bool:
    if isinstance(vendor, UnknownVendor):
        words = {word.plain for word in words_of(vendor.name)}
        return bool(words & _BOUGHT) and words <= _BOUGHT | _BESIDE_IT
    if vendor is None or isinstance(vendor, Everybody):
        return any(word.plain in _BOUGHT for word in words_of(text))
    return False
