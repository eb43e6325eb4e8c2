"""The amount of a payment, as a field of its form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from duckling_client import Amount, UnclearAmount, read_amount
from duckling_client.exact_number import FOREIGN_WORDS
from financial_bot.bank import CURRENCY, InvalidAmount, Money, judge_amount
from handoff.sdk_adapter.fields import Reading, Unclear, Understood
from handoff.sdk_adapter.turn import Turn

from .mentions import Sentence, sentence_of

UNCLEAR_AMOUNT = "utter_amount_unclear"

# At the read-back a number alone is an amount only in words of correction: "no, 50", not "my code is 4711".
_CORRECTS = re.compile(
    r"^\W*(?:no|nope|nah|not|wait|make|change|i meant|rather|actually|only|just|sorry|oops|instead|yes but)\b"
    r"|^\W*\$?[\d.,]+\W*$|\binstead\b|\b(?:send|make|be|pay)\b"
    r"|\b(?:lower|raise|increase|decrease|reduce|drop|cut|bump|bring)\b",
    re.IGNORECASE,
)
# With nothing but these beside names, numbers and days, a message is an order: "bob, 80, tomorrow", "45 not 50".
_ORDER_WORDS = frozenset(
    """a an the and to for from of on not but no rather than instead now please my card it that this credit by in
    give""".split()
) | set(FOREIGN_WORDS)
_WORD = re.compile(r"[^\W\d_]+")
_NUMBERS = frozenset({"number", "amount-of-money", "time"})
# Somebody who knows the sum can work these out; here it is asked for.
_A_SHARE = re.compile(
    r"\b(?:split|halve|double|triple)\s+(?:it|that|this|the\s+amount|the\s+sum)\b"
    r"|\b(?:half|third|quarter|part|some|most|percent|%|\d+|ten|twenty|fifty)\s+of\s+(?:it|that|this|the\s+amount|the\s+sum)\b",
    re.IGNORECASE,
)

# reasons of duckling_client.money and of bank.InvalidAmount
AMOUNT_RESPONSES = {
    "several": "utter_amount_several",
    "not_positive": "utter_amount_not_positive",
    "too_precise": "utter_amount_too_precise",
    "too_many_decimals": "utter_amount_too_precise",
    "other_currency": "utter_amount_other_currency",
    "too_large": "utter_amount_too_large",
    "over_limit": "utter_amount_too_large",
}


@dataclass(frozen=True)
class AmountField:
    """One plain amount above zero in the account's currency."""

    slot: str
    confirmation: str
    unclear: str = UNCLEAR_AMOUNT
    called: tuple[str, ...] = ("amount", "sum", "figure", "how much")
    takes_anything: bool = False

    async def read(self, turn: Turn) -> Reading:
        """Understood is the amount in major units, as exact text: "50.00". Raises BankUnavailable."""
        if turn.is_payload:
            return None
        said = await sentence_of(turn)
        if _A_SHARE.search(said.text):
            return Unclear(UNCLEAR_AMOUNT)
        confirming = turn.asked == self.confirmation
        talking = confirming and not _CORRECTS.search(said.text) and not _is_all_order(said)
        changes_more = said.names_somebody or any(mention.dim == "time" for mention in said.mentions)
        reading = read_amount(
            said.text,
            said.mentions,
            account_currency=CURRENCY,
            bare_numbers=not talking,
            # where an amount is known already, one that is not read would be lost in silence
            no_number_unread=confirming and (changes_more or not talking),
        )
        return _judged(reading) if isinstance(reading, Amount) else _unclear(reading)

    def holds(self, value: Any) -> bool:
        """An amount as exact text."""
        return isinstance(value, str) and is_amount(value)


def is_amount(text: str) -> bool:
    """Whether the text is an amount as `AmountField` writes it: "50.00"."""
    return re.fullmatch(r"\d{1,9}\.\d\d", text) is not None


def _is_all_order(said: Sentence) -> bool:
    """Whether beside names, numbers and days there are only small words."""
    rest = list(said.text)
    for mention in said.mentions:
        if mention.dim in _NUMBERS:
            rest[mention.start : mention.end] = "|" * (mention.end - mention.start)
    return _ORDER_WORDS.issuperset(word.lower() for word in _WORD.findall("".join(rest)))


def _judged(amount: Amount) -> Reading:
    try:
        money = Money.of(amount.value, CURRENCY)
        judge_amount(money)
    except InvalidAmount as error:
        return Unclear(AMOUNT_RESPONSES.get(error.reason, UNCLEAR_AMOUNT))
    return Understood(str(money.decimal))


def _unclear(reading: UnclearAmount) -> Reading:
    if reading.reason.value == "none":
        return None
    response = AMOUNT_RESPONSES.get(reading.reason.value, UNCLEAR_AMOUNT)
    return Unclear(response, {"currency": reading.currency or "", "account_currency": CURRENCY})
