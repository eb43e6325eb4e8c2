"""What a bot has to say unasked: brought by its back office, fetched by the page, said with the next answer."""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timezone
from typing import Any

import pytest
import requests

from handoff.secret import ACTION_KEY_HEADER, BACK_OFFICE_KEY_HEADER, action_server_key, back_office_key, load_secret
from tests.live.test_main_job import balance, first_payee, new_customer
from tests.support.faulty_proxy import Fault, FaultyProxy
from tests.support.system import ROOT, System
from tests.support.waiting import wait_until

BANK = "financial_bot"
WORDS = "Emblem card"


def key() -> str:
    return back_office_key(load_secret(ROOT / "handoff_config.yml"))


def notice(customer: str, **changed: Any) -> dict[str, Any]:
    """A notice that the bank's bot understands."""
    details = {"amount": "$50.00", "card": "Emblem", "reference": "C-000001", "day": "Friday, 3 July 2026"}
    whole = {"id": f"test-{uuid.uuid4()}", "sender": customer, "response": "utter_notice_card_done", "details": details}
    return whole | changed


def bring(system: System, body: Any, headers: dict[str, str] | None = None) -> requests.Response:
    """What the bot answers to its back office."""
    headers = {BACK_OFFICE_KEY_HEADER: key()} if headers is None else headers
    return requests.post(f"{system.url(BANK)}/webhooks/rest/notices", json=body, headers=headers, timeout=10)


def brought(system: System, customer: str) -> str:
    """Brings a notice and returns its id."""
    body = notice(customer)
    assert bring(system, body).status_code == 200
    notice_id: str = body["id"]
    return notice_id


def listed(system: System, customer: str) -> list[dict[str, Any]]:
    """What the page would find."""
    url = f"{system.url(BANK)}/webhooks/rest/notices"
    found: list[dict[str, Any]] = requests.get(url, params={"sender": customer}, timeout=10).json()
    return found


def seen(system: System, body: Any) -> requests.Response:
    return requests.post(f"{system.url(BANK)}/webhooks/rest/notices/seen", json=body, timeout=10)


def test_a_notice_comes_first_in_the_next_answer_and_never_again(system: System) -> None:
    customer = new_customer()
    notice_id = brought(system, customer)
    first, *rest = system.send(BANK, customer, "hello")
    assert WORDS in first["text"]
    assert first["notice"] == notice_id
    assert rest
    assert not any("notice" in answer for answer in rest)
    assert WORDS not in system.say(BANK, customer, "hello")
    assert listed(system, customer) == []


def test_it_can_be_fetched_as_often_as_one_likes_until_it_was_seen(system: System) -> None:
    customer = new_customer()
    notice_id = brought(system, customer)
    (one,) = listed(system, customer)
    assert listed(system, customer) == [one]
    assert one["id"] == notice_id
    assert WORDS in one["text"]
    assert abs((datetime.now(timezone.utc) - datetime.fromisoformat(one["at"])).total_seconds()) < 60
    assert seen(system, {"sender": customer, "ids": [notice_id]}).status_code == 200
    assert listed(system, customer) == []
    assert WORDS not in system.say(BANK, customer, "hello")


def test_nobody_else_can_say_that_it_was_seen(system: System) -> None:
    customer = new_customer()
    notice_id = brought(system, customer)
    assert seen(system, {"sender": new_customer(), "ids": [notice_id]}).status_code == 200
    assert [each["id"] for each in listed(system, customer)] == [notice_id]


def test_what_was_brought_twice_is_there_once_also_when_it_was_said_between(system: System) -> None:
    customer = new_customer()
    body = notice(customer)
    assert [bring(system, body).status_code for _ in range(2)] == [200, 200]
    assert len(listed(system, customer)) == 1
    assert WORDS in system.say(BANK, customer, "hello")
    assert bring(system, body).status_code == 200
    assert listed(system, customer) == []


def test_only_who_knows_the_back_offices_key_can_bring_one(system: System) -> None:
    """The key of action servers is another one: who runs actions cannot put words into the bot's mouth."""
    customer = new_customer()
    others = action_server_key(load_secret(ROOT / "handoff_config.yml"))
    for headers in (
        {},
        {BACK_OFFICE_KEY_HEADER: "wrong"},
        {BACK_OFFICE_KEY_HEADER: others},
        {ACTION_KEY_HEADER: key()},
    ):
        answer = bring(system, notice(customer), headers)
        assert answer.status_code == 401
        assert BACK_OFFICE_KEY_HEADER in answer.json()["error"]
    assert listed(system, customer) == []


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"id": 7}, "id: must be a text"),
        ({"sender": ""}, "sender: must be a text"),
        ({"response": "utter_no_such_response"}, "this bot has no response 'utter_no_such_response'"),
        ({"details": {"amount": "$5"}}, "needs card, day, reference too"),
        ({"details": "$5"}, "details: must be a JSON object"),
    ],
)
def test_what_could_not_be_said_is_refused_in_clear_words(
    system: System, changed: dict[str, Any], problem: str
) -> None:
    customer = new_customer()
    answer = bring(system, notice(customer, **changed))
    assert answer.status_code == 400
    assert problem in answer.json()["error"]
    assert listed(system, customer) == []


@pytest.mark.parametrize("body", [[], {"sender": "s"}, {"ids": ["a"]}, {"sender": "s", "ids": "a"}], ids=repr)
def test_a_client_that_asks_wrongly_is_told_so(system: System, body: Any) -> None:
    assert seen(system, body).status_code == 400
    answer = requests.get(f"{system.url(BANK)}/webhooks/rest/notices", timeout=10)
    assert answer.status_code == 400
    assert "sender" in answer.json()["error"]
    not_json = requests.post(f"{system.url(BANK)}/webhooks/rest/notices/seen", data=b"{", timeout=10)
    assert (not_json.status_code, not_json.json()) == (400, {"error": "the body must be JSON"})


def test_the_page_may_fetch_them_and_no_other_page_may(system: System) -> None:
    """As for messages: the browser asks first, and hands the answer to listed origins only."""
    for path in ("notices", "notices/seen", "webhook"):
        for origin, allowed in ((f"http://localhost:{system.ports['chatroom']}", True), ("http://evil.example", False)):
            headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
            answer = requests.options(f"{system.url(BANK)}/webhooks/rest/{path}", headers=headers, timeout=10)
            assert (answer.headers.get("Access-Control-Allow-Origin") == origin) is allowed


def test_a_repeated_message_brings_the_same_notice_again(system: System) -> None:
    customer, message_id = new_customer(), str(uuid.uuid4())
    brought(system, customer)
    first = system.send(BANK, customer, "hello", message_id)
    assert WORDS in first[0]["text"]
    assert system.send(BANK, customer, "hello", message_id) == first


def test_a_turn_that_fails_says_none_and_loses_none(system: System, bank_actions: FaultyProxy) -> None:
    customer = new_customer()
    brought(system, customer)
    bank_actions.break_with(Fault.SERVER_ERROR)
    assert WORDS not in system.say(BANK, customer, "what's my balance?")
    bank_actions.mend()
    assert len(listed(system, customer)) == 1
    assert WORDS in system.say(BANK, customer, "what's my balance?")


def test_a_notice_between_the_read_back_and_the_yes_spoils_neither(system: System) -> None:
    customer = new_customer()
    before, payee = balance(system, customer), first_payee(system, customer)
    system.say(BANK, customer, f"send $50 to {payee}")
    brought(system, customer)
    corrected = system.say(BANK, customer, "no, make it $60")
    assert WORDS in corrected
    assert "$60.00" in corrected
    brought(system, customer)
    receipt = system.say(BANK, customer, "yes")
    assert WORDS in receipt
    assert "$60.00" in receipt
    assert balance(system, customer) == before - 60


def test_a_notice_before_an_offer_leaves_the_offer_standing(system: System) -> None:
    customer = new_customer()
    brought(system, customer)
    assert WORDS in system.say(BANK, customer, "I want to talk to a human")
    answers = system.send(BANK, customer, "yes")
    assert any(answer.get("custom", {}).get("handoff_host") == system.url("helpdesk_bot") for answer in answers)


def test_a_customer_who_comes_back_by_handoff_is_told_too(system: System) -> None:
    customer = new_customer()
    brought(system, customer)
    said = system.say(BANK, customer, f'/handoff{{"from_host": "{system.url("helpdesk_bot")}"}}')
    assert WORDS in said
    assert "Financial Assistant" in said


@pytest.mark.parametrize("typed", ["/restart", "/back", "/session_start"])
def test_what_the_user_said_is_answered_beside_the_notice(system: System, typed: str) -> None:
    customer = new_customer()
    system.say(BANK, customer, "hello")
    brought(system, customer)
    answers = system.send(BANK, customer, typed)
    assert ["notice" in answer for answer in answers][:2] == [True, False]


def test_a_stream_brings_them_first_too(system: System) -> None:
    customer = new_customer()
    brought(system, customer)
    url = f"{system.url(BANK)}/webhooks/rest/webhook?stream=true"
    answer = requests.post(url, json={"sender": customer, "message": "hello"}, timeout=10)
    first, *rest = [json.loads(line) for line in answer.text.splitlines()]
    assert WORDS in first["text"]
    assert rest


def test_a_stream_shows_each_message_when_it_comes_and_ends_also_when_the_turn_fails(
    system: System, bank_actions: FaultyProxy
) -> None:
    customer = new_customer()
    notice_id = brought(system, customer)
    bank_actions.break_with(Fault.HANGS)
    with streamed(system, customer, "what's my balance?") as answer:
        lines = map(json.loads, answer.iter_lines(chunk_size=1))
        assert next(lines)["notice"] == notice_id
        wait_until(lambda: bank_actions.held > 0)
        bank_actions.mend()
        (last,) = lines
    assert "something went wrong on my side" in last["text"]
    assert WORDS in system.say(BANK, customer, "what's my balance?")


def test_a_stream_of_a_turn_that_moves_money_says_nothing_before_it_is_kept(
    system: System, bank_actions: FaultyProxy
) -> None:
    customer = new_customer()
    before, payee = balance(system, customer), first_payee(system, customer)
    system.say(BANK, customer, f"send $50 to {payee}")
    brought(system, customer)
    bank_actions.break_with(Fault.ANSWER_LOST, only="action_transfer_money")
    with streamed(system, customer, "yes") as answer:
        (only,) = map(json.loads, answer.iter_lines())
    assert "something went wrong on my side" in only["text"]
    bank_actions.mend()
    with streamed(system, customer, "yes") as answer:
        first, *rest = map(json.loads, answer.iter_lines())
    assert WORDS in first["text"]
    assert "$50.00" in rest[0]["text"]
    assert balance(system, customer) == before - 50


def streamed(system: System, customer: str, text: str) -> requests.Response:
    url = f"{system.url(BANK)}/webhooks/rest/webhook?stream=true"
    return requests.post(url, json={"sender": customer, "message": text}, timeout=20, stream=True)


def test_a_host_of_ours_says_to_the_page_that_messages_may_be_repeated(system: System) -> None:
    for bot in (BANK, "helpdesk_bot"):
        origin = f"http://localhost:{system.ports['chatroom']}"
        answer = requests.get(f"{system.url(bot)}/webhooks/rest/", headers={"Origin": origin}, timeout=10)
        assert answer.json() == {"status": "ok", "handoff": 1}
        assert answer.headers["Access-Control-Allow-Origin"] == origin
