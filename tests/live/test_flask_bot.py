"""A host that is no Rasa bot takes part in handoffs: the example's real process."""

from __future__ import annotations

import json
import sqlite3
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from handoff.ticket import Ticket, check_ticket, digest, open_ticket, seal
from tests.support.flask_bot import SECRET, FlaskBot

Messages = list[dict[str, Any]]


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskBot]:
    running = FlaskBot(tmp_path_factory.mktemp("flask_bot"))
    yield running
    running.kill()


@pytest.fixture
def user() -> str:
    return str(uuid.uuid4())


def ticket(user: str, words: str | None = None, **changes: Any) -> Ticket:
    """A good ticket from the bank, but for `changes`."""
    now = int(time.time())
    claims: dict[str, Any] = {
        "issuer": "financial_bot",
        "audience": "branch_bot",
        "conversation": user,
        "id": str(uuid.uuid4()),
        "issued_at": now,
        "expires_at": now + 60,
        "reason": "other_skill",
        "message_digest": None if words is None else digest(words),
        "carried": {"email": "ann@example.com"},
        "path": ("financial_bot",),
        "returns_to": "financial_bot",
    }
    return Ticket(**{**claims, **changes})


def message(user: str, text: str, **metadata: Any) -> dict[str, Any]:
    return {"sender": user, "message": text, "metadata": {"message_id": str(uuid.uuid4()), **metadata}}


def take_over(given: Ticket, user: str | None = None, secret: str = SECRET) -> dict[str, Any]:
    text = '/handoff{"from_host": "http://localhost:1"}'
    return message(user or given.conversation, text, handoff_ticket=seal(given, secret))


def texts(messages: Messages) -> str:
    return "\n".join(each.get("text", "") for each in messages)


def kept_of(bot: FlaskBot, user: str) -> int:
    """How many rows the program keeps about a conversation."""
    with sqlite3.connect(bot.folder / "var" / "conversations.db") as connection:
        states = connection.execute("SELECT count(*) FROM conversations WHERE id = ?", (user,)).fetchone()
        answers = connection.execute("SELECT count(*) FROM answers WHERE conversation = ?", (user,)).fetchone()
    return int(states[0] + answers[0])


def test_it_answers_about_branches_and_says_when_it_does_not_understand(bot: FlaskBot, user: str) -> None:
    opening = bot.receive(message(user, "When do you open in Springfield?"))
    assert opening == [{"recipient_id": user, "text": "Springfield: Monday to Friday 9 to 5."}]
    assert "Harbour Road" in texts(bot.receive(message(user, "where is the branch in Riverside")))
    assert "didn't understand" in texts(bot.receive(message(user, "colourless green ideas")))


def test_a_user_is_taken_over_with_what_was_carried_and_is_answered_and_can_go_back(bot: FlaskBot, user: str) -> None:
    words = "can I make an appointment in Georgetown"
    given = ticket(user, words)
    greeting = texts(bot.receive(take_over(given)))
    assert "the Financial Assistant brought you to me" in greeting
    assert "ann@example.com" in greeting
    answer = bot.receive(message(user, words, handoff_replay=given.id))
    assert "I have noted that you would like an appointment" in answer[0]["text"]
    assert answer[1]["text"] == "Shall I take you back to the Financial Assistant?"

    going = bot.receive(message(user, "yes please"))
    assert going[0]["text"] == "I'm taking you to the Financial Assistant."
    offer = going[1]["custom"]["handoff"]
    sealed = open_ticket(offer["ticket"], SECRET, audience="financial_bot", conversation=user)
    back = check_ticket(sealed, bot.hosts, time.time())
    assert (back.reason, back.path) == ("return", ("financial_bot", "branch_bot"))
    assert back.carried == offer["carried"] == {"email": "ann@example.com"}


def test_a_return_is_offered_once_and_no_means_no(bot: FlaskBot, user: str) -> None:
    given = ticket(user, "where is the nearest branch")
    bot.receive(take_over(given))
    answer = bot.receive(message(user, "where is the nearest branch", handoff_replay=given.id))
    assert "take you back" in answer[-1]["text"]
    assert texts(bot.receive(message(user, "no"))) == "All right, then let's go on here."
    assert "take you back" not in texts(bot.receive(message(user, "I want an appointment")))
    back = bot.receive(message(user, "take me back to where I was"))
    assert back[1]["custom"]["handoff"]["reason"] == "return"


def test_a_ticket_that_is_not_good_is_refused_and_nothing_is_set(bot: FlaskBot, user: str) -> None:
    past = int(time.time()) - 70
    refused = {
        "forged": (take_over(ticket(user), secret="f" * 32), "ticket"),
        "expired": (take_over(ticket(user, issued_at=past, expires_at=past + 60)), "expired"),
        "for another host": (take_over(ticket(user, audience="helpdesk_bot")), "ticket"),
        "of another conversation": (take_over(ticket("somebody else"), user), "ticket"),
        "from nobody listed": (take_over(ticket(user, issuer="stranger", path=("stranger",))), "ticket"),
        "been here": (take_over(ticket(user, path=("branch_bot", "financial_bot"))), "loop"),
        "too long a way": (take_over(ticket(user, path=("a", "b", "c", "financial_bot"))), "loop"),
    }
    for name, (body, reason) in refused.items():
        assert bot.receive(body) == [{"recipient_id": user, "custom": {"handoff_refused": reason}}], name
    assert kept_of(bot, user) == 0
    assert bot.receive(message(user, "I want an appointment"))[0]["text"].startswith("What e-mail address")


def test_a_hundred_deliveries_of_one_ticket_are_one_take_over(bot: FlaskBot, user: str) -> None:
    given = ticket(user)
    with ThreadPoolExecutor(100) as pool:
        answers = list(pool.map(lambda _: bot.receive(take_over(given)), range(100)))
    assert answers == [answers[0]] * 100
    assert len(answers[0]) == 2  # where the user comes from, and what was carried
    assert kept_of(bot, user) == 2  # one state, one recorded answer


def test_what_was_answered_stays_answered_when_the_process_is_killed(bot: FlaskBot, user: str) -> None:
    given, words = ticket(user, "open an incident"), message(user, "my screen is black")
    accepted = bot.receive(take_over(given))
    asked = bot.receive(words)
    bot.kill()
    bot.start()
    assert bot.receive(take_over(given)) == accepted
    assert bot.receive(words) == asked
    offer = bot.receive(message(user, "yes"))[1]["custom"]["handoff"]
    assert (offer["to"], offer["message"]) == ("helpdesk_bot", "my screen is black")
    assert offer["carried"] == {"email": "ann@example.com"}


def test_killed_at_any_moment_a_ticket_is_taken_once_and_answered_always(bot: FlaskBot, user: str) -> None:
    given = ticket(user)
    with ThreadPoolExecutor(8) as pool:
        deliveries = [pool.submit(_deliver_until_answered, bot, given) for _ in range(8)]
        bot.kill()
        bot.start()
        answers = [each.result(timeout=60) for each in deliveries]
    assert answers == [answers[0]] * 8
    assert kept_of(bot, user) == 2


def _deliver_until_answered(bot: FlaskBot, given: Ticket) -> Messages:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            return bot.receive(take_over(given))
        except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):  # cut off before or in the answer
            time.sleep(0.02)
    raise AssertionError("no answer in 30 s")


def test_a_user_who_wants_somebody_else_is_taken_there(bot: FlaskBot, user: str) -> None:
    at_once = bot.receive(message(user, "take me to the helpdesk"))
    assert at_once[1]["custom"]["handoff"]["to"] == "helpdesk_bot"
    assert at_once[1]["custom"]["handoff"]["reason"] == "user_request"
    everybody = bot.receive(message(user, "I want to talk to somebody else"))[0]["buttons"]
    assert [button["title"] for button in everybody] == ["Financial Assistant", "Helpdesk Assistant"]
    chosen = bot.receive(message(user, everybody[0]["payload"]))
    assert chosen[1]["custom"]["handoff"]["to"] == "financial_bot"


def test_what_others_do_better_is_offered_and_travels_with_the_question(bot: FlaskBot, user: str) -> None:
    asked = bot.receive(message(user, "what is my balance?"))[0]
    assert asked["text"] == "That is something for the Financial Assistant. Shall I take you there?"
    offer = bot.receive(message(user, asked["buttons"][0]["payload"]))[1]["custom"]["handoff"]
    assert (offer["reason"], offer["message"]) == ("other_skill", "what is my balance?")


def test_a_handoff_that_failed_is_said_in_words(bot: FlaskBot, user: str) -> None:
    for reason in ("unreachable", "refused", "timeout", "error", "unlisted"):
        failed = bot.receive(message(user, f'/handoff_failed{{"to": "helpdesk_bot", "reason": "{reason}"}}'))[0]
        assert failed["text"].startswith("I'm sorry, the Helpdesk Assistant can't be reached right now.")
        assert [button["title"] for button in failed["buttons"]] == ["Financial Assistant"]
    unlisted = bot.receive(message(user, '/handoff_failed{"to": "evil", "reason": "unlisted"}'))[0]
    assert unlisted["text"].startswith("I don't know anybody of that name")


def test_what_was_being_asked_is_asked_again_after_coming_back(bot: FlaskBot, user: str) -> None:
    bot.receive(message(user, "I want an appointment"))
    going = bot.receive(message(user, "take me to the helpdesk"))[1]["custom"]["handoff"]
    sealed = open_ticket(going["ticket"], SECRET, audience="helpdesk_bot", conversation=user)
    assert sealed.returns_to == "branch_bot"
    words = "when do you open in Springfield"
    back = ticket(user, words, issuer="helpdesk_bot", path=("helpdesk_bot",), reason="return", carried={})
    assert texts(bot.receive(take_over(back))) == "Welcome back."
    answer = bot.receive(message(user, words, handoff_replay=back.id))
    assert [each["text"] for each in answer] == [
        "Springfield: Monday to Friday 9 to 5.",
        "What e-mail address may the branch write to?",
    ]
    assert "bob@example.com" in texts(bot.receive(message(user, "bob@example.com")))


def test_an_older_client_without_a_ticket_is_greeted(bot: FlaskBot, user: str) -> None:
    answer = bot.receive({"sender": user, "message": '/handoff{"from_host": "http://localhost:1"}'})
    assert "the Financial Assistant brought you to me" in texts(answer)


def test_what_users_write_is_not_markup(bot: FlaskBot, user: str) -> None:
    given = ticket(user, carried={"email": "[click](http://evil.example)"})
    assert r"\[click\](http\://evil.example)" in texts(bot.receive(take_over(given)))


BAD = [b"", b"{", b"[]", b"null", b'"x"', b"{}", b'{"sender": "a"}', b'{"sender": 1, "message": "x"}', b"\xff\xfe"]
BAD += [b'{"sender": "a", "message": "x", "metadata": []}', b'{"sender": "a", "message": " "}', b"[" * 20_000]


@pytest.mark.parametrize("body", BAD, ids=range(len(BAD)))
def test_a_body_that_is_no_message_gets_400_and_a_reason(bot: FlaskBot, body: bytes) -> None:
    answer = bot.post(data=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_a_body_that_is_far_too_large_is_not_read(bot: FlaskBot, user: str) -> None:
    assert bot.post(json=message(user, "x" * 100_000)).status_code == 413
    assert texts(bot.receive(message(user, "x" * 5000))).startswith("That is longer than I can read")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (json.dumps({"text": "when do you open"}), "application/json"),
        (json.dumps({"text": "when do you open", "more": 1}), "application/json; charset=utf-8"),
        ("when do you open", "text/plain"),
        (" When do you OPEN? ", "text/plain; charset=utf-8"),
        ("when do you open", None),
    ],
)
def test_predict_says_what_it_understands(bot: FlaskBot, body: str, content_type: str | None) -> None:
    answer = bot.post("/predict", data=body.encode(), headers={"Content-Type": content_type} if content_type else {})
    assert answer.status_code == 200
    assert answer.json()["intent"] == "opening_hours"
    assert 0.9 < answer.json()["confidence"] <= 1
    assert set(answer.json()) == {"intent", "confidence"}


def test_predict_says_when_it_does_not_understand(bot: FlaskBot) -> None:
    prediction = bot.post("/predict", json={"text": "colourless green ideas"}).json()
    assert prediction["intent"] == "nlu_fallback"
    assert prediction["confidence"] < 0.5


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "text/plain"),
        (b"\xff", "text/plain"),
        (b"x" * 4001, "text/plain"),
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b'"when"', "application/json"),
        (b'{"text": 1}', "application/json"),
        (b'{"text": ""}', "application/json"),
    ],
)
def test_predict_refuses_what_is_no_text(bot: FlaskBot, body: bytes, content_type: str) -> None:
    answer = bot.post("/predict", data=body, headers={"Content-Type": content_type})
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_predict_can_be_tried_in_a_browser(bot: FlaskBot) -> None:
    page = requests.get(f"{bot.url}/predict", timeout=5)
    assert page.headers["Content-Type"].startswith("text/html")
    assert "<form>" in page.text


def test_the_page_may_call_it_and_other_origins_may_not(bot: FlaskBot) -> None:
    for origin, allowed in (("http://localhost:8080", "http://localhost:8080"), ("http://evil.example", None)):
        headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        preflight = requests.options(f"{bot.url}/webhooks/rest/webhook", headers=headers, timeout=5)
        assert preflight.ok
        assert preflight.headers.get("Access-Control-Allow-Origin") == allowed


def test_nothing_of_a_ticket_is_in_the_log(bot: FlaskBot, user: str) -> None:
    forged = take_over(ticket(user), secret="f" * 32)
    bot.receive(forged)
    log = bot.log.read_text()
    assert "take-over refused" in log
    assert forged["metadata"]["handoff_ticket"][:20] not in log
    assert "Traceback" not in log
