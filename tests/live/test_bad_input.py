"""Whatever arrives, it ends in a sentence or a clean error, and nothing is lost."""

from __future__ import annotations

import json
import uuid

import pytest

from tests.live.test_main_job import balance, first_payee, new_customer
from tests.support.system import System

BOTS = ("financial_bot", "helpdesk_bot")
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize("host", BOTS)
@pytest.mark.parametrize(
    ("body", "names"),
    [
        (b"[]", "body"),
        (b"{", "body"),
        (b"", "body"),
        (b"null", "body"),
        (b'{"sender": "s", "message": 42}', "message"),
        (b'{"sender": "s", "message": null}', "message"),
        (b'{"sender": "s", "message": ["hi"]}', "message"),
        (b'{"sender": "s", "message": "  "}', "message"),
        (b'{"message": "hi"}', "sender"),
        (b'{"sender": {"a": 1}, "message": "hi"}', "sender"),
        (b'{"sender": "s", "message": "hi", "metadata": []}', "metadata"),
        (b'{"sender": "s", "message": "hi", "metadata": {"message_id": 7}}', "message_id"),
    ],
)
def test_a_body_that_is_no_message_gets_400_that_names_the_key(
    system: System, host: str, body: bytes, names: str
) -> None:
    answer = system.post(host, body, headers=JSON)
    assert answer.status_code == 400
    assert names in answer.json()["error"]


@pytest.mark.parametrize("host", BOTS)
@pytest.mark.parametrize(
    "text",
    [
        "x" * 20_000,
        "😀" * 50,
        "hello \x00 there",
        "\ud83d",
        "'; DROP TABLE customers; --",
        "{balance} %s {0}",
        "\u202eolleh",
    ],
    ids=["20,000 characters", "emoji", "NUL", "lone surrogate", "SQL", "placeholders", "right-to-left"],
)
def test_any_text_gets_a_sentence_also_in_the_middle_of_a_form(system: System, host: str, text: str) -> None:
    customer = new_customer()
    begin = {"financial_bot": "send money to somebody", "helpdesk_bot": "open an incident"}[host]
    for before in ("hello", begin):
        system.say(host, customer, before)
        body = json.dumps({"sender": customer, "message": text, "metadata": {"message_id": str(uuid.uuid4())}})
        answer = system.post(host, body.encode(), headers=JSON)
        assert answer.status_code == 200
        assert any(message.get("text") for message in answer.json())


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("transfer $0 to {payee}", "above zero"),
        ("transfer -50 dollars to {payee}", "plain amount"),
        ("transfer $-50 to {payee}", "plain amount"),
        ("transfer $0.001 to {payee}", "fractions of a cent"),
        ("transfer EUR 100 to {payee}", "can't pay in EUR"),
        ("transfer half a million dollars to {payee}", "plain amount"),
        ("transfer $50 to {payee} and $20 to Zorro", "more than one amount"),
        ("transfer $50 to Zorro", '"Zorro" is not among your payees'),
    ],
)
def test_money_that_is_not_one_plain_amount_to_a_known_payee_is_asked_about_and_moves_nothing(
    system: System, said: str, answer: str
) -> None:
    customer = new_customer()
    before, payee = balance(system, customer), first_payee(system, customer)
    heard = system.say("financial_bot", customer, said.format(payee=payee))
    assert answer in heard
    assert "Shall I do it?" not in heard
    assert "nothing was sent" in system.say("financial_bot", customer, "cancel")
    assert balance(system, customer) == before


@pytest.mark.parametrize(
    "typed",
    [
        '/inform{"amount-of-money": -50}',
        '/inform{"transfer_amount": "1e9", "transfer_payee": 1}',
        '/transfer_money{"amount-of-money": [1, 2], "time": {"from": null}}',
        "/affirm",
        "/inform{",
        "/no_such_intent",
    ],
)
def test_typed_intents_fill_no_slot_with_what_nobody_validated(system: System, typed: str) -> None:
    customer = new_customer()
    before = balance(system, customer)
    heard = system.say("financial_bot", customer, "send money to somebody", typed)
    assert heard.strip()
    assert "Done" not in heard
    assert "Shall I do it?" not in heard
    system.say("financial_bot", customer, "cancel")
    assert balance(system, customer) == before


@pytest.mark.parametrize(
    "text",
    [
        "/home/ann/salaries.xlsx does not open",
        "/etc my mail is ann.secret@example.com",
        "/{ann.hidden@example.com",
        "/@ann.private@example.com is my address",
    ],
)
def test_what_begins_with_a_slash_and_is_no_payload_is_answered_and_in_no_log(system: System, text: str) -> None:
    assert system.say("helpdesk_bot", f"slash-{uuid.uuid4()}", text).strip()
    assert text not in system.log.read_text(errors="replace")
