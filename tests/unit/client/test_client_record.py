"""The record: a conversation survives its client, belongs to one at a time, and is never half written."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from handoff.client import Client, NoSuchButton, NothingSaid, RecordInUse, RecordUnusable
from handoff.client.model import Answered, Conversation, Delivery, Said, TakeOver
from handoff.client.record import from_json, to_json
from handoff.client.reducer import step
from handoff.errors import UnknownHost
from handoff.hosts import Host, Hosts
from tests.support.scripted_hosts import Fault, Script, ScriptedHosts

from .world import HOSTS, offer, text


@pytest.fixture(scope="module")
def scripted() -> Iterator[ScriptedHosts]:
    """Hosts in a process of their own."""
    running = ScriptedHosts()
    yield running
    running.close()


@pytest.fixture
def hosts(scripted: ScriptedHosts) -> Hosts:
    """A bank that shows buttons, and loses one message."""
    buttons = {"text": "Sure?", "buttons": [{"title": "Yes", "payload": "/affirm"}]}
    urls = scripted.play({"bank": Script({"pay": [[buttons]]}, [Fault("lost", "lost")])})
    return Hosts(Path("hosts"), (Host("bank", "Bank", urls["bank"], urls["bank"], None),))


def texts(client: Client) -> list[str]:
    """What was said, by everybody."""
    return [line.text for line in client.lines if line.text]


def test_a_conversation_goes_on_in_the_next_client(hosts: Hosts, tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    with Client(hosts, "bank", "c1", record) as client:
        client.say("pay")
    with Client(hosts, "bank", "c1", record) as client:
        assert client.resume() == ()
        assert [line.text for line in client.press("Yes")] == ["heard /affirm"]
        assert texts(client) == ["pay", "Sure?", "Yes", "heard /affirm"]


def test_a_conversation_without_a_record_ends_with_its_client(hosts: Hosts) -> None:
    with Client(hosts, "bank", "c1") as client:
        client.say("hi")
    with Client(hosts, "bank", "c1") as client:
        assert client.lines == ()


def test_what_was_lost_is_sent_again_by_the_next_client(hosts: Hosts, scripted: ScriptedHosts, tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    with Client(hosts, "bank", "c1", record) as client:
        assert [line.problem for line in client.say("lost")] == ["unreachable"]
    with Client(hosts, "bank", "c1", record) as client:
        assert [line.text for line in client.retry()] == ["heard lost"]
    ids = {request.body["metadata"]["message_id"] for request in scripted.requests()}
    assert len(scripted.requests()) == 2
    assert len(ids) == 1


def test_two_clients_cannot_carry_one_conversation(hosts: Hosts, tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    with Client(hosts, "bank", "c1", record), pytest.raises(RecordInUse):
        Client(hosts, "bank", "c1", record)
    Client(hosts, "bank", "c1", record).close()


def test_nothing_is_sent_that_could_not_be_written(hosts: Hosts, scripted: ScriptedHosts, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with Client(hosts, "bank", "c1", folder / "record.json") as client:
        folder.rename(tmp_path / "elsewhere")
        with pytest.raises(RecordUnusable, match=r"record\.json: cannot be written"):
            client.say("hi")
        assert client.lines == ()
        (tmp_path / "elsewhere").rename(folder)
        assert [line.text for line in client.say("hi")] == ["heard hi"]
    assert len(scripted.requests()) == 1


@pytest.mark.parametrize("kept", ["", "{", "[]", "null", "{}", '{"version": 2}', '{"version": 1}', "[" * 100_000])
def test_a_file_that_is_no_record_is_an_error_and_stays_as_it_is(hosts: Hosts, kept: str, tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    record.write_text(kept, encoding="utf-8")
    with pytest.raises(RecordUnusable):
        Client(hosts, "bank", "c1", record)
    assert record.read_text(encoding="utf-8") == kept


def test_a_record_of_another_conversation_or_of_a_host_that_is_gone_is_an_error(hosts: Hosts, tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    with Client(hosts, "bank", "c1", record) as client:
        client.say("hi")
    with pytest.raises(RecordUnusable, match="the conversation 'c1'"):
        Client(hosts, "bank", "c2", record)
    record.write_text(json.dumps(to_json(Conversation("c1", "desk"))), encoding="utf-8")
    with pytest.raises(RecordUnusable, match="'desk' is not listed any more"):
        Client(hosts, "bank", "c1", record)


def test_a_folder_that_is_not_there_and_a_start_that_is_not_listed_are_errors(hosts: Hosts, tmp_path: Path) -> None:
    with pytest.raises(RecordUnusable):
        Client(hosts, "bank", "c1", tmp_path / "nowhere" / "record.json")
    with pytest.raises(UnknownHost):
        Client(hosts, "desk", "c1", tmp_path / "record.json")
    Client(hosts, "bank", "c1", tmp_path / "record.json").close()


def test_words_that_nobody_can_send_are_errors(hosts: Hosts) -> None:
    with Client(hosts, "bank", "c1") as client:
        with pytest.raises(NothingSaid):
            client.say(" ")
        with pytest.raises(NoSuchButton):
            client.press("Yes")


def test_threads_get_the_answers_to_what_they_said_and_nothing_is_sent_twice(
    hosts: Hosts, scripted: ScriptedHosts, tmp_path: Path
) -> None:
    answers: dict[str, list[str]] = {}
    with Client(hosts, "bank", "c1", tmp_path / "record.json") as client:

        def talk(words: str) -> None:
            answers[words] = [line.text for line in client.say(words)]

        threads = [threading.Thread(target=talk, args=(f"message {number}",)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == {f"message {number}": [f"heard message {number}"] for number in range(8)}
    assert len(scripted.requests()) == 8


def test_the_record_of_a_take_over_brings_the_offer_again_and_holds_no_ticket() -> None:
    new_id = iter(("m1", "m2")).__next__
    asked = step(HOSTS, Conversation("c1", "bank"), Said("my mail is broken"), new_id)
    offered = step(HOSTS, asked, Answered("m1", (text("moving"), offer("desk", "mail", "a.b.secret"))), new_id)
    assert isinstance(offered.pending, TakeOver)
    kept = json.dumps(to_json(offered))
    assert "secret" not in kept
    again = from_json(json.loads(kept)).pending
    assert again == Delivery("m1", "m1", "say", "my mail is broken", bound_to="bank", is_shown=True, take_over_id="m2")


def test_whatever_a_host_says_can_be_recorded(hosts: Hosts, tmp_path: Path) -> None:
    said = step(HOSTS, Conversation("c1", "bank"), Said("hi"), lambda: "m1")
    odd = step(HOSTS, said, Answered("m1", (text("\ud800\x00\u2028"),)), lambda: "m2")
    assert from_json(json.loads(json.dumps(to_json(odd)))) == odd
