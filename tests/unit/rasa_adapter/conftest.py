"""A small bot of Rasa's in this process: a real model, a real tracker store, and the patches."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import rasa.model_training
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from handoff.rasa_adapter.conversations import ConversationStore
from handoff.rasa_adapter.conversations_database import URL_VARIABLE
from handoff.rasa_adapter.locks import ConversationLocks
from handoff.rasa_adapter.outputs import ChatOutput
from handoff.secret import NAME

HOSTS = """
handoff_hosts:
  small: {title: Small, url: "http://localhost:1", folder: small, accepts: [color]}
  other: {title: Other, url: "http://localhost:2", shares: [color, secret]}
"""

CONFIG = """
recipe: default.v1
language: en
assistant_id: small
pipeline:
  - name: KeywordIntentClassifier
policies:
  - name: RulePolicy
"""

DOMAIN = """
version: "3.1"
intents: [greet, handoff, fail, forget, wait, leave, begin, begin_and_end, opening, prices, stop]
slots:
  color: {type: text, influence_conversation: false, mappings: [{type: custom}]}
  wishes_waiting: {type: any, influence_conversation: false, mappings: [{type: custom}]}
actions: [action_that_nobody_serves, action_wait, action_offer, action_form_that_ends]
forms: {color_form: {required_slots: [color]}}
responses:
  utter_hello: [{text: "Hello."}]
  utter_bye: [{text: "Bye."}]
  utter_ask_color: [{text: "Which color?"}]
  utter_color: [{text: "It is {color}."}]
  utter_open: [{text: "At nine."}]
  utter_prices: [{text: "Five dollars."}]
  utter_one_after_the_other: [{text: "Then {rest}."}]
  utter_now_to_the_rest: [{text: "Now {rest}:"}]
  utter_one_wish_at_a_time: [{text: "One at a time."}]
  utter_turn_failed: [{text: "Sorry."}]
  utter_restart: [{text: "Again?"}]
  utter_notice_paid:
    - text: "{amount} went to {payee}."
    - text: "{payee} got {amount}."
  utter_notice_long:
    - text: "One.\\n\\nTwo."
      buttons: [{title: "{title}", payload: "/greet"}]
  utter_notice_picture: [{custom: {kind: picture}}]
  utter_notice_crooked: [{text: "{amount"}]
"""

TRAINING = """
version: "3.1"
nlu:
  - {intent: greet, examples: "- hello"}
  - {intent: opening, examples: "- when do you open"}
  - {intent: prices, examples: "- what are the prices"}
  - {intent: begin, examples: "- paint my door"}
  - {intent: fail, examples: "- break my door"}
rules:
  - {rule: open, steps: [{intent: opening}, {action: utter_open}]}
  - rule: stop
    condition: [{active_loop: color_form}]
    steps: [{intent: stop}, {action: action_deactivate_loop}, {active_loop: null}, {action: utter_bye}]
  - {rule: prices, steps: [{intent: prices}, {action: utter_prices}]}
  - {rule: greet, steps: [{intent: greet}, {action: utter_hello}]}
  - {rule: taken over, steps: [{intent: handoff}, {action: utter_hello}]}
  - {rule: fail, steps: [{intent: fail}, {action: action_that_nobody_serves}]}
  - {rule: begin, steps: [{intent: begin}, {action: color_form}, {active_loop: color_form}]}
  - rule: wait
    steps: [{intent: wait}, {action: utter_hello}, {action: action_wait}, {action: utter_bye}]
  - rule: leave
    steps: [{intent: leave}, {action: utter_hello}, {action: action_offer}, {action: utter_bye}]
  - rule: begin and end
    steps: [{intent: begin_and_end}, {action: utter_hello}, {action: action_form_that_ends}, {action: utter_bye}]
  - {rule: forget, steps: [{intent: forget}, {action: utter_color}]}
"""


@dataclass
class SmallBot:
    """Answers `/greet`, fails at `/fail`, and forgot the value of a placeholder at `/forget`. At `/wait` it says hello,
    calls action_wait and says good-bye; `/leave` and `/begin_and_end` are the same with other actions, and `/begin`
    asks for a color, until `/stop`. See `served.ActionServer`. In words one may say "when do you open", "what are the
    prices", "paint my door" (`/begin`) and "break my door" (`/fail`)."""

    agent: Agent
    store: ConversationStore

    def say(self, sender: str, message: str, message_id: str | None = None) -> list[dict[str, Any]]:
        """All messages of the answer."""
        output = ChatOutput()
        asyncio.run(self.agent.handle_message(UserMessage(message, output, sender, message_id=message_id)))
        return output.messages

    def texts(self, sender: str, message: str, message_id: str | None = None) -> list[str]:
        """The texts of the answer."""
        return [answer["text"] for answer in self.say(sender, message, message_id)]


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bot's folder, with its trained model in `models`."""
    folder = tmp_path_factory.mktemp("system") / "small"
    folder.mkdir()
    (folder.parent / "handoff_config.yml").write_text(HOSTS)
    for name, content in {"config.yml": CONFIG, "domain.yml": DOMAIN, "training.yml": TRAINING}.items():
        (folder / name).write_text(content)
    files = [str(folder / name) for name in ("domain.yml", "config.yml", "training.yml")]
    trained = rasa.model_training.train(files[0], files[1], [files[2]], output=str(folder / "models"))
    assert trained.code == 0
    return folder


@pytest.fixture
def small_bot(small_model: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallBot]:
    """The bot with conversations of its own, on each kind of database in turn."""
    monkeypatch.chdir(small_model)
    monkeypatch.setenv(NAME, "x" * 32)
    monkeypatch.setenv(URL_VARIABLE, database_url)
    store = ConversationStore()
    agent = Agent(tracker_store=store, lock_store=ConversationLocks())
    agent.load_model(max((small_model / "models").glob("*.tar.gz")))
    yield SmallBot(agent, store)
    store.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The url of an empty database, on each kind of database in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/conversations.db"
    new_database: Callable[[], str] = request.getfixturevalue("new_postgresql_database")
    return new_database()
