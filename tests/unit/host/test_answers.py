"""Each message is answered once, and never with nothing."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from handoff.host.conversation import Conversation
from handoff.host.errors import BadBody
from handoff.host.events import Chosen, Declined, Event, Failed, Said
from handoff.host.reception import Reception
from handoff.host.replies import Button, Reply, Text, Wish
from handoff.hosts import Hosts
from tests.support.host_program import Program, asking, failing, handing_over, message, open_reception


def test_a_message_is_answered_once_whoever_asks_again(reception: Reception, program: Program) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: reception.receive(message("hi", "m")), range(20)))
    assert answers == [[{"recipient_id": "c", "text": "1"}]] * 20
    assert program.events == [Said("hi")]


def test_also_after_a_restart(tmp_path: Path, hosts: Hosts, program: Program) -> None:
    program.replies = [[Text("one", (Button("A", "a"),)), asking("bank"), handing_over("desk")]]
    first = open_reception(tmp_path, hosts, program).receive(message("hi", "m"))
    assert first[0] == {"recipient_id": "c", "text": "one", "buttons": [{"title": "A", "payload": "a"}]}
    assert open_reception(tmp_path, hosts, program).receive(message("hi", "m")) == first
    assert len(program.events) == 1


def test_a_message_without_an_id_is_simply_answered(reception: Reception, program: Program) -> None:
    body = {"sender": "c", "message": "hi"}
    assert reception.receive(body) != reception.receive(body)
    assert len(program.events) == 2


def test_ids_of_different_conversations_have_nothing_to_do_with_each_other(reception: Reception) -> None:
    assert reception.receive(message("hi", "m")) != reception.receive({**message("hi", "m"), "sender": "d"})


def test_a_program_that_fails_gives_an_apology_and_the_message_can_be_sent_again(
    reception: Reception, program: Program, caplog: pytest.LogCaptureFixture
) -> None:
    program.replies = [failing, [handing_over("nobody")]]
    with caplog.at_level(logging.ERROR):
        assert reception.receive(message("hi", "m")) == [{"recipient_id": "c", "text": "Sorry."}]
    assert "conversation=c cause=the program has failed" in caplog.text
    assert reception.receive(message("hi", "m")) == [{"recipient_id": "c", "text": "Sorry."}]  # nobody listed
    assert reception.receive(message("hi", "m")) == [{"recipient_id": "c", "text": "3"}]


def test_a_failed_turn_leaves_the_slots_as_they_were(reception: Reception, program: Program) -> None:
    def fail_after_it_has_begun(event: Event, conversation: Conversation) -> list[Reply]:
        conversation.slots["email"] = "ann@example.com"
        raise RuntimeError

    program.replies = [fail_after_it_has_begun]
    reception.receive(message("hi"))
    reception.receive(message("hi"))
    assert program.slots == [{}, {}]


def test_too_much_text_gets_a_sentence_and_a_body_that_is_none_an_error(reception: Reception) -> None:
    assert reception.receive(message("x" * 4001)) == [{"recipient_id": "c", "text": "Too long."}]
    with pytest.raises(BadBody, match="message"):
        reception.receive({"sender": "c"})


@pytest.mark.parametrize("broken", ["x\ny", "x\ry", "x\ty", "x\u2028y", "x\u2029y", "x\x85y", "x\x9by"])
def test_no_id_begins_a_line_of_its_own_in_the_log(
    reception: Reception, program: Program, caplog: pytest.LogCaptureFixture, broken: str
) -> None:
    program.replies = [failing, failing]
    with pytest.raises(BadBody, match="sender"):
        reception.receive({**message("hi"), "sender": broken})
    with pytest.raises(BadBody, match="message_id"):
        reception.receive(message("hi", broken))
    assert (program.events, caplog.text) == ([], "")


def test_a_question_is_answered_by_its_buttons_and_by_word(reception: Reception, program: Program) -> None:
    wish = Wish("bank", "other_skill", "send money")
    for answer, event in (
        ("yes please", Chosen(wish)),
        ('/trigger_handoff{"to": "bank"}', Chosen(wish)),
        ("no", Declined(wish)),
        ("/deny", Declined(wish)),
        ("what for?", Said("what for?")),
        ('/trigger_handoff{"to": "desk"}', Chosen(Wish("desk"))),
    ):
        program.replies = [[asking("bank", said="send money")]]
        question = reception.receive(message("send money"))
        titles = [(button["title"], button["payload"]) for button in question[0]["buttons"]]
        assert titles == [("Yes, please", '/trigger_handoff{"to": "bank"}'), ("No", "/deny")]
        reception.receive(message(answer))
        assert program.events[-1] == event


def test_a_yes_to_nothing_is_only_a_word(reception: Reception, program: Program) -> None:
    program.replies = [[asking("bank")], [Text("All right.")]]
    for text in ("send money", "no", "yes"):
        reception.receive(message(text))
    assert program.events[-1] == Said("yes")


def test_a_yes_after_being_taken_over_is_only_a_word(reception: Reception, program: Program) -> None:
    program.replies = [[handing_over("bank")]]
    for text in ("send money", "yes"):
        reception.receive(message(text))
    assert program.events[-1] == Said("yes")


def test_a_button_for_nobody_listed_goes_nowhere(reception: Reception, program: Program) -> None:
    for to in ('"nobody"', '"branches"', "null", "[]", "{}"):
        reception.receive(message(f'/trigger_handoff{{"to": {to}}}'))
    assert program.events == [Failed(None, "unlisted")] * 5


def test_a_failed_handoff_is_told_to_the_program(reception: Reception, program: Program, hosts: Hosts) -> None:
    reception.receive(message('/handoff_failed{"to": "bank", "reason": "timeout"}'))
    reception.receive(message('/handoff_failed{"to": "evil", "reason": ["x"]}'))
    assert program.events == [Failed(hosts.get("bank"), "timeout"), Failed(None, "unlisted")]
