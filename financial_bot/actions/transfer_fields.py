"""How amount and day of a transfer are found in what the customer said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from duckling_client import Amount, Day, Mention, UnclearAmount, UnclearDay, read_amount, read_day
from financial_bot.bank import CURRENCY, InvalidAmount, Money, judge_amount
from handoff.sdk_adapter.forms import Reading, Unclear, Understood
from handoff.sdk_adapter.turn import Turn

from .access import at_bank
from .mentions import mentions_of

NOW = "now"
CONFIRMATION = "transfer_confirmed"

# At the read-back a number alone is an amount only in words of correction: "no, 50", not "my code is 4711".
_CORRECTS = re.compile(
    r"^\W*(?:no|nope|nah|not|wait|make|change|i meant|rather|actually|only|just|sorry|oops|instead|yes but)\b"
    r"|^\W*\$?[\d.,]+\W*$|\binstead\b|\b(?:send|make|be)\b",
    re.IGNORECASE,
)
_RIGHT_NOW = re.compile(r"now|moment|once|away|immediately|instantly|asap|today", re.IGNORECASE)


def _names_a_time_of_day(mentions: Sequence[Mention]) -> bool:
    """Whether a time was said that is finer than a day: "at 5pm", "in an hour", "this afternoon"."""
    times = (mention for mention in mentions if mention.dim == "time" and not _RIGHT_NOW.search(mention.body))
    return any(_grain(mention) in ("hour", "minute", "second") for mention in times)


def _grain(mention: Mention) -> object:
    bound = mention.value.get("from") or mention.value.get("to") or mention.value
    return bound.get("grain") if isinstance(bound, dict) else None


class AmountField:
    """One plain amount above zero in the account's currency."""

    slot = "transfer_amount"
    unclear = "utter_transfer_amount_unclear"
    called = ("amount", "sum", "figure", "how much")
    takes_anything = False

    async def read(self, turn: Turn) -> Reading:
        """Understood is the amount in major units, as exact text: "50.00"."""
        if turn.is_payload:
            return None
        mentions = mentions_of(turn)
        correcting = turn.asked == CONFIRMATION and not _CORRECTS.search(turn.text)
        reading = read_amount(turn.text, mentions, account_currency=CURRENCY, bare_numbers=not correcting)
        return _judged(reading) if isinstance(reading, Amount) else _unclear_amount(reading)


def _judged(amount: Amount) -> Reading:
    try:
        money = Money.of(amount.value, CURRENCY)
        judge_amount(money)
    except InvalidAmount as error:
        return Unclear(AMOUNT_RESPONSES.get(error.reason, AmountField.unclear))
    return Understood(str(money.decimal))


def _unclear_amount(reading: UnclearAmount) -> Reading:
    if reading.reason.value == "none":
        return None
    response = AMOUNT_RESPONSES.get(reading.reason.value, AmountField.unclear)
    return Unclear(response, {"currency": reading.currency or "", "account_currency": CURRENCY})


# reasons of duckling_client.money and of bank.InvalidAmount
AMOUNT_RESPONSES = {
    "several": "utter_transfer_amount_several",
    "not_positive": "utter_transfer_amount_not_positive",
    "too_precise": "utter_transfer_amount_too_precise",
    "too_many_decimals": "utter_transfer_amount_too_precise",
    "other_currency": "utter_transfer_amount_other_currency",
    "too_large": "utter_transfer_amount_too_large",
    "over_limit": "utter_transfer_amount_too_large",
}


class DayField:
    """The day on which the money should go; the first message means now when it names none."""

    slot = "transfer_date"
    unclear = "utter_transfer_date_unclear"
    called = ("day", "date", "when")
    takes_anything = False

    async def read(self, turn: Turn) -> Reading:
        """Understood is an ISO date or "now"."""
        if turn.is_payload:
            return self._unspoken(turn)
        today = await at_bank(turn.conversation, lambda bank: bank.today())
        mentions = mentions_of(turn)
        reading = read_day(turn.text, mentions, today=today)
        if isinstance(reading, Day) and reading.date == today and _names_a_time_of_day(mentions):
            return Unclear("utter_transfer_date_time_of_day")
        if isinstance(reading, Day):
            return Understood(self._value(reading.date, today))
        return self._unclear_day(turn, reading)

    def _unclear_day(self, turn: Turn, reading: UnclearDay) -> Reading:
        if reading.reason.value == "none":
            return self._unspoken(turn)
        return Unclear(DAY_RESPONSES.get(reading.reason.value, self.unclear))

    @staticmethod
    def _unspoken(turn: Turn) -> Reading:
        return Understood(NOW) if turn.asked is None else None

    @staticmethod
    def _value(day: date, today: date) -> str:
        return NOW if day == today else day.isoformat()


DAY_RESPONSES = {"past": "utter_transfer_date_past", "impossible": "utter_transfer_date_impossible"}
