"""Sending money: the form, its read-back, and the one call that moves something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from financial_bot.bank import CURRENCY, Bank, BankError, BankUnavailable, InsufficientFunds, KeyReused, Money, Receipt
from handoff.sdk_adapter.forms import YES, Field, SkillForm

from .access import at_bank
from .transfer_fields import NOW, AmountField, DayField, PayeeField
from .words import written_day, written_money

SLOTS = ("transfer_payee", "transfer_amount", "transfer_date", "transfer_confirmed", "transfer_key")


class TransferMoneyForm(SkillForm):
    """Payee, amount and day, in any order and number of messages."""

    confirmation_slot = "transfer_confirmed"
    confirmation_unclear = "utter_transfer_confirmed_unclear"
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


class AskPayee(Action):
    """Asks who should get the money, with the payees to choose from."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_ask_transfer_payee"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Buttons send the payee's name, so that typing and pressing are the same."""
        customer = tracker.sender_id
        payees = await at_bank(customer, lambda bank: bank.payees(customer))
        buttons = [{"title": payee.name, "payload": payee.name} for payee in payees]
        dispatcher.utter_message(response="utter_ask_transfer_payee", buttons=buttons)
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
        """Names payee, amount with currency, and day."""
        order = Order.from_slots(tracker.slots)
        customer = tracker.sender_id
        payee = await at_bank(customer, lambda bank: order.payee_name(bank, customer))
        response = "utter_transfer_read_back_now" if order.on is None else "utter_transfer_read_back_on"
        day = written_day(order.on) if order.on else ""
        dispatcher.utter_message(response=response, amount=written_money(order.amount), payee=payee, day=day)
        return []


class TransferMoney(Action):
    """Moves the money once, or says why not; the slots are empty afterwards."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_transfer_money"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """BankUnavailable ends the turn: the slots stay, and the same yes can be said again."""
        if tracker.get_slot("transfer_confirmed") == YES:
            order = Order.from_slots(tracker.slots)
            response, details = await at_bank(
                tracker.sender_id, lambda bank: _carry_out(bank, tracker.sender_id, order)
            )
            dispatcher.utter_message(response=response, **details)
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
