"""A wish to send money is told from talk about sending money."""

from __future__ import annotations

import pytest

from financial_bot.actions.wishes import (
    asks_to_call_off,
    asks_to_change,
    asks_to_pay,
    names_a_card_payment,
    names_a_second_order,
    names_a_transfer,
    names_an_order,
)


@pytest.mark.parametrize(
    "text",
    [
        "send $50 to alice",
        "could you send 20 to Bob tomorrow?",
        "I want $50 sent to alice",
        "don't forget to send bob his money",
        "if you don't mind, transfer ten dollars to emma",
        "why don't you send bob $5",
        "get 20 dollars to bob",
        "I need to pay bob back",
        "don't let me forget: send bob 20 tomorrow",
        "I don't have cash, can you send 20 to bob",
        "he paid for dinner, transfer 20 to bob",
        "15 to bob",
        "can I send my brother some cash",
        "how about sending emma $20",
        "it's her birthday and I'd like her to get 50 bucks from me",
        "I don't have cash on me so please transfer 35 to the babysitter",
        "don't let my card go late, pay the minimum on friday",
        "what I owe on emblem should be paid on thursday",
        "get my visa paid off",
    ],
)
def test_a_wish_begins_a_transfer(text: str) -> None:
    assert asks_to_pay(text)


@pytest.mark.parametrize(
    "text",
    [
        "don't send $15 to alice",
        "cancel the $15 transfer to alice",
        "I already sent $15 to alice",
        "did I send $15 to alice?",
        "why did you send $15 to Alice",
        "you sent $15 to Alice twice",
        "how do I send $15 to alice?",
        "did my transfer go through?",
        "I don’t want to send money",
        "send me $50",
        "stop the transfer of 20 to bob",
        "no transfer to bob of 20",
        "I refuse to pay bob 20",
        "I was about to send 20 to bob but no",
        "freeze the payment of 20 to bob",
        "please no more payments of 20 to bob",
        "send 20 to bob, just kidding",
        "the text read 'send 20 to bob'",
        "nobody should send 20 to bob",
        "send 20 to bob? no way",
        "request $86 from Emma",
        "my wife paid my credit card yesterday",
        "what happens if I pay only the minimum on my card",
        "is it safe to send money here",
        "who can I send money to",
        "does Emma get paid on the 1st",
        "how much did I send to Alice in May",
        "if I send 100 now when does Alice get it",
        "Tom wants to transfer 50 dollars to Lisa",
    ],
)
def test_talk_about_a_transfer_begins_none(text: str) -> None:
    assert not asks_to_pay(text)


@pytest.mark.parametrize(
    "text", ["send $50 to bob", "transfer 20 to my sister", "make a transfer", "I want to send money"]
)
def test_a_transfer_is_told_from_an_answer_to_a_cards_question(text: str) -> None:
    assert names_a_transfer(text)
    assert not names_a_card_payment(text)


@pytest.mark.parametrize(
    "text",
    ["pay $120 to my emblem card", "put 200 towards Justice Bank", "transfer $75 to my iron bank card", "card payment"],
)
def test_a_card_payment_is_told_from_an_answer_to_a_transfers_question(text: str) -> None:
    assert names_a_card_payment(text)
    assert not names_a_transfer(text)


@pytest.mark.parametrize("text", ["pay 50", "to bob", "emblem", "the minimum", "send 50 on friday", "$50"])
def test_answers_are_neither(text: str) -> None:
    assert not names_a_transfer(text)
    assert not names_a_card_payment(text)


def test_what_is_scheduled_is_told_from_the_transfer_at_hand() -> None:
    assert names_an_order("cancel the scheduled one to bob")
    assert names_an_order("call off T-12")
    assert not names_an_order("cancel the transfer to bob")


@pytest.mark.parametrize("text", ["why did you remove bob", "don't add her", "did you cancel it?"])
def test_talk_about_payees_and_orders_changes_nothing(text: str) -> None:
    assert not asks_to_change(text)


@pytest.mark.parametrize("text", ["I don't need bob any more, remove him", "can you add zoe?", "please cancel it"])
def test_wishes_about_payees_and_orders(text: str) -> None:
    assert asks_to_change(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "yes, and another 20 to alice",
            "and 20 to alice",
            "plus 20 to alice",
            "yes and then 30 to emma",
            "ok, next: 30 to emma",
        ),
        *("new transfer: 20 to alice tomorrow", "split it with alice", "send half to alice", "send 10 to bob too"),
    ],
)
def test_a_second_order_is_told_from_a_correction(text: str) -> None:
    assert names_a_second_order(text)


@pytest.mark.parametrize(
    "text",
    [
        "no, make it 60",
        "and make it tomorrow",
        "too much",
        "is 60 too much?",
        "just a second",
        "to alice",
        "next monday",
    ],
)
def test_a_correction_is_no_second_order(text: str) -> None:
    assert not names_a_second_order(text)


@pytest.mark.parametrize(
    "text", ["transfer 50 from emblem to my account", "use emblem to send bob 50", "send bob 50 from my visa"]
)
def test_money_does_not_come_from_a_card(text: str) -> None:
    assert not asks_to_pay(text)


@pytest.mark.parametrize(
    "text", ["change my scheduled payment to 20", "postpone the payment to bob", "move it to friday"]
)
def test_changing_what_is_scheduled_is_not_calling_it_off(text: str) -> None:
    assert not asks_to_call_off(text)
    assert asks_to_call_off("cancel my scheduled payment")
