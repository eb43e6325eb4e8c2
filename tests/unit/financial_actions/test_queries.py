"""What customers ask about their money, answered by a real bank."""

from __future__ import annotations

from datetime import timedelta

import pytest

from financial_bot.actions.check_balance import CheckBalance
from financial_bot.actions.check_scheduled import ListScheduled
from financial_bot.actions.last_transactions import LastTransactions
from financial_bot.actions.transfer_charge import TransferCharges
from financial_bot.bank import Bank, Money
from financial_bot.words import written_day, written_money
from tests.support.bank_talk import CUSTOMER, Talk


def send(bank: Bank, times: int = 1, days: int = 0) -> None:
    """Orders transfers of a dollar each."""
    payee = bank.payees(CUSTOMER)[0]
    for number in range(times):
        on = bank.today() + timedelta(days=days)
        bank.transfer(CUSTOMER, payee.id, Money.of("1", "USD"), on=on, key=f"{days}/{number}/{times}")


@pytest.mark.parametrize("text", ["what's my balance", "how much money is in my account", "/check_balance", ""])
def test_the_balance_is_the_accounts(talk: Talk, bank: Bank, text: str) -> None:
    assert talk.say(text, CheckBalance()) == f"You have {written_money(bank.balance(CUSTOMER))} in your account."


def test_one_card_is_told_with_its_minimum_due(talk: Talk, bank: Bank) -> None:
    card = next(card for card in bank.cards(CUSTOMER) if card.name == "Iron Bank")
    answer = talk.say("what's the balance of my iron bank card?", CheckBalance())
    assert talk.said == ["utter_card_balance"]
    assert written_money(card.owed) in answer
    assert written_money(card.minimum_due) in answer


@pytest.mark.parametrize(
    "text", ["what do I owe on my cards", "balance of all my cards", "how much do I owe", "my visa"]
)
def test_all_cards_are_listed_with_what_is_owed_and_the_sum(talk: Talk, bank: Bank, text: str) -> None:
    answer = talk.say(text, CheckBalance())
    cards = bank.cards(CUSTOMER)
    assert written_money(Money(sum(card.owed.minor for card in cards), "USD")) in answer
    assert answer.count("\n- ") == len(cards)
    for card in cards:
        assert f"- {card.name}: **{written_money(card.owed)}** ({written_money(card.minimum_due)})" in answer


def test_several_named_cards_are_the_ones_listed(talk: Talk) -> None:
    answer = talk.say("what's on emblem and justice bank", CheckBalance())
    assert "Emblem" in answer
    assert "Justice Bank" in answer
    assert "Iron Bank" not in answer


def test_account_and_cards_can_be_asked_for_together(talk: Talk) -> None:
    talk.say("what's on my emblem card and in my account", CheckBalance())
    assert talk.said == ["utter_balance", "utter_card_balance"]


def test_a_card_that_is_paid_off_is_said_to_be(talk: Talk, bank: Bank) -> None:
    card = min(bank.cards(CUSTOMER), key=lambda card: card.owed.minor)
    bank.pay_card(CUSTOMER, card.id, card.owed, bank.today(), "pay it off")
    talk.say(f"what do I owe on {card.name}", CheckBalance())
    assert talk.said == ["utter_card_nothing_owed"]


@pytest.mark.parametrize(
    ("sent", "response"),
    [
        (0, "utter_transfer_charges_all_free"),
        (4, "utter_transfer_charges_some_free"),
        (5, "utter_transfer_charges_one_free"),
        (6, "utter_transfer_charges_none_free"),
    ],
)
def test_charges_say_how_many_free_transfers_are_left_and_until_when(
    talk: Talk, bank: Bank, sent: int, response: str
) -> None:
    send(bank, times=sent)
    answer = talk.say("what does a transfer cost", TransferCharges())
    last_day = bank.charges(CUSTOMER).cycle_end - timedelta(days=1)
    assert talk.said == [response]
    assert "$10.00" in answer
    assert written_day(last_day) in answer


def test_what_is_scheduled_is_listed_by_day_with_fee_and_reference(talk: Talk, bank: Bank) -> None:
    send(bank, times=7, days=3)
    answer = talk.say("what is scheduled?", ListScheduled())
    orders = bank.scheduled(CUSTOMER)
    assert answer.count("\n- ") == len(orders) == 7
    assert [order.reference in line for order, line in zip(orders, answer.splitlines()[1:], strict=True)] == [True] * 7
    assert "Alice Morgan, **$1.00** (+ $10.00), T-" in answer.splitlines()[-1]


def test_nothing_scheduled_is_a_sentence(talk: Talk) -> None:
    assert talk.say("what is scheduled?", ListScheduled()) == "Nothing is scheduled."


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("my latest transactions", 5),
        ("show me my last 3 transactions", 3),
        ("last ten transactions", 10),
        ("what was my last transaction", 1),
        ("last 5000 transactions", 20),
        ("all transactions", 20),
        ("last -3 transactions", 5),
        ("/last_transactions", 5),
    ],
)
def test_as_many_of_the_latest_transactions_as_were_asked_for(talk: Talk, text: str, count: int) -> None:
    assert talk.say(text, LastTransactions()).count("\n- ") == count
    assert ("utter_last_transactions_most" in talk.said) is (count == 20)


def test_the_latest_transaction_is_the_first_and_signs_tell_in_from_out(talk: Talk, bank: Bank) -> None:
    send(bank)
    first = talk.say("my latest transactions", LastTransactions()).splitlines()[1]
    assert first.endswith("Alice Morgan, -$1.00")
    assert "+$" in talk.say("last 20 transactions", LastTransactions())


@pytest.mark.parametrize(
    ("text", "account_too"),
    [("just checking what I owe on emblem", False), ("my emblem card and my current account", True)],
)
def test_the_account_is_told_beside_a_card_where_it_is_named(talk: Talk, text: str, account_too: bool) -> None:
    talk.say(text, CheckBalance())
    assert ("utter_balance" in talk.said) is account_too
