"""A host that is no Rasa bot takes part in handoffs: the example's real process."""

from __future__ import annotations

import sqlite3
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests

from handoff.ticket import Ticket, check_ticket, digest, open_ticket, seal
from tests.support.flask_bot import SECRET, FlaskBot, message
from tests.support.handoffs import Messages, texts


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


def take_over(given: Ticket, user: str | None = None, secret: str = SECRET) -> dict[str, Any]:
    text = '/handoff{"from_host": "http://localhost:1"}'
    return message(user or given.conversation, text, handoff_ticket=seal(given, secret))


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
    for asked in ("take me to the helpdesk", "take me to the help desk", "can I talk to support"):
        at_once = bot.receive(message(user, asked))
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


def test_nothing_of_a_ticket_is_in_the_log(bot: FlaskBot, user: str) -> None:
    forged = take_over(ticket(user), secret="f" * 32)
    bot.receive(forged)
    log = bot.log.read_text()
    assert "take-over refused" in log
    assert forged["metadata"]["handoff_ticket"][:20] not in log
    assert "Traceback" not in log
