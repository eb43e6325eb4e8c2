"""Each message is answered once, and money moves once."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

from tests.live.test_main_job import balance, first_payee, new_customer
from tests.support.system import System


def test_a_repeated_message_id_gets_the_same_answer_and_moves_nothing(system: System) -> None:
    customer = new_customer()
    before, payee = balance(system, customer), first_payee(system, customer)
    system.say("financial_bot", customer, f"send $50 to {payee}")
    message_id = str(uuid.uuid4())
    first = system.send("financial_bot", customer, "yes", message_id)
    again = system.send("financial_bot", customer, "yes", message_id)
    assert "Done" in first[0]["text"]
    assert again == first
    assert balance(system, customer) == before - 50


def test_answers_with_buttons_and_handoff_payloads_are_repeated_whole(system: System) -> None:
    customer = new_customer()
    for text in ("I want to talk to a human", '/trigger_handoff{"to": "helpdesk_bot"}', "send money to somebody"):
        message_id = str(uuid.uuid4())
        first = system.send("financial_bot", customer, text, message_id)
        assert system.send("financial_bot", customer, text, message_id) == first


def test_twenty_deliveries_at_once_of_one_yes_move_the_money_once_and_answer_the_same(system: System) -> None:
    customer = new_customer()
    before, payee = balance(system, customer), first_payee(system, customer)
    system.say("financial_bot", customer, f"send $50 to {payee}")
    message_id = str(uuid.uuid4())
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: system.send("financial_bot", customer, "yes", message_id), range(20)))
    assert all(answer == answers[0] for answer in answers)
    assert balance(system, customer) == before - 50


def test_messages_of_one_conversation_are_served_in_the_order_of_arrival_without_waiting_whole_seconds(
    system: System,
) -> None:
    """Rasa's own lock looks once per second: 20 messages would take 20 s."""
    customer = new_customer()
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: system.send("helpdesk_bot", customer, "hello"), range(20)))
    assert all(answer[0]["text"] for answer in answers)


def test_a_second_yes_after_the_transfer_moves_nothing(system: System) -> None:
    customer = new_customer()
    before, payee = balance(system, customer), first_payee(system, customer)
    system.say("financial_bot", customer, f"send $50 to {payee}", "yes", "yes", "/affirm")
    assert balance(system, customer) == before - 50


def test_an_older_client_without_message_ids_is_simply_answered(system: System) -> None:
    answer = system.post("financial_bot", json={"sender": new_customer(), "message": "hello"})
    assert answer.status_code == 200
    assert answer.json()[0]["text"]
