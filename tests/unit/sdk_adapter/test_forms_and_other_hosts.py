"""What a form leaves alone in the middle of its questions: wishes for other hosts, and what was said to them."""

from __future__ import annotations

import pytest

from .painting import hear


@pytest.mark.parametrize("intent", ["human_handoff", "trigger_handoff", "handoff", "handoff_failed"])
def test_handoff_messages_never_fill_a_slot(intent: str) -> None:
    assert hear(f"/{intent}", intent, asked="note") == ({}, [])


def test_what_the_user_said_to_another_host_is_no_answer_to_what_this_form_had_asked() -> None:
    assert hear("my outlook crashes", asked="note")[0]["note"] == "my outlook crashes"
    slots, said = hear("my outlook crashes", asked="note", handoff_replay="j-1")
    assert slots == {"note": None}
    assert said[0]["response"] == "utter_note_unclear"
    assert hear("in red please", asked="note", handoff_replay="j-1")[0]["colour"] == "red"


@pytest.mark.parametrize("asked", ["confirmed", "colour", "note"])
@pytest.mark.parametrize("text", ["no", "stop", "yes", "never mind"])
def test_an_answer_that_was_carried_here_neither_ends_nor_confirms_what_is_open(text: str, asked: str) -> None:
    assert hear(text, "inform", asked, handoff_replay="j-1") == ({asked: None}, [])


def test_nor_does_it_agree_to_a_switch() -> None:
    assert hear("yes", "affirm", "switch_to", handoff_replay="j-1") == ({"requested_slot": "switch_to"}, [])


@pytest.mark.parametrize("text", ["take me to the Helpdesk Assistant", " Take me to the financial assistant "])
def test_the_words_of_a_button_for_a_host_are_never_an_answer(text: str) -> None:
    assert hear(text, "human_handoff", asked="note", confidence=0.3) == ({}, [])
    assert hear(text, "inform", asked="colour") == ({}, [])


def test_a_question_that_was_carried_here_is_answered_like_any_question() -> None:
    assert hear("what can you do for me here today then", "help", asked="note", handoff_replay="j-1") == ({}, [])


@pytest.mark.parametrize("text", ["something else", "anything else", "what else"])
def test_something_else_is_nobody_else(text: str) -> None:
    slots, _ = hear(text, "human_handoff", confidence=1.0)
    assert slots == {"colour": None}


@pytest.mark.parametrize("text", ["I want to talk to a human", "human please", "agent", "the helpdesk please"])
def test_asking_for_somebody_else_is_heard_in_the_middle_of_a_form(text: str) -> None:
    assert hear(text, "human_handoff") == ({}, [])


def test_another_hosts_skill_is_heard_when_the_classifier_is_sure_and_it_is_no_answer() -> None:
    assert hear("my outlook keeps crashing", "skill_of_helpdesk_bot") == ({}, [])
    assert hear("my outlook keeps crashing", "skill_of_helpdesk_bot", confidence=0.5)[1]
    assert hear("a red outlook crashes", "skill_of_helpdesk_bot")[0]["colour"] == "red"
