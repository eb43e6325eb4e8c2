"""Small answers in the middle of a form, and beside an offer: heard as what they are, over HTTP."""

from __future__ import annotations

import json

import pytest
import requests

from tests.live.test_main_job import balance, first_payee, new_customer
from tests.support.handoffs import offer_in
from tests.support.system import System


@pytest.mark.parametrize("said", ["no wait", "hold on", "not yet", "one sec please"])
def test_who_needs_a_moment_at_the_read_back_has_neither_agreed_nor_left(system: System, said: str) -> None:
    customer = new_customer()
    before, payee = balance(system, customer), first_payee(system, customer)
    heard = system.say("financial_bot", customer, f"send $20 to {payee}", said)
    assert "Take your time" in heard
    assert "Shall I do it?" in heard
    assert balance(system, customer) == before
    assert "Done" in system.say("financial_bot", customer, "yes")


@pytest.mark.parametrize("said", ["yes please do that", "yeah go ahead then", "yes do", "ye", "go on then"])
def test_a_plain_yes_is_heard_at_once(system: System, said: str) -> None:
    customer = new_customer()
    payee = first_payee(system, customer)
    assert "Done" in system.say("financial_bot", customer, f"send $20 to {payee}", said)


@pytest.mark.parametrize("said", ["nope, forget it", "actually no", "no"])
def test_a_plain_no_is_heard_at_once(system: System, said: str) -> None:
    customer = new_customer()
    payee = first_payee(system, customer)
    assert "nothing was sent" in system.say("financial_bot", customer, f"send $20 to {payee}", said)


@pytest.mark.parametrize(("said", "read"), [("friday", "Friday"), ("fifty", "$50.00"), ("bob", "Bob Fletcher")])
def test_one_word_corrects_the_read_back(system: System, said: str, read: str) -> None:
    customer = new_customer()
    heard = system.say("financial_bot", customer, "send $20 to Alice Morgan", said)
    assert read in heard
    assert "Shall I do it?" in heard


def test_something_else_in_a_form_calls_nobody_else(system: System) -> None:
    assert "e-mail" in system.say("helpdesk_bot", new_customer(), "open an incident", "something else")


def test_an_offer_outlives_a_question_about_something_else(system: System) -> None:
    customer = new_customer()
    system.say("financial_bot", customer, "my outlook crashes", "what's my balance?")
    offer = offer_in(system.send("financial_bot", customer, "yes"))
    assert offer["handoff"]["message"] == "my outlook crashes"


def test_stop_is_a_no_to_an_offer(system: System) -> None:
    assert "All right" in system.say("financial_bot", new_customer(), "my outlook crashes", "stop")


def test_the_only_other_host_is_offered_by_its_name(system: System) -> None:
    customer = new_customer()
    assert "Financial Assistant" in system.say("helpdesk_bot", customer, "I want to talk to a human")
    assert offer_in(system.send("helpdesk_bot", customer, "yes"))["handoff"]["to"] == "financial_bot"


@pytest.mark.parametrize("stream", ["", "?stream=true"])
def test_a_message_that_is_too_long_is_answered_to_whom_it_is_from(system: System, stream: str) -> None:
    body = {"sender": "somebody", "message": "x" * 4001}
    url = f"{system.url('financial_bot')}/webhooks/rest/webhook{stream}"
    answer = system.post("financial_bot", json=body) if not stream else requests.post(url, json=body, timeout=30)
    messages = answer.json() if not stream else [json.loads(line) for line in answer.text.splitlines()]
    assert [message["recipient_id"] for message in messages] == ["somebody"]
