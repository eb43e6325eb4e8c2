"""A message that was answered stays answered: its id brings the same answer again, whatever happened since."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from rasa.shared.core.events import BotUttered, UserUttered

from handoff.protocol import ALWAYS_KEPT, KEPT_DAYS
from handoff.rasa_adapter import answered
from handoff.rasa_adapter.answered import AnswerBook, keep_answers
from handoff.rasa_adapter.conversations import answers_in
from storage import open_engine, utc_now, writing
from tests.unit.rasa_adapter.conftest import SmallBot


def texts(answers: list[dict[str, Any]] | None) -> list[str] | None:
    return None if answers is None else [answer["text"] for answer in answers]


def test_an_answer_is_found_by_the_id_of_its_message_in_its_conversation(small_bot: SmallBot) -> None:
    small_bot.store.notices.keep("one", "ann", {"text": "Paid."})
    said = small_bot.say("ann", "/greet", "first")
    kept = small_bot.store.answers("ann", "first")
    assert texts(kept) == [answer["text"] for answer in said] == ["Paid.", "Hello."]
    assert kept is not None
    assert kept[0]["notice"] == "one"
    assert small_bot.store.answers("ann", "second") is None
    assert small_bot.store.answers("ben", "first") is None


@pytest.mark.parametrize("between", ["/restart", "/session_start"])
def test_it_stays_answered_over_restarts_and_new_sessions(small_bot: SmallBot, between: str) -> None:
    small_bot.say("ann", "/greet", "first")
    small_bot.say("ann", between, "second")
    small_bot.say("ann", "/greet", "third")
    assert texts(small_bot.store.answers("ann", "first")) == ["Hello."]
    assert small_bot.store.answers("ann", "second") is not None


def test_each_message_of_what_is_saved_at_once_has_its_own_answers() -> None:
    """A message without an id has nobody who could ask for its answers."""
    events = [UserUttered(message_id="first"), BotUttered("One."), UserUttered(), BotUttered("Two.")]
    events[2].message_id = None
    events += [UserUttered(message_id="third"), BotUttered("Three.")]
    assert {each: texts(said) for each, said in answers_in(events).items()} == {"first": ["One."], "third": ["Three."]}


def test_a_turn_that_failed_was_no_answer(small_bot: SmallBot) -> None:
    small_bot.say("ann", "/fail", "first")
    assert small_bot.store.answers("ann", "first") is None


def test_ids_that_no_database_can_hold_are_ids_all_the_same(database_url: str) -> None:
    engine = open_engine(database_url)
    book = AnswerBook(engine)
    strange = ["\0", "\ud800", "x" * 1000]
    with writing(engine) as connection:
        for each in strange:
            keep_answers(connection, each, {each: [{"text": each.encode("ascii", "replace").decode()}]})
    assert [book.answers(each, each) is not None for each in strange] == [True] * 3
    engine.dispose()


def test_a_second_answer_to_the_same_message_changes_nothing(database_url: str) -> None:
    engine = open_engine(database_url)
    book = AnswerBook(engine)
    for text in ("one", "two"):
        with writing(engine) as connection:
            keep_answers(connection, "ann", {"first": [{"text": text}]})
    assert texts(book.answers("ann", "first")) == ["one"]
    engine.dispose()


def test_old_answers_go_with_the_next_turn_but_never_the_last_ones_and_nobody_elses(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(database_url)
    book = AnswerBook(engine)
    long_ago = utc_now() - timedelta(days=KEPT_DAYS + 1)
    numbers = [str(number) for number in range(ALWAYS_KEPT + 5)]
    monkeypatch.setattr(answered, "utc_now", lambda: long_ago)
    with writing(engine) as connection:
        keep_answers(connection, "ben", {"old": []})
        keep_answers(connection, "ann", {number: [] for number in numbers})
    monkeypatch.undo()
    with writing(engine) as connection:
        keep_answers(connection, "ann", {"new": []})
    with engine.connect() as connection:
        left = set(connection.execute(sa.select(answered.answers.c.message_id)).scalars())
    assert left == {*numbers[-ALWAYS_KEPT + 1 :], "new", "old"}
    assert book.answers("ben", "old") == []
    engine.dispose()
