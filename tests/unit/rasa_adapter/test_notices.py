"""What the bot has to say without having been asked: kept, said once with the next answer, never lost."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy

from handoff.incoming import BadMessage
from handoff.rasa_adapter.messages import IncomingNotice
from handoff.rasa_adapter.notice_box import NoticeBox
from handoff.rasa_adapter.notices import worded
from tests.unit.rasa_adapter.conftest import SmallBot

APOLOGY, HELLO = "Sorry.", "Hello."


@pytest.fixture
def box(small_bot: SmallBot) -> NoticeBox:
    return small_bot.store.notices


def keep(box: NoticeBox, *ids: str, sender: str = "ann") -> None:
    for each in ids:
        box.keep(each, sender, {"text": f"notice {each}"})


def waiting(box: NoticeBox, sender: str = "ann") -> list[str]:
    return [notice.id for notice in box.not_shown(sender)]


def test_the_next_answer_says_what_waited_oldest_first_before_its_own_words_and_only_once(
    small_bot: SmallBot, box: NoticeBox
) -> None:
    keep(box, "b", "a")
    assert small_bot.texts("ann", "/greet") == ["notice b", "notice a", HELLO]
    assert waiting(box) == []
    assert small_bot.texts("ann", "/greet") == [HELLO]


def test_a_notice_is_for_its_own_conversation(small_bot: SmallBot, box: NoticeBox) -> None:
    keep(box, "a", sender="ben")
    assert small_bot.texts("ann", "/greet") == [HELLO]
    assert small_bot.texts("ben", "/greet") == ["notice a", HELLO]


def test_a_client_can_tell_a_notice_that_it_has_shown_by_its_id(small_bot: SmallBot, box: NoticeBox) -> None:
    keep(box, "a")
    assert [answer.get("notice") for answer in small_bot.say("ann", "/greet")] == ["a", None]


def test_a_repeated_message_gets_the_same_answer_with_the_notice(small_bot: SmallBot, box: NoticeBox) -> None:
    keep(box, "a")
    first = small_bot.say("ann", "/greet", "message")
    keep(box, "b")
    assert small_bot.say("ann", "/greet", "message") == first
    assert small_bot.texts("ann", "/greet") == ["notice b", HELLO]


def test_a_take_over_brings_them_too(small_bot: SmallBot, box: NoticeBox) -> None:
    keep(box, "a")
    assert small_bot.texts("ann", '/handoff{"from_host": "http://localhost:5"}') == ["notice a", HELLO]


def test_a_turn_that_is_given_up_says_none_and_they_come_with_the_next(small_bot: SmallBot, box: NoticeBox) -> None:
    keep(box, "a")
    assert small_bot.texts("ann", "/fail") == [APOLOGY]
    assert waiting(box) == ["a"]
    assert small_bot.texts("ann", "/greet") == ["notice a", HELLO]


def test_a_turn_that_could_not_be_saved_says_none_either(small_bot: SmallBot, box: NoticeBox) -> None:
    """The turn and what it showed are one transaction: there is no moment at which only one of them is there."""
    keep(box, "a")

    def fail(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        if statement.startswith("INSERT INTO events"):
            raise OSError("no space left on device")

    sqlalchemy.event.listen(small_bot.store.engine, "before_cursor_execute", fail)
    assert small_bot.texts("ann", "/greet") == [APOLOGY]
    sqlalchemy.event.remove(small_bot.store.engine, "before_cursor_execute", fail)
    assert waiting(box) == ["a"]
    assert small_bot.texts("ann", "/greet") == ["notice a", HELLO]


def test_a_turn_with_nothing_of_its_own_to_say_says_something_after_the_notice(
    small_bot: SmallBot, box: NoticeBox
) -> None:
    """Rasa's "/back" is one: a notice alone would be no answer."""
    keep(box, "a")
    answers = small_bot.say("ann", "/back", "message")
    assert [answer["text"] for answer in answers] == ["notice a", "Again?"]
    assert small_bot.say("ann", "/back", "message") == answers


def test_a_notice_does_not_stand_between_a_restart_and_what_follows(small_bot: SmallBot, box: NoticeBox) -> None:
    keep(box, "a")
    assert small_bot.texts("ann", "/restart") == ["notice a", "Again?"]
    assert small_bot.texts("ann", "/greet") == [HELLO]


def test_an_answer_without_the_value_of_a_placeholder_is_an_apology_and_one_line_that_names_it(
    small_bot: SmallBot, caplog: pytest.LogCaptureFixture
) -> None:
    assert small_bot.texts("ann", "/forget") == [APOLOGY]
    (line,) = [record.getMessage() for record in caplog.records if "turn failed" in record.getMessage()]
    assert "response utter_color: nobody gave a value for {color}" in line


def test_the_same_id_again_changes_nothing_also_after_it_was_shown(box: NoticeBox) -> None:
    keep(box, "a")
    box.keep("a", "ann", {"text": "other words"})
    assert [notice.message for notice in box.not_shown("ann")] == [{"text": "notice a"}]
    box.mark_shown("ann", ["a"])
    keep(box, "a")
    assert waiting(box) == []


def test_only_its_own_conversation_can_mark_a_notice(box: NoticeBox) -> None:
    keep(box, "a", "b")
    box.mark_shown("ben", ["a"])
    box.mark_shown("ann", ["b", "unknown"])
    box.mark_shown("ann", [])
    assert waiting(box) == ["a"]


def test_a_notice_says_when_it_came(box: NoticeBox) -> None:
    keep(box, "a")
    (notice,) = box.not_shown("ann")
    assert timedelta(0) <= datetime.now(timezone.utc) - notice.at < timedelta(minutes=1)


def test_two_bots_that_start_at_once_on_one_database_both_find_their_table(small_bot: SmallBot) -> None:
    keep(NoticeBox(small_bot.store.engine), "a")
    assert waiting(NoticeBox(small_bot.store.engine)) == ["a"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_waits_for_a_conversation_is_found_by_an_index(small_bot: SmallBot, tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "conversations.db")
    query = "SELECT id FROM handoff_notices WHERE conversation_id = 'ann' AND shown_at IS NULL ORDER BY number"
    plan = " ".join(row[-1] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}"))
    connection.close()
    assert "USING INDEX handoff_notices_not_shown (conversation_id=? AND shown_at=?)" in plan
    assert "SORT" not in plan.upper().replace("TEMP B-TREE FOR ORDER BY", "SORT")


def notice(response: str, **details: str) -> IncomingNotice:
    return IncomingNotice("id", "ann", response, details)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_notice_is_worded_by_one_of_the_variants_of_the_response(small_bot: SmallBot) -> None:
    domain: Any = small_bot.agent.domain
    said = {worded(domain, notice("utter_notice_paid", amount="$5", payee="{x}"))["text"] for _ in range(50)}
    assert said == {"$5 went to {x}.", "{x} got $5."}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("wanted", "problem"),
    [
        (notice("utter_nothing"), "response: this bot has no response 'utter_nothing'"),
        (notice("utter_notice_paid", amount="$5"), "details: utter_notice_paid needs payee too"),
        (notice("utter_notice_paid"), "details: utter_notice_paid needs amount, payee too"),
        (notice("utter_notice_picture"), "response: utter_notice_picture has no text for this channel"),
        (notice("utter_notice_crooked", amount="$5"), "response: response utter_notice_crooked: a brace"),
    ],
)
def test_what_could_not_be_said_is_refused_with_the_reason(
    small_bot: SmallBot, wanted: IncomingNotice, problem: str
) -> None:
    domain: Any = small_bot.agent.domain
    with pytest.raises(BadMessage) as refused:
        worded(domain, wanted)
    assert problem in str(refused.value)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_buttons_and_parts_of_a_notice_are_shown_as_in_any_answer(small_bot: SmallBot, box: NoticeBox) -> None:
    domain: Any = small_bot.agent.domain
    box.keep("a", "ann", worded(domain, notice("utter_notice_long", title="Hi")))
    first, *_ = small_bot.say("ann", "/greet")
    assert first["buttons"] == [{"title": "Hi", "payload": "/greet"}]
    assert first["notice"] == "a"
