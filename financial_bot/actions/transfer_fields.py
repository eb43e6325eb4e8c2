"""How payee, amount and day of a transfer are found in what the customer said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from duckling_client import (
    Amount,
    Day,
    Mention,
    UnclearAmount,
    UnclearDay,
    mention_from_rasa_entity,
    read_amount,
    read_day,
)
from financial_bot.bank import CURRENCY, Bank, InvalidAmount, Money, Payee, judge_amount
from handoff.sdk_adapter.forms import Reading, Unclear, Understood
from handoff.sdk_adapter.turn import Turn

from .access import at_bank
from .words import written_list

NOW = "now"

# "to Bob", "to Lisa Chang": capitalised words after "to", or whatever single word stands there.
_AFTER_TO = re.compile(r"\bto\s+((?:[A-ZÀ-Þ][\w'-]*\s*){1,3}|[^\W\d][\w'-]+)")
_NO_NAMES = {
    "a",
    "an",
    "the",
    "my",
    "him",
    "her",
    "them",
    "someone",
    "somebody",
    "send",
    "transfer",
    "pay",
    "wire",
    "move",
}


def mentions_of(turn: Turn) -> tuple[Mention, ...]:
    """What Duckling found in the message; typed payloads carry nothing that Duckling saw."""
    found = (mention_from_rasa_entity(entity) for entity in turn.entities)
    return tuple(mention for mention in found if mention is not None)


def name_after_to(text: str, mentions: Sequence[Mention]) -> str | None:
    """The name that the sentence's shape suggests as payee ("... to Bob tomorrow"); None when there is none."""
    covered = list(text)
    for mention in mentions:
        covered[mention.start : mention.end] = " " * (mention.end - mention.start)
    names = (match.group(1).strip() for match in _AFTER_TO.finditer("".join(covered)))
    return next((name for name in names if name.casefold() not in _NO_NAMES), None)


class PayeeField:
    """One of the customer's own payees."""

    slot = "transfer_payee"
    unclear = "utter_transfer_payee_unclear"

    async def read(self, turn: Turn) -> Reading:
        """Understood is the payee's id."""
        if turn.is_payload:
            return None
        named = name_after_to(turn.text, mentions_of(turn))
        found, everybody = await at_bank(turn.conversation, lambda bank: self._look_up(bank, turn, named))
        if len(found) == 1:
            return Understood(found[0].id)
        if found:
            return Unclear("utter_transfer_payee_several", buttons=_buttons(found))
        if named is not None:
            return Unclear("utter_transfer_payee_unknown", {"name": named, "payees": everybody})
        return None

    def _look_up(self, bank: Bank, turn: Turn, named: str | None) -> tuple[tuple[Payee, ...], str]:
        everybody = written_list([payee.name for payee in bank.payees(turn.conversation)])
        if named is not None and " " in named:  # a full name means that person, not somebody of the same first name
            return bank.find_payees(turn.conversation, named), everybody
        found = bank.payees_named_in(turn.conversation, turn.text)
        if not found and named is not None:
            found = bank.find_payees(turn.conversation, named)
        if not found and turn.asked == self.slot:
            found = bank.find_payees(turn.conversation, turn.text)
        return found, everybody


def _buttons(payees: Sequence[Payee]) -> list[dict[str, str]]:
    return [{"title": payee.name, "payload": payee.name} for payee in payees]


class AmountField:
    """One plain amount above zero in the account's currency."""

    slot = "transfer_amount"
    unclear = "utter_transfer_amount_unclear"

    async def read(self, turn: Turn) -> Reading:
        """Understood is the amount in major units, as exact text: "50.00"."""
        if turn.is_payload:
            return None
        mentions = mentions_of(turn)
        reading = read_amount(turn.text, mentions, account_currency=CURRENCY, bare_numbers=True)
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

    async def read(self, turn: Turn) -> Reading:
        """Understood is an ISO date or "now"."""
        if turn.is_payload:
            return self._unspoken(turn)
        today = await at_bank(turn.conversation, lambda bank: bank.today())
        reading = read_day(turn.text, mentions_of(turn), today=today)
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
