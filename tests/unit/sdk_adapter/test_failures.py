"""A handoff that came to nothing: said in words, and who is left is offered."""

from __future__ import annotations

import logging

import pytest

from handoff.sdk_adapter.actions import HandoffFailed, OfferSkilledHost, TakeOffer, TriggerHandoff
from tests.support.handoff_talk import HandoffTalk

from .conftest import Neighbourhood


def fail(talk: HandoffTalk, reason: str, host: str = "garage") -> None:
    text = f'/handoff_failed{{"to": "{host}", "reason": "{reason}"}}'
    talk.say(text, "handoff_failed", HandoffFailed(), to=host, reason=reason)


@pytest.mark.parametrize(
    ("reason", "response"),
    [
        ("unreachable", "utter_handoff_failed"),
        ("timeout", "utter_handoff_failed"),
        ("error", "utter_handoff_failed"),
        ("refused", "utter_handoff_refused"),
        ("unlisted", "utter_handoff_unlisted"),
        ("anything", "utter_handoff_failed"),
    ],
)
def test_each_reason_has_its_words_and_the_failed_host_is_not_offered(
    talk: HandoffTalk, reason: str, response: str
) -> None:
    fail(talk, reason)
    assert talk.said == [response, "utter_handoff_left"]
    assert "Garage Assistant" in talk.text
    assert talk.buttons == ['/trigger_handoff{"to": "desk"}']


def test_where_nobody_is_left_nobody_is_offered(talk: HandoffTalk, neighbours: Neighbourhood) -> None:
    neighbours.desk.status = 503
    fail(talk, "timeout")
    assert (talk.said, talk.buttons) == (["utter_handoff_failed"], [])


def test_a_host_that_is_not_listed_is_nobody(talk: HandoffTalk) -> None:
    fail(talk, "unreachable", "http://evil.example")
    assert talk.said == ["utter_unknown_host"]


@pytest.mark.parametrize("form", [None, "bread_form"])
def test_a_yes_after_a_failure_takes_who_is_left_and_never_the_one_that_failed(
    talk: HandoffTalk, form: str | None
) -> None:
    talk.form = form
    talk.say("my tyres are worn", "skill_of_garage", OfferSkilledHost())
    talk.say("yes", "affirm", TakeOffer())
    fail(talk, "timeout")
    talk.say("yes", "affirm", TakeOffer())
    assert talk.offer is not None
    assert (talk.offer["handoff"]["to"], talk.offer["handoff"]["message"]) == ("desk", None)


def test_with_more_than_one_left_a_yes_brings_the_choice(talk: HandoffTalk) -> None:
    fail(talk, "timeout", "florist")
    talk.say("yes", "affirm", TakeOffer())
    assert (talk.said, talk.offer) == (["utter_offer_hosts"], None)
    assert talk.buttons == ['/trigger_handoff{"to": "garage"}', '/trigger_handoff{"to": "desk"}']


def test_whoever_wants_nobody_else_may_still_want_the_one_that_failed(talk: HandoffTalk) -> None:
    talk.say("my tyres are worn", "skill_of_garage", OfferSkilledHost())
    talk.say("yes", "affirm", TakeOffer())
    fail(talk, "timeout")
    talk.say("no", "deny", HandoffFailed())
    talk.say("my tyres are worn", "skill_of_garage", OfferSkilledHost())
    assert talk.said == ["utter_offer_skilled_host"]


def test_whoever_tries_again_has_their_words_carried_again(talk: HandoffTalk) -> None:
    talk.say("my tyres are worn", "skill_of_garage", OfferSkilledHost())
    talk.say("yes", "affirm", TakeOffer())
    fail(talk, "timeout")
    talk.say('/trigger_handoff{"to": "garage"}', "trigger_handoff", TriggerHandoff(), to="garage")
    assert talk.offer is not None
    assert talk.offer["handoff"]["message"] == "my tyres are worn"


def test_the_log_says_which_conversation_failed_and_why(talk: HandoffTalk, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "handoff"):
        fail(talk, "timeout")
    assert "handoff failed: conversation=somebody to=garage reason=timeout" in caplog.text
