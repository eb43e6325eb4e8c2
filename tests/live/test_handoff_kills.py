"""Whichever host is killed at whichever step of a handoff: one holder, and one answer to what the user said.

A host that is dead before it gets a request, and the death of both, need no Rasa: tests/contract/clients.
"""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from handoff.client import Client, Line, Timeouts
from tests.support.loose_system import BOTS, LooseSystem, Moment

BANK, DESK = BOTS
PROBLEM = "my outlook keeps crashing"


@pytest.fixture(scope="module")
def bots(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LooseSystem]:
    """Both bots, each behind a doorway of its own."""
    system = LooseSystem(tmp_path_factory.mktemp("loose"))
    try:
        system.start()
        yield system
    finally:
        system.close()


def words(lines: tuple[Line, ...]) -> str:
    return "\n".join(line.text for line in lines if line.kind == "text")


def user_messages(system: LooseSystem, bot: str, conversation: str) -> list[tuple[str, str]]:
    """What a bot has of the user's messages: (message id, text)."""
    with sqlite3.connect(f"file:{system.folder}/{bot}_conversations.db?mode=ro", uri=True) as database:
        query = "SELECT data FROM events WHERE sender_id = ? AND type_name = 'user' ORDER BY id"
        rows = [json.loads(row[0]) for row in database.execute(query, (conversation,))]
    return [(row["message_id"], row["text"]) for row in rows]


def assert_everything_was_done_once(system: LooseSystem, conversation: str) -> None:
    for bot in BOTS:
        ids = Counter(message_id for message_id, _ in user_messages(system, bot, conversation))
        assert [message_id for message_id, times in ids.items() if times > 1] == []


@pytest.fixture
def conversation() -> str:
    return f"user-{uuid.uuid4()}"


@pytest.fixture
def client(bots: LooseSystem, conversation: str, tmp_path: Path) -> Iterator[Client]:
    """A customer who has told the bank of a problem and was asked whether to go to the helpdesk."""
    timeouts = Timeouts(message=20, take_over=5)
    with Client(bots.hosts(), BANK, conversation, tmp_path / "record.json", timeouts) as talking:
        assert "Shall I take you there?" in words(talking.say(PROBLEM))
        yield talking


@pytest.mark.parametrize("moment", [Moment.DURING, Moment.AFTER])
def test_the_source_dies_when_it_is_told_yes(
    bots: LooseSystem, client: Client, conversation: str, moment: Moment
) -> None:
    """The client says that there was no answer; the same yes, sent again, leads to the helpdesk once."""
    bots.doorways[BANK].kill_at('"yes"', moment, lambda: bots.kill(BANK))
    assert [line.problem for line in client.say("yes") if line.kind == "problem"] == ["unreachable"]
    assert client.holder.id == BANK
    bots.start_again(BANK)
    heard = client.retry()
    assert client.holder.id == DESK
    assert "outlook" in words(heard).casefold() or "mail" in words(heard).casefold()
    assert_everything_was_done_once(bots, conversation)
    assert [text for _, text in user_messages(bots, DESK, conversation)][1:] == [PROBLEM]


@pytest.mark.parametrize("moment", [Moment.DURING, Moment.AFTER])
def test_the_target_dies_when_it_is_asked_to_take_over(
    bots: LooseSystem, client: Client, conversation: str, moment: Moment
) -> None:
    """The bank still holds and says so; when the helpdesk is back, the next try leads there."""
    bots.doorways[DESK].kill_at("/handoff{", moment, lambda: bots.kill(DESK))
    assert "still with me" in words(client.say("yes"))
    assert client.holder.id == BANK
    bots.start_again(DESK)
    client.say("take me to the helpdesk")
    assert client.holder.id == DESK
    assert_everything_was_done_once(bots, conversation)


@pytest.mark.parametrize("moment", [Moment.DURING, Moment.AFTER])
def test_the_target_dies_when_it_is_told_what_the_user_said(
    bots: LooseSystem, client: Client, conversation: str, moment: Moment
) -> None:
    """It holds already; the words, sent again, are answered once."""
    bots.doorways[DESK].kill_at("handoff_replay", moment, lambda: bots.kill(DESK))
    heard = client.say("yes")
    assert client.holder.id == DESK
    assert [line.problem for line in heard if line.kind == "problem"] == ["unreachable"]
    bots.start_again(DESK)
    answered = client.retry()
    assert words(answered)
    assert [line for line in answered if line.kind == "problem"] == []
    assert [text for _, text in user_messages(bots, DESK, conversation)][1:] == [PROBLEM]
    assert_everything_was_done_once(bots, conversation)
