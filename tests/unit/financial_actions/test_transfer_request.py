"""A wish to send money is told from talk about sending money."""

from __future__ import annotations

import pytest

from financial_bot.actions.transfer_request import asks_for_a_transfer


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
    ],
)
def test_a_wish_begins_a_transfer(text: str) -> None:
    assert asks_for_a_transfer(text)


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
    ],
)
def test_talk_about_a_transfer_begins_none(text: str) -> None:
    assert not asks_for_a_transfer(text)
