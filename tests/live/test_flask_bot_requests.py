"""Requests to a host that is no Rasa bot, beside good messages: odd bodies, other origins, and /predict."""

from __future__ import annotations

import json

import pytest
import requests

from tests.support.flask_bot import FlaskBot, message
from tests.support.handoffs import texts

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


def test_it_says_that_it_is_there_and_that_messages_may_be_repeated(bot: FlaskBot) -> None:
    answer = requests.get(f"{bot.url}/webhooks/rest/", headers={"Origin": "http://localhost:8080"}, timeout=5)
    assert answer.json() == {"status": "ok", "handoff": 1}
    assert answer.headers["Access-Control-Allow-Origin"] == "http://localhost:8080"


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
