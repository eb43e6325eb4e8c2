"""Paying a credit card: the form, its read-back, and the one call that moves something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from financial_bot.bank import CURRENCY, Bank, Card, Money, Payee, Receipt
from financial_bot.words import written_day, written_money
from handoff.sdk_adapter.fields import Field, Unclear, ask_again
from handoff.sdk_adapter.forms import SkillForm
from handoff.sdk_adapter.skill_ends import SkillEnd, key_of
from handoff.sdk_adapter.skills import FormSkill
from handoff.sdk_adapter.turn import Turn

from .access import at_bank
from .card_amount_field import CURRENT, MINIMUM, CardAmountField
from .card_field import CardField, card_buttons
from .card_reading import read_cards
from .day_field import DayField, day_of
from .payments import outcome_of
from .skills import LEAVING, PAY_CARD, QUESTIONS, SKILLS, TRANSFER
from .wishes import asks_to_pay, names_a_second_order


class PayCardForm(SkillForm):
    """Card, amount and day, in any order and number of messages."""

    skill = PAY_CARD
    skills = SKILLS
    interruptions = QUESTIONS
    leaving_intents = LEAVING
    read_backs = frozenset(
        f"utter_cc_read_back_{what}_{when}" for what in ("sum", MINIMUM, CURRENT) for when in ("now", "on")
    )

    def fields(self) -> Sequence[Field]:
        """In the order in which they are asked."""
        return (CardField("cc_card"), CardAmountField("cc_amount", PAY_CARD.confirmation), DayField("cc_date"))

    def cannot_take_beside(self, turn: Turn) -> str | None:
        """A second order beside the one that is read back."""
        return "utter_one_at_a_time" if names_a_second_order(turn.text) else None

    async def means_another(self, turn: Turn) -> FormSkill | None:
        """An order that names a payee and no card is one to send money."""
        named, cards = await at_bank(turn.conversation, lambda bank: _named(bank, turn))
        return TRANSFER if named and not cards and not turn.is_payload and asks_to_pay(turn.text) else None

    async def hindrance(self, turn: Turn) -> Unclear | None:
        """Nothing is owed on any card."""
        cards = await at_bank(turn.conversation, lambda bank: bank.cards(turn.conversation))
        return None if any(card.owed.minor for card in cards) else Unclear("utter_cc_nothing_owed_at_all")


class AskCard(Action):
    """Asks which card, with those that have something to pay to choose from."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_ask_cc_card"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks the bank for them; BankUnavailable ends the turn."""
        customer = tracker.sender_id
        cards = await at_bank(customer, lambda bank: bank.cards(customer))
        dispatcher.utter_message(response="utter_ask_cc_card", buttons=card_buttons(cards))
        return []


class AskAmount(Action):
    """Asks how much, with the minimum due and all that is owed to choose from."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_ask_cc_amount"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks the bank for both; BankUnavailable ends the turn."""
        card = await _card(tracker)
        if card is None:
            return ask_again(dispatcher, "cc_card", "utter_cc_card_unclear")
        dispatcher.utter_message(
            response="utter_ask_cc_amount",
            card=card.name,
            minimum=written_money(card.minimum_due),
            owed=written_money(card.owed),
        )
        return []


@dataclass(frozen=True)
class Payment:
    """What the slots of a complete form say, with the amount as it was read back."""

    card_id: int
    amount: Money
    on: date | None  # None is now
    key: str

    @classmethod
    def from_slots(cls, slots: Mapping[str, Any]) -> Payment:
        """Raises ValueError or TypeError for slots that no field of the form can have filled."""
        amount = Money.of(slots["cc_sum"], CURRENCY)
        return cls(int(slots["cc_card"]), amount, day_of(slots["cc_date"]), key_of(slots["cc_key"]))


class ReadBack(Action):
    """Says what is about to be paid, in figures, and asks for the yes."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_ask_cc_confirmed"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks for another amount when it is more than is owed, or than there is for now."""
        customer, on = tracker.sender_id, day_of(tracker.get_slot("cc_date"))
        card = await _card(tracker)
        if card is None:
            return ask_again(dispatcher, "cc_card", "utter_cc_card_unclear")
        available = await at_bank(customer, lambda bank: bank.balance(customer))
        amount = _amount(str(tracker.get_slot("cc_amount")), card)
        if amount > card.owed:
            owed = written_money(card.owed)
            return ask_again(dispatcher, "cc_amount", "utter_cc_more_than_owed", card=card.name, owed=owed)
        if available < amount and on is None:
            return ask_again(dispatcher, "cc_amount", "utter_short_now", available=written_money(available))
        if available < amount:
            dispatcher.utter_message(response="utter_short_then", available=written_money(available))
        dispatcher.utter_message(
            response=f"utter_cc_read_back_{_kind(tracker)}_{'now' if on is None else 'on'}",
            amount=written_money(amount),
            card=card.name,
            day=written_day(on) if on else "",
        )
        return [SlotSet("cc_sum", str(amount.decimal))]


class PayCard(SkillEnd):
    """Pays the card once, or says why not."""

    skill = PAY_CARD
    skills = SKILLS
    cancelled = "utter_cc_cancelled"
    not_asked_for = "utter_cc_not_asked_for"

    def name(self) -> str:
        """Name in the domain."""
        return "action_pay_cc"

    async def carry_out(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Sequence[str]:
        """BankUnavailable ends the turn."""
        payment, customer = Payment.from_slots(tracker.slots), tracker.sender_id
        response, details = await at_bank(
            customer, lambda bank: outcome_of(lambda: _pay(bank, customer, payment), "cc")
        )
        dispatcher.utter_message(response=response, **details)
        return ()


def _pay(bank: Bank, customer: str, payment: Payment) -> Receipt:
    on = payment.on or bank.today()
    return bank.pay_card(customer, payment.card_id, payment.amount, on=on, key=payment.key)


def _named(bank: Bank, turn: Turn) -> tuple[Sequence[Payee], Sequence[Card]]:
    """The payees and the cards in the message."""
    named = bank.payees_named_in(turn.conversation, turn.text)
    return named, read_cards(turn.text, bank.cards(turn.conversation))


async def _card(tracker: Tracker) -> Card | None:
    """The card of the form; None when the customer has no such card."""
    customer, wanted = tracker.sender_id, tracker.get_slot("cc_card")
    cards = await at_bank(customer, lambda bank: bank.cards(customer))
    return next((card for card in cards if card.id == wanted), None)


def _amount(said: str, card: Card) -> Money:
    return {MINIMUM: card.minimum_due, CURRENT: card.owed}.get(said) or Money.of(said, CURRENCY)


def _kind(tracker: Tracker) -> str:
    said = tracker.get_slot("cc_amount")
    return said if said in (MINIMUM, CURRENT) else "sum"
