"""Taking a conversation over: what was carried is known and said, and what was open here goes on."""

from __future__ import annotations

from typing import Any

import pytest

from handoff.sdk_adapter.actions import AcceptHandoff, TriggerHandoff
from tests.support.handoff_talk import RESPONSES, HandoffTalk

PASSAGE = {"from": "garage", "jti": "j-1", "reason": "other_skill", "msg": None, "path": ["garage"], "ret": "garage"}
MESSAGE = {"msg": "0" * 64}


@pytest.fixture(autouse=True)
def wording(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bakery's own sentence about what a garage carries; it has none about `email` and the rest."""
    monkeypatch.setitem(RESPONSES, "utter_carried_tyres", [{"text": "You have {tyres} tyres."}])


def take_over(talk: HandoffTalk, carried: dict[str, Any] | None = None, **claims: Any) -> None:
    talk.slots = {"email": None, "tyres": None, "loaves": None, "secret": None, **talk.slots}
    metadata = {"handoff": {**PASSAGE, "carried": carried or {}, **claims}}
    talk.say('/handoff{"from_host": "x"}', "handoff", AcceptHandoff(), metadata, from_host="x")


def test_what_was_carried_is_in_its_slots_and_said_where_there_is_a_sentence_for_it(talk: HandoffTalk) -> None:
    take_over(talk, {"email": "ann@example.com", "tyres": 3})
    assert talk.said == [
        "utter_handoff_hello_from",
        "utter_carried_email",
        "utter_carried_tyres",
        "utter_handoff_ready",
    ]
    assert "ann@example.com" in talk.text
    assert "You have 3 tyres." in talk.text
    assert (talk.slots["email"], talk.slots["tyres"]) == ("ann@example.com", 3)


@pytest.mark.parametrize("source", ["garage", "desk", "nowhere"])
def test_what_the_list_of_hosts_does_not_allow_does_not_enter(talk: HandoffTalk, source: str) -> None:
    """`secret` is shared and not accepted, `loaves` the other way round; a desk shares nothing at all."""
    take_over(talk, {"secret": "4711", "loaves": 2, "unheard_of": 1, "tyres": 3}, **{"from": source})
    entered = {slot for slot in ("secret", "loaves", "unheard_of", "tyres") if talk.slots.get(slot) is not None}
    assert entered == ({"tyres"} if source == "garage" else set())


def test_how_the_conversation_came_is_kept_without_what_was_carried(talk: HandoffTalk) -> None:
    take_over(talk, {"tyres": 3})
    assert talk.slots["handoff_passage"] == PASSAGE


def test_before_an_answer_the_greeting_is_one_short_line_that_asks_nothing(talk: HandoffTalk) -> None:
    take_over(talk, **MESSAGE)
    assert talk.said == ["utter_handoff_hello"]
    assert "?" not in talk.text


def test_what_is_known_already_is_not_told_again(talk: HandoffTalk) -> None:
    talk.slots["tyres"] = 3
    take_over(talk, {"tyres": 3})
    assert talk.said == ["utter_handoff_welcome_from"]


def test_what_was_carried_is_shown_as_plain_text(talk: HandoffTalk) -> None:
    take_over(talk, {"tyres": "[four](http://evil.example)"})
    assert "\\[four\\]" in talk.text


def test_without_a_ticket_the_host_greets_and_takes_and_clears_nothing(talk: HandoffTalk) -> None:
    take_over(talk, {"tyres": 3})
    talk.say('/handoff{"from_host": "x"}', "handoff", AcceptHandoff(), from_host="http://localhost:1")
    assert talk.said == ["utter_handoff_welcome"]
    assert talk.slots["handoff_passage"] is None
    assert talk.slots["tyres"] == 3


@pytest.mark.parametrize("claims", [None, {**PASSAGE, "from": "bakery", "carried": {"tyres": 3}}])
def test_a_host_brings_nobody_to_itself(talk: HandoffTalk, claims: dict[str, Any] | None) -> None:
    talk.slots = {"tyres": None}
    metadata = {"handoff": claims} if claims else None
    here = "http://localhost:7001"
    talk.say(f'/handoff{{"from_host": "{here}"}}', "handoff", AcceptHandoff(), metadata, from_host=here)
    assert talk.said == ["utter_handoff_welcome"]
    assert talk.slots["tyres"] is None


@pytest.mark.parametrize("channel", ["cmdline", "socketio", "callback"])
def test_claims_that_came_by_a_channel_that_checks_none_are_no_claims(talk: HandoffTalk, channel: str) -> None:
    talk.channel = channel
    take_over(talk, {"tyres": 3})
    assert talk.slots["tyres"] is None
    assert talk.slots["handoff_passage"] is None


@pytest.mark.parametrize("claims", [None, "j-1", 5, [], {"from": "garage"}])
def test_malformed_claims_are_no_claims(talk: HandoffTalk, claims: Any) -> None:
    talk.say('/handoff{"from_host": "x"}', "handoff", AcceptHandoff(), {"handoff": claims}, from_host="x")
    assert talk.slots["handoff_passage"] is None


def test_who_comes_back_with_nothing_open_is_welcomed_back(talk: HandoffTalk) -> None:
    take_over(talk, reason="return")
    assert talk.said == ["utter_welcome_back_short", "utter_handoff_ready"]


def test_an_open_form_asks_its_question_again_after_what_is_new(talk: HandoffTalk) -> None:
    talk.form, talk.slots["requested_slot"] = "bread_form", "loaves"
    take_over(talk, {"tyres": 3})
    assert talk.said == ["utter_welcome_back", "utter_carried_tyres"]
    assert (talk.form, talk.next, talk.slots["skill_resumed"]) == ("bread_form", "bread_form", "bread_form")


def test_before_an_answer_an_open_form_asks_nothing_yet(talk: HandoffTalk) -> None:
    talk.form, talk.slots["requested_slot"] = "bread_form", "loaves"
    take_over(talk, **MESSAGE)
    assert talk.said == ["utter_welcome_back_short"]
    assert (talk.form, talk.next, talk.slots["requested_slot"]) == ("bread_form", "action_listen", "loaves")
    assert talk.slots.get("skill_resumed") is None


def left_with_an_open_form(talk: HandoffTalk) -> None:
    talk.form, talk.slots["requested_slot"] = "bread_form", "loaves"
    talk.slots["skills_interrupted"] = [{"form": "cake_form", "slots": {}}]
    talk.say('/trigger_handoff{"to": "garage"}', "trigger_handoff", TriggerHandoff(), to="garage")
    talk.expire()


def test_a_form_that_an_expired_session_has_dropped_asks_its_question_again(talk: HandoffTalk) -> None:
    left_with_an_open_form(talk)
    take_over(talk, reason="return")
    assert talk.said == ["utter_welcome_back"]
    assert (talk.form, talk.next) == ("bread_form", "bread_form")
    assert talk.slots["skills_interrupted"] == [{"form": "cake_form", "slots": {}}]
    assert talk.slots["handoff_left_open"] is None


def test_and_before_an_answer_it_waits_with_the_very_slot_that_was_open(talk: HandoffTalk) -> None:
    left_with_an_open_form(talk)
    take_over(talk, reason="return", **MESSAGE)
    assert (talk.form, talk.next, talk.slots["requested_slot"]) == ("bread_form", "action_listen", "loaves")


def test_a_form_that_the_bot_does_not_have_any_more_is_forgotten(talk: HandoffTalk) -> None:
    talk.slots["handoff_left_open"] = {"form": "gone_form", "asked": "x"}
    take_over(talk)
    assert (talk.said, talk.next) == (["utter_handoff_welcome_from"], None)
