"""Sending money: the form, its read-back, and the one call that moves something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from financial_bot.bank import CURRENCY, Bank, Money, Receipt
from financial_bot.words import written_day, written_money
from handoff.plain_text import as_plain_text
from handoff.sdk_adapter.fields import Field, ask_again
from handoff.sdk_adapter.forms import SkillForm
from handoff.sdk_adapter.skill_ends import SkillEnd, key_of
from handoff.sdk_adapter.turn import Turn

from .access import at_bank
from .amount_field import AmountField
from .day_field import DayField, day_of
from .payee_field import PayeeField, payee_buttons
from .payments import outcome_of
from .skills import LEAVING, QUESTIONS, SKILLS, TRANSFER
from .wishes import names_a_second_order


class TransferMoneyForm(SkillForm):
    """Payee, amount and day, in any order and number of messages."""

    skill = TRANSFER
    skills = SKILLS
    interruptions = QUESTIONS
    leaving_intents = LEAVING
    read_backs = frozenset(
        f"utter_transfer_read_back_{when}{fee}" for when in ("now", "on") for fee in ("", "_with_fee")
    )

    def fields(self) -> Sequence[Field]:
        """In the order in which they are asked."""
        amount = AmountField("transfer_amount", TRANSFER.confirmation)
        return (PayeeField("transfer_payee"), amount, DayField("transfer_date"))

    def cannot_take_beside(self, turn: Turn) -> str | None:
        """A second order beside the one that is read back."""
        return "utter_one_at_a_time" if names_a_second_order(turn.text) else None


class AskPayee(Action):
    """Asks who should get the money, with the payees to choose from."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_ask_transfer_payee"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks the bank for them; BankUnavailable ends the turn."""
        customer = tracker.sender_id
        payees = await at_bank(customer, lambda bank: bank.payees(customer))
        response = "utter_ask_transfer_payee" if payees else "utter_ask_transfer_payee_none"
        dispatcher.utter_message(response=response, buttons=payee_buttons(payees))
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
        """Raises ValueError, TypeError or InvalidAmount for slots that the form cannot have filled."""
        return cls(
            payee_id=int(slots["transfer_payee"]),
            amount=Money.of(slots["transfer_amount"], CURRENCY),
            on=day_of(slots["transfer_date"]),
            key=key_of(slots["transfer_key"]),
        )


@dataclass(frozen=True)
class Prospect:
    """What the bank knows about an order that is to be read back. `payee` is None when the payee is gone."""

    payee: str | None
    available: Money
    fee: Money

    @classmethod
    def of(cls, order: Order, bank: Bank, customer: str) -> Prospect:
        """Raises BankUnavailable."""
        names = {payee.id: payee.name for payee in bank.payees(customer)}
        fee = bank.charges(customer, order.on).next_fee
        return cls(names.get(order.payee_id), bank.balance(customer), fee)


class ReadBack(Action):
    """Says what is about to happen and what it costs, and asks for the yes."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_ask_transfer_confirmed"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Names payee, amount with currency, fee and day; asks for another amount when there is not enough for now."""
        order, customer = Order.from_slots(tracker.slots), tracker.sender_id
        prospect = await at_bank(customer, lambda bank: Prospect.of(order, bank, customer))
        if prospect.payee is None:
            return ask_again(dispatcher, "transfer_payee", "utter_transfer_payee_gone")
        available = written_money(prospect.available)
        short = prospect.available < order.amount + prospect.fee
        if short and order.on is None:
            response = "utter_short_now_with_fee" if prospect.fee.minor else "utter_short_now"
            fee = written_money(prospect.fee)
            return ask_again(dispatcher, "transfer_amount", response, available=available, fee=fee)
        if short:
            dispatcher.utter_message(response="utter_short_then", available=available)
        dispatcher.utter_message(
            response=_read_back(order, prospect),
            amount=written_money(order.amount),
            payee=as_plain_text(prospect.payee),
            fee=written_money(prospect.fee),
            day=written_day(order.on) if order.on else "",
        )
        return [SlotSet("transfer_fee", str(prospect.fee.decimal))]


def _read_back(order: Order, prospect: Prospect) -> str:
    when = "now" if order.on is None else "on"
    return f"utter_transfer_read_back_{when}{'_with_fee' if prospect.fee.minor else ''}"


class TransferMoney(SkillEnd):
    """Moves the money once, or says why not."""

    skill = TRANSFER
    skills = SKILLS
    cancelled = "utter_transfer_cancelled"
    not_asked_for = "utter_transfer_not_asked_for"

    def name(self) -> str:
        """Name in the domain."""
        return "action_transfer_money"

    async def carry_out(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Sequence[str]:
        """Asks again when the fee is not what was read back. BankUnavailable ends the turn."""
        order, customer = Order.from_slots(tracker.slots), tracker.sender_id
        fee = Money.of(tracker.get_slot("transfer_fee"), CURRENCY)
        response, details = await at_bank(
            customer, lambda bank: outcome_of(lambda: _pay(bank, customer, order, fee), "transfer")
        )
        dispatcher.utter_message(response=response, **details)
        return (TRANSFER.confirmation,) if response == FEE_CHANGED else ()


FEE_CHANGED = "utter_transfer_fee_changed"


def _pay(bank: Bank, customer: str, order: Order, fee: Money) -> Receipt:
    on = order.on or bank.today()
    return bank.transfer(customer, order.payee_id, order.amount, on=on, key=order.key, fee=fee)
