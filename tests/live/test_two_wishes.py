"""A message with several wishes, over HTTP, against the real processes: each is answered, and money loses no word."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from tests.live.test_main_job import balance, first_payee, new_customer
from tests.support.handoffs import follow, offer_in
from tests.support.system import System

FIRST, NEXT, ASKS = "One after the other", "Now to", "Shall I do it?"


def texts(answers: list[dict[str, Any]]) -> list[str]:
    return [str(answer.get("text", "")) for answer in answers]


@pytest.mark.parametrize(
    "said", ["what's my balance and then send $50 to {payee}", "what's my balance? Oh, and send $50 to {payee}"]
)
def test_a_question_is_answered_and_then_the_transfer_is_read_back(system: System, said: str) -> None:
    customer = new_customer()
    before, payee = balance(system, customer), first_payee(system, customer)
    known, read_back = texts(system.send("financial_bot", customer, said.format(payee=payee)))
    assert f"${before:,.2f}" in known
    assert payee in read_back
    assert "$50.00" in read_back
    assert "Done" in system.say("financial_bot", customer, "yes")
    assert balance(system, customer) == before - 50


def test_what_follows_a_payment_waits_until_it_is_done_and_knows_of_it(system: System) -> None:
    customer = new_customer()
    before, payee = balance(system, customer), first_payee(system, customer)
    first, read_back = texts(system.send("financial_bot", customer, f"send $50 to {payee} and then what's my balance?"))
    assert FIRST in first
    assert ASKS in read_back
    message_id = str(uuid.uuid4())
    answers = system.send("financial_bot", customer, "yes", message_id)
    done, announced, known = texts(answers)
    assert "Done" in done
    assert NEXT in announced
    assert f"${before - 50:,.2f}" in known
    assert system.send("financial_bot", customer, "yes", message_id) == answers
    assert balance(system, customer) == before - 50


def test_a_no_to_the_first_is_no_no_to_the_second(system: System) -> None:
    customer = new_customer()
    system.say("financial_bot", customer, "pay my emblem card and show me my last transactions")
    refused, announced, shown = texts(system.send("financial_bot", customer, "no"))
    assert "nothing was paid" in refused
    assert NEXT in announced
    assert "latest transactions" in shown


def test_a_repeated_message_gets_both_answers_again_and_nothing_runs_twice(system: System) -> None:
    customer, message_id = new_customer(), str(uuid.uuid4())
    payee = first_payee(system, customer)
    said = f"what's my balance and then send $50 to {payee}"
    first = system.send("financial_bot", customer, said, message_id)
    assert system.send("financial_bot", customer, said, message_id) == first
    assert "Done" in system.say("financial_bot", customer, "yes")


def test_a_wish_to_call_something_off_and_a_question(system: System) -> None:
    said = texts(system.send("financial_bot", new_customer(), "cancel the transfer on friday, and how much do I have?"))
    assert any("Nothing is scheduled" in text for text in said)
    assert "in your account" in said[-1]


def test_the_helpdesk_takes_two_wishes_too(system: System) -> None:
    customer = new_customer()
    opened = ("open an incident", "user@example.com", "low", "The printer prints blank pages", "Printer", "yes")
    system.say("helpdesk_bot", customer, *opened)
    first, asks = texts(system.send("helpdesk_bot", customer, "close my ticket and reset my password"))
    assert FIRST in first
    assert "Shall I close" in asks
    closed = texts(system.send("helpdesk_bot", customer, "yes"))
    assert "is closed" in closed[0]
    assert NEXT in closed[1]
    assert "Caps Lock" in closed[2]


def test_what_another_host_can_do_comes_last_and_goes_there_alone(system: System) -> None:
    customer = new_customer()
    known, offer = texts(system.send("financial_bot", customer, "my outlook crashes and what's my balance?"))
    assert "in your account" in known
    assert "Shall I take you there?" in offer
    custom = [answer.get("custom") for answer in system.send("financial_bot", customer, "yes")]
    assert custom[-1]["handoff"]["message"] == "my outlook crashes"


def test_words_that_were_carried_here_are_two_wishes_too_and_the_return_is_offered_after_both(system: System) -> None:
    customer = new_customer()
    payee = first_payee(system, customer)
    said = f"send $20 to {payee} and then tell me my balance"
    system.say("helpdesk_bot", customer, said)
    answers = follow(system, customer, offer_in(system.send("helpdesk_bot", customer, "yes")), "helpdesk_bot")
    first, read_back = texts(answers)[-2:]
    assert FIRST in first
    assert ASKS in read_back
    done, _, known, back = texts(system.send("financial_bot", customer, "yes"))
    assert "Done" in done
    assert "in your account" in known
    assert "take you back" in back


def test_a_transfer_wished_for_elsewhere_leaves_the_half_finished_one_as_it_was(system: System) -> None:
    customer = new_customer()
    before, payee = balance(system, customer), first_payee(system, customer)
    system.say("financial_bot", customer, f"send $50 to {payee}", "I want to talk to a human")
    follow(system, customer, offer_in(system.send("financial_bot", customer, "yes")), "financial_bot")
    system.say("helpdesk_bot", customer, "send $20 to Bob Fletcher and then tell me my balance")
    carried = follow(system, customer, offer_in(system.send("helpdesk_bot", customer, "yes")), "helpdesk_bot")
    assert "$20.00" in texts(carried)[-1]
    assert FIRST in texts(carried)[-2]
    done, back, read_back = texts(system.send("financial_bot", customer, "yes"))
    assert "$20.00" in done
    assert "Back to" in back
    assert "$50.00" in read_back
    done, announced, known = texts(system.send("financial_bot", customer, "yes"))
    assert "$50.00" in done
    assert NEXT in announced
    assert f"${before - 70:,.2f}" in known


@pytest.mark.parametrize(
    "said",
    [
        "transfer $50 to {payee} and Bob",
        "send $50 to {payee} and $20 to Bob",
        "send $50 to {payee} and 20 to Bob",
        "send $50 to {payee}, 20 to Bob",
        "send $50 to {payee} and then 20 to Bob",
        "send $50 to {payee} and tell her thanks",
        "send $50 to {payee} and make it quick",
        "send $50 to {payee} if I have more than a million and show me my balance",
        "if there is enough, send $50 to {payee} and what's my balance",
        "don't send $50 to {payee} and pay my emblem card",
        "I can't see my balance and send $50 to {payee}",
        "send $50 to {payee} and schedule that for friday",
        "cancel the transfer to Bob and send $50 to {payee} instead",
    ],
)
def test_no_order_is_taken_apart_from_what_belongs_to_it(system: System, said: str) -> None:
    customer = new_customer()
    before, payee = balance(system, customer), first_payee(system, customer)
    heard = system.say("financial_bot", customer, said.format(payee=payee))
    assert FIRST not in heard
    assert NEXT not in heard
    assert balance(system, customer) == before


@pytest.mark.parametrize("said", ["yes and what's my balance?", "yes. Also pay my emblem card", "yes; cancel it"])
def test_a_yes_and_more_is_no_yes(system: System, said: str) -> None:
    customer = new_customer()
    before, payee = balance(system, customer), first_payee(system, customer)
    assert "Done" not in system.say("financial_bot", customer, f"send $50 to {payee}", said)
    assert balance(system, customer) == before


@pytest.mark.parametrize(
    "said",
    [
        "I forgot my password and can't log in to my e-mail",
        "my laptop is slow and the screen flickers",
        "open an incident for my laptop, and set the priority to high",
        "the printer is jammed again, please reopen my ticket",
    ],
)
def test_one_incident_told_in_several_sentences_stays_one(system: System, said: str) -> None:
    heard = system.say("helpdesk_bot", new_customer(), said)
    assert FIRST not in heard
    assert NEXT not in heard


def test_four_wishes_are_said_to_be_too_many(system: System) -> None:
    said = "show me my balance, show me my last transactions, list my payees, show me what is scheduled"
    assert "one thing at a time" in system.say("financial_bot", new_customer(), said)
