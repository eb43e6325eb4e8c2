"""Sending money: the form, its read-back, and the one call that moves something."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from financial_bot.bank import CURRENCY, Bank, BankError, BankUnavailable, InsufficientFunds, KeyReused, Money, Receipt
from handoff.sdk_adapter.forms import NOT_ASKED_FOR, YES, Field, SkillForm
from handoff.sdk_adapter.turn import Turn

from .access import at_bank
from .payee_field import PayeeField, payee_buttons
from .transfer_fields import NOW, AmountField, DayField
from .transfer_request import asks_for_a_transfer
from .words import written_day, written_money

_SECOND_ORDER = re.compile(r"\b(?:also|too|as well|additionally|a second|another one)\b", re.IGNORECASE)

SLOTS = ("transfer_payee", "transfer_amount", "transfer_date", "transfer_confirmed", "transfer_key")


class TransferMoneyForm(SkillForm):
    """Payee, amount and day, in any order and number of messages."""

    confirmation_slot = "transfer_confirmed"
    confirmation_unclear = "utter_transfer_confirmed_unclear"
    read_backs = frozenset({"utter_transfer_read_back_now", "utter_transfer_read_back_on"})
    changed = "utter_transfer_changed"
    key_slot = "transfer_key"
    interruptions = frozenset(
        {"greet", "goodbye", "help", "thankyou", "check_human", "check_balance", "check_recipients", "out_of_scope"}
        | {"pay_cc", "search_transactions", "check_earnings", "ask_transfer_charge"}
    )

    def name(self) -> str:
        """Name in the domain."""
        return "validate_transfer_money_form"

    def fields(self) -> Sequence[Field]:
        """In the order in which they are asked."""
        return (PayeeField(), AmountField(), DayField())

    def set_aside(self, turn: Turn) -> str | None:
        """A second order beside the one that is read back."""
        return "utter_transfer_one_at_a_time" if _SECOND_ORDER.search(turn.text) else None

    def is_asked_for(self, turn: Turn) -> bool:
        """Not by "did my transfer go through?", which an intent alone does not tell from a wish."""
        return turn.is_payload or asks_for_a_transfer(turn.text)


class AskPayee(Action):
    """Asks who should get the money, with the payees to choose from."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_ask_transfer_payee"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks the bank for them; BankUnavailable ends the turn."""
        customer = tracker.sender_id
        payees = await at_bank(customer, lambda bank: bank.payees(customer))
        dispatcher.utter_message(response="utter_ask_transfer_payee", buttons=payee_buttons(payees))
        return []


@dataclass(frozen=True)
class Order:
    """What the slots of a complete form say."""

    payee_id: int
    amount: Money
    on: date | None  # None is now
    key: str

    @classmethod
    def from_slots(cls, slots: Mapping[str, Any]) -> Order:
        """Raises ValueError or TypeError for slots that no field of the form can have filled."""
        said = slots["transfer_date"]
        return cls(
            payee_id=int(slots["transfer_payee"]),
            amount=Money.of(str(slots["transfer_amount"]), CURRENCY),
            on=None if said == NOW else date.fromisoformat(str(said)),
            key=str(slots["transfer_key"]),
        )

    def payee_name(self, bank: Bank, customer: str) -> str:
        """The payee's name at the bank; empty when the payee is gone."""
        return next((payee.name for payee in bank.payees(customer) if payee.id == self.payee_id), "")


class ReadBack(Action):
    """Says what is about to happen, and asks for the yes."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_ask_transfer_confirmed"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Names payee, amount with currency, and day; asks for another amount when there is not enough for now."""
        order, customer = Order.from_slots(tracker.slots), tracker.sender_id
        payee, available = await at_bank(
            customer, lambda bank: (order.payee_name(bank, customer), bank.balance(customer))
        )
        short = {"available": written_money(available)}
        if order.on is None and available < order.amount:
            dispatcher.utter_message(response="utter_transfer_short_now", **short)
            return [SlotSet("transfer_amount", None), SlotSet("requested_slot", "transfer_amount")]
        details = {"amount": written_money(order.amount), "payee": payee}
        if order.on is None:
            dispatcher.utter_message(response="utter_transfer_read_back_now", **details)
            return []
        if available < order.amount:
            dispatcher.utter_message(response="utter_transfer_short_then", **short)
        dispatcher.utter_message(response="utter_transfer_read_back_on", day=written_day(order.on), **details)
        return []


class TransferMoney(Action):
    """Moves the money once, or says why not; the slots are empty afterwards."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_transfer_money"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """BankUnavailable ends the turn: the slots stay, and the same yes can be said again."""
        confirmed = tracker.get_slot("transfer_confirmed")
        if confirmed == YES:
            order = Order.from_slots(tracker.slots)
            response, details = await at_bank(
                tracker.sender_id, lambda bank: _carry_out(bank, tracker.sender_id, order)
            )
            dispatcher.utter_message(response=response, **details)
        elif confirmed == NOT_ASKED_FOR:
            dispatcher.utter_message(response="utter_transfer_not_asked_for")
        else:
            dispatcher.utter_message(response="utter_transfer_cancelled")
        return [SlotSet(slot, None) for slot in SLOTS]


def _carry_out(bank: Bank, customer: str, order: Order) -> tuple[str, dict[str, str]]:
    """The response to give and what fills it."""
    try:
        receipt = bank.transfer(customer, order.payee_id, order.amount, on=order.on or bank.today(), key=order.key)
    except KeyReused as error:
        return "utter_transfer_done_before", _details(error.receipt)
    except InsufficientFunds as error:
        return "utter_transfer_no_funds", {"available": written_money(error.available)}
    except BankUnavailable:
        raise
    except BankError:
        return "utter_transfer_refused", {}
    if receipt.repeated:
        return "utter_transfer_done_before", _details(receipt)
    return ("utter_transfer_scheduled" if receipt.scheduled else "utter_transfer_done"), _details(receipt)


def _details(receipt: Receipt) -> dict[str, str]:
    return {
        "amount": written_money(receipt.amount),
        "payee": receipt.payee_name,
        "day": written_day(receipt.on),
        "reference": receipt.reference,
        "balance": written_money(receipt.balance_after),
    }
