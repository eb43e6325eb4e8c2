"""`?stream=true`: each message when it is said, unless it could turn out not to be true; and the stream always ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
import sqlalchemy
from rasa.core.agent import Agent
from rasa.utils.endpoints import EndpointConfig

from handoff.here import hosts
from handoff.protocol import OfferClaims, offer
from handoff.rasa_adapter.conversations import ConversationStore
from tests.unit.rasa_adapter.conftest import SmallBot
from tests.unit.rasa_adapter.served import SECONDS, ActionServer, ChatServer, Reading

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HELLO, BYE, APOLOGY = "Hello.", "Bye.", "Sorry."
TAKE_OVER = '/handoff{"from_host": "http://localhost:2"}'


class Keeping:
    """The moment at which the bot keeps a turn: it can be held there, and it can fail there."""

    def __init__(self, store: ConversationStore) -> None:
        self.fails = False
        self.is_waiting = threading.Event()
        self._may_go_on = threading.Event()
        self._may_go_on.set()
        sqlalchemy.event.listen(store.engine, "before_cursor_execute", self._before)

    def hold(self) -> None:
        """Turns wait right before they are kept, until `release`."""
        self.is_waiting.clear()
        self._may_go_on.clear()

    def release(self) -> None:
        """They are kept."""
        self._may_go_on.set()

    def _before(self, connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        if statement.startswith("INSERT INTO events"):
            self.is_waiting.set()
            self._may_go_on.wait(SECONDS)
            if self.fails:
                raise OSError("no space left on device")


@dataclass
class Bot:
    """The small bot and its action server, and what clients ask of it."""

    url: str
    actions: ActionServer
    small: SmallBot
    keeping: Keeping

    def stream(self, sender: str, text: str, message_id: str = "m", **metadata: str) -> Reading:
        """A client that reads while the turn runs."""
        return Reading(self.url, _body(sender, text, message_id, **metadata))

    def ask(self, sender: str, text: str, message_id: str = "m") -> list[dict[str, Any]]:
        """The whole answer, without a stream."""
        body = _body(sender, text, message_id)
        answer: list[dict[str, Any]] = requests.post(f"{self.url}/webhook", json=body, timeout=SECONDS).json()
        return answer

    def before_and_after(self, reading: Callable[[], Reading]) -> tuple[list[str], list[str]]:
        """What a client can read before the turn is kept, and what there is in the end."""
        self.keeping.hold()
        stream = reading()
        assert self.keeping.is_waiting.wait(SECONDS)
        before = texts(stream.now())
        assert not stream.has_ended
        self.keeping.release()
        return before, texts(stream.whole())


def _body(sender: str, text: str, message_id: str, **metadata: str) -> dict[str, Any]:
    return {"sender": sender, "message": text, "metadata": {"message_id": message_id, **metadata}}


def texts(messages: list[dict[str, Any]]) -> list[str]:
    return [message["text"] for message in messages if "text" in message]


@pytest.fixture(scope="session")
def server() -> Iterator[ChatServer]:
    running = ChatServer()
    yield running
    running.close()


@pytest.fixture
def bot(server: ChatServer, small_bot: SmallBot, small_model: Path) -> Iterator[Bot]:
    actions = ActionServer()
    agent = Agent(
        tracker_store=small_bot.store,
        lock_store=small_bot.agent.lock_store,
        action_endpoint=EndpointConfig(actions.url),
    )
    agent.load_model(max((small_model / "models").glob("*.tar.gz")))
    yield Bot(server.serve(agent), actions, small_bot, Keeping(small_bot.store))
    actions.close()


def test_the_first_message_is_there_before_the_second_is_said(bot: Bot) -> None:
    bot.actions.hold()
    stream = bot.stream("ann", "/wait")
    assert texts(stream.until(1)) == [HELLO]
    assert texts(stream.now()) == [HELLO]
    bot.actions.release()
    assert texts(stream.whole()) == [HELLO, BYE]


def test_a_page_in_a_browser_may_read_it(bot: Bot) -> None:
    stream = bot.stream("ann", "/greet")
    stream.whole()
    assert stream.head.startswith("HTTP/1.1 200")
    assert "\naccess-control-allow-origin: http://localhost:8080\r" in stream.head.lower()
    assert "\ncontent-type: text/event-stream" in stream.head.lower()


def test_all_is_said_before_the_turn_is_kept_and_it_ends_when_it_is(bot: Bot) -> None:
    assert bot.before_and_after(lambda: bot.stream("ann", "/wait")) == ([HELLO, BYE], [HELLO, BYE])


def test_the_same_message_again_gets_the_same_lines_and_runs_nothing(bot: Bot) -> None:
    lines = bot.stream("ann", "/wait").whole()
    assert bot.stream("ann", "/wait").whole() == lines
    assert bot.ask("ann", "/wait") == lines
    assert bot.actions.asked == ["action_wait"]


def test_a_notice_comes_first_and_is_not_said_again(bot: Bot) -> None:
    bot.small.store.notices.keep("n", "ann", {"text": "Paid."})
    bot.actions.hold()
    stream = bot.stream("ann", "/wait")
    assert [(line["text"], line.get("notice")) for line in stream.until(2)] == [("Paid.", "n"), (HELLO, None)]
    bot.actions.release()
    assert stream.whole() == bot.ask("ann", "/wait")
    assert texts(bot.ask("ann", "/greet", "next")) == [HELLO]


def test_a_turn_with_nothing_to_say_still_says_something(bot: Bot) -> None:
    lines = bot.stream("ann", "/back").whole()
    assert texts(lines) == ["Again?"]
    assert bot.ask("ann", "/back") == lines


def test_in_a_form_nothing_is_shown_before_it_is_kept(bot: Bot) -> None:
    bot.ask("ann", "/begin", "first")
    before, after = bot.before_and_after(lambda: bot.stream("ann", "/wait"))
    assert before == []
    assert after[:2] == [HELLO, BYE]


def test_what_follows_the_beginning_of_a_form_is_not_shown_before_it_is_kept_either(bot: Bot) -> None:
    """A form that has all it needs is done in the turn in which it began."""
    form = [{"event": "active_loop", "name": "color_form"}, {"event": "active_loop", "name": None}]
    bot.actions.answers["action_form_that_ends"] = {"events": form, "responses": [{"text": "Done."}]}
    before, after = bot.before_and_after(lambda: bot.stream("ann", "/begin_and_end"))
    assert (before, after) == ([HELLO], [HELLO, "Done.", BYE])


def test_nobody_is_told_of_a_take_over_before_it_is_kept(bot: Bot) -> None:
    assert bot.before_and_after(lambda: bot.stream("ann", TAKE_OVER)) == ([], [HELLO])


def test_the_words_that_a_conversation_was_handed_over_for_are_not_answered_before_it_is_kept(bot: Bot) -> None:
    streaming = bot.before_and_after(lambda: bot.stream("ann", "/wait", handoff_replay="the ticket's id"))
    assert streaming == ([], [HELLO, BYE])


def test_an_offer_leaves_with_its_ticket_when_it_is_kept_and_what_follows_stays_behind_it(bot: Bot) -> None:
    claims = OfferClaims("9b2d7a52-55a1-4c0e-8a3e-6a1c2f0d9e41", int(time.time()), ["small"], None)
    offered = offer(hosts().get("other"), "user_request", claims=claims)
    bot.actions.answers["action_offer"] = {"responses": [{"custom": offered}]}
    assert bot.before_and_after(lambda: bot.stream("ann", "/leave")) == ([HELLO], [HELLO, BYE])
    lines = bot.stream("ann", "/leave").whole()
    assert ["custom" in line for line in lines] == [False, True, False]
    assert set(lines[1]["custom"]["handoff"]) >= {"ticket"}
    fresh = bot.stream("ben", "/leave").whole()
    assert fresh == bot.ask("ben", "/leave")
    assert fresh[1]["custom"]["handoff"].keys() == lines[1]["custom"]["handoff"].keys()


def test_a_turn_that_fails_in_the_middle_ends_with_an_apology_and_can_be_said_again(bot: Bot) -> None:
    bot.actions.fails = True
    assert texts(bot.stream("ann", "/wait").whole()) == [HELLO, APOLOGY]
    bot.actions.fails = False
    assert texts(bot.stream("ann", "/wait").whole()) == [HELLO, BYE]


def test_a_turn_that_cannot_be_kept_ends_with_an_apology_and_what_waited_is_not_said(bot: Bot) -> None:
    bot.ask("ann", "/begin", "first")
    bot.keeping.fails = True
    assert texts(bot.stream("ann", "/wait").whole()) == [APOLOGY]
    assert texts(bot.stream("ben", "/wait").whole()) == [HELLO, BYE, APOLOGY]


def test_a_take_over_that_cannot_be_kept_is_a_refusal_and_nothing_else(bot: Bot) -> None:
    bot.keeping.fails = True
    lines = bot.stream("ann", TAKE_OVER).whole()
    assert lines == [{"recipient_id": "ann", "custom": {"handoff_refused": "unavailable"}}]


def test_a_client_that_hangs_up_in_the_middle_gets_the_whole_answer_when_it_asks_again(bot: Bot) -> None:
    bot.actions.hold()
    stream = bot.stream("ann", "/wait")
    stream.until(1)
    stream.hang_up()
    bot.actions.release()
    assert texts(bot.ask("ann", "/wait")) == [HELLO, BYE]
    assert bot.actions.asked == ["action_wait"]


def test_one_conversation_streams_while_another_waits(bot: Bot) -> None:
    bot.actions.hold()
    waiting = bot.stream("ann", "/wait")
    assert texts(waiting.until(1)) == [HELLO]
    assert texts(bot.stream("ben", "/greet").whole()) == [HELLO]
    other = bot.stream("ben", "/wait", "second")
    assert texts(other.until(1)) == [HELLO]
    assert texts(waiting.now()) == [HELLO]
    bot.actions.release()
    assert texts(waiting.whole()) == texts(other.whole()) == [HELLO, BYE]
    assert {line["recipient_id"] for line in waiting.lines} == {"ann"}


def test_a_host_of_ours_says_so_to_whoever_asks_whether_it_is_there(bot: Bot) -> None:
    answer = requests.get(f"{bot.url}/", headers={"Origin": "http://localhost:8080"}, timeout=SECONDS)
    assert answer.json() == {"status": "ok", "handoff": 1}
    assert answer.headers["Access-Control-Allow-Origin"] == "http://localhost:8080"
