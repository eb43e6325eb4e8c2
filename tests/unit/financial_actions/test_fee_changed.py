"""What a transfer costs is what was read back, or it is read back again."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from financial_bot.actions.transfer_money import TransferMoney
from financial_bot.bank import Bank, Money
from tests.support.bank_talk import CUSTOMER


def test_a_fee_that_was_not_read_back_is_not_charged(bank: Bank) -> None:
    """The free transfers were used up after the read-back, for example by the same customer in another window."""
    payee = bank.payees(CUSTOMER)[0]
    for number in range(6):
        bank.transfer(CUSTOMER, payee.id, Money.of(1, "USD"), bank.today(), key=str(number))
    before = bank.balance(CUSTOMER)
    slots: dict[str, Any] = {
        "transfer_payee": payee.id,
        "transfer_amount": "20.00",
        "transfer_date": "now",
        "transfer_confirmed": "yes",
        "transfer_key": "k",
        "transfer_fee": "0.00",
    }
    dispatcher = CollectingDispatcher()
    tracker = Tracker(CUSTOMER, slots, {"text": "yes"}, [], False, None, {}, None)
    events = asyncio.run(TransferMoney().run(dispatcher, tracker, {}))
    assert [message["response"] for message in dispatcher.messages] == ["utter_transfer_fee_changed"]
    assert {"event": "followup", "timestamp": None, "name": "transfer_money_form"} in events
    assert bank.balance(CUSTOMER) == before
