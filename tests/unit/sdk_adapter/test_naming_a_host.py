"""Asking for another host by its name: handed over at once, unless it is only mentioned, or refused."""

from __future__ import annotations

import pytest
from rasa_sdk import Action

from handoff.sdk_adapter.actions import OfferHosts, OfferSkilledHost, TakeOffer
from tests.support.handoff_talk import HandoffTalk

from .offers import WORDS, AnsweredByRule, offer_of, offered, take_over


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("take me to the garage", None),
        ("garage please", None),
        ("I want to talk to the Garage Assistant", None),
        ("get me back to the garage, please!", None),
        ("take me to the garage, my tyres are worn", "my tyres are worn"),
        ("my tyres are worn, take me to the garage", "my tyres are worn"),
        ("can I talk to the garage, my tyres are worn", "my tyres are worn"),
        ("no, take me to the garage", None),
    ],
)
def test_asking_for_a_host_hands_over_at_once_with_what_is_wanted_of_it(
    talk: HandoffTalk, text: str, message: str | None
) -> None:
    talk.say(text, "human_handoff", OfferHosts())
    assert (offer_of(talk)["to"], offer_of(talk)["message"]) == ("garage", message)
    assert offer_of(talk)["reason"] == "user_request"


def test_asking_for_a_host_is_heard_also_where_the_rest_is_what_the_classifier_heard(talk: HandoffTalk) -> None:
    offered(talk, "take me to the garage, my tyres are worn")
    assert (offer_of(talk)["message"], offer_of(talk)["reason"]) == ("my tyres are worn", "user_request")
    offered(talk, "can the garage look at my tyres?")
    assert talk.said == ["utter_offer_skilled_host"]


@pytest.mark.parametrize("form", [None, "bread_form"])
@pytest.mark.parametrize(
    "text",
    [
        "I already talked to the garage",
        "the garage sent me here",
        "they told me to ask the garage",
        "I asked everybody, the garage",
        "I have been to the desk and the garage",
        "what is the garage?",
        "why don't you take me to the garage?",
        "can the garage look at my tyres? they are worn",
    ],
)
def test_a_host_that_is_only_mentioned_is_asked_about(talk: HandoffTalk, text: str, form: str | None) -> None:
    talk.form = form
    talk.say(text, "human_handoff", OfferHosts())
    assert (talk.said, talk.offer) == (["utter_offer_named_host"], None)
    assert talk.buttons == ['/trigger_handoff{"to": "garage"}']
    assert talk.next == (None if form is None else "action_listen")
    talk.say("yes", "affirm", TakeOffer())
    assert offer_of(talk)["to"] == "garage"


def test_what_is_said_about_a_host_goes_along_after_a_yes(talk: HandoffTalk) -> None:
    talk.say("can the garage look at my tyres? they are worn", "human_handoff", OfferHosts())
    talk.say("yes", "affirm", TakeOffer())
    assert offer_of(talk)["message"] == "can the garage look at my tyres? they are worn"


REFUSALS = [
    "don't take me to the garage",
    "i hate the garage",
    "do not transfer me to the Garage Assistant",
    "stop sending me to the garage",
    "I don\u2019t want to talk to the garage",
    "the garage? no!",
]


@pytest.mark.parametrize("text", REFUSALS)
@pytest.mark.parametrize(
    ("intent", "action"), [("human_handoff", OfferHosts()), ("skill_of_garage", OfferSkilledHost())]
)
@pytest.mark.parametrize("form", [None, "bread_form"])
def test_whoever_refuses_a_host_stays_here(
    talk: HandoffTalk, text: str, intent: str, action: Action, form: str | None
) -> None:
    talk.form = form
    talk.say(text, intent, action)
    assert (talk.said, talk.buttons, talk.offer, talk.next) == (["utter_lets_go_on"], [], None, form)


@pytest.mark.parametrize("text", ["don't take me back", "I don't want to go back to the garage"])
def test_whoever_refuses_the_way_back_stays_here(talk: HandoffTalk, text: str) -> None:
    take_over(talk)
    talk.say(text, "human_handoff", OfferHosts())
    assert (talk.said, talk.offer) == (["utter_lets_go_on"], None)


@pytest.mark.parametrize("text", ["yes take me to the garage", "ok, garage", "yes, the garage please", "no, garage"])
@pytest.mark.parametrize(
    ("intent", "action"), [("human_handoff", OfferHosts()), ("skill_of_garage", OfferSkilledHost())]
)
def test_a_yes_that_names_the_host_takes_the_words_along(
    talk: HandoffTalk, text: str, intent: str, action: Action
) -> None:
    offered(talk)
    talk.say(text, intent, action)
    assert (offer_of(talk)["to"], offer_of(talk)["message"]) == ("garage", WORDS)


def test_but_naming_another_host_or_other_words_does_not(talk: HandoffTalk) -> None:
    offered(talk)
    talk.say("people please", "human_handoff", OfferHosts())
    assert (offer_of(talk)["to"], offer_of(talk)["message"]) == ("desk", None)
    offered(talk)
    talk.say("the garage please, my brakes squeak", "human_handoff", OfferHosts())
    assert offer_of(talk)["message"] == "my brakes squeak"
    offered(talk)
    talk.say("what do you sell", "inform", AnsweredByRule())
    talk.say("take me to the garage", "human_handoff", OfferHosts())
    assert offer_of(talk)["message"] is None
