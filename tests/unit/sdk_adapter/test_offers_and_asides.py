"""An offer of another host outlives a word about something else, and a correction; a "stop" is a no to it."""

from __future__ import annotations

from typing import Any

import pytest

from handoff.sdk_adapter.actions import NothingToCancel, OfferHosts, OfferReturn, OfferSkilledHost, TakeOffer
from tests.support.handoff_talk import HandoffTalk

from .conftest import Neighbourhood
from .offers import WORDS, AnsweredByRule, offer_of, offered, press, take_over


def aside(talk: HandoffTalk, answer: str = "The bread is $5.", **data: Any) -> None:
    """The user says something else, and a skill of the bakery's answers it."""
    talk.say("what does the bread cost", "price", AnsweredByRule())
    talk.events.append({"event": "bot", "text": answer, "data": data, "metadata": {"utter_action": "utter_price"}})


def test_a_yes_after_something_else_was_answered_still_takes_the_offer_with_its_words(talk: HandoffTalk) -> None:
    offered(talk)
    aside(talk)
    talk.say("yes", "affirm", TakeOffer())
    assert offer_of(talk)["message"] == WORDS


def test_so_it_does_for_the_offer_of_a_return(talk: HandoffTalk) -> None:
    take_over(talk)
    talk.run(OfferReturn())
    assert talk.buttons
    aside(talk)
    talk.say("yes please", "affirm", TakeOffer())
    assert (offer_of(talk)["to"], offer_of(talk)["reason"]) == ("garage", "return")


@pytest.mark.parametrize(
    ("answer", "data"), [("Shall I bake one?", {}), ("Which one:", {"buttons": [{"title": "white", "payload": "w"}]})]
)
def test_a_yes_to_a_question_asked_since_is_about_that(talk: HandoffTalk, answer: str, data: dict[str, Any]) -> None:
    offered(talk)
    aside(talk, answer, **data)
    talk.say("yes", "affirm", TakeOffer())
    assert (talk.said, talk.offer) == (["utter_please_rephrase"], None)


def test_two_words_about_something_else_are_a_new_subject(talk: HandoffTalk) -> None:
    offered(talk)
    aside(talk)
    aside(talk)
    talk.say("yes", "affirm", TakeOffer())
    assert (talk.said, talk.offer) == (["utter_please_rephrase"], None)


@pytest.mark.parametrize(("words", "intent"), [("no", "deny"), ("stop", "cancel")])
def test_a_yes_after_a_no_takes_nobody_away(talk: HandoffTalk, words: str, intent: str) -> None:
    offered(talk)
    talk.say(words, intent, AnsweredByRule())
    talk.events.append({"event": "bot", "text": "All right.", "metadata": {"utter_action": "utter_nothing_to_do"}})
    talk.say("yes", "affirm", TakeOffer())
    assert (talk.said, talk.offer) == (["utter_please_rephrase"], None)


def test_an_offer_of_an_earlier_session_is_forgotten(talk: HandoffTalk) -> None:
    offered(talk)
    aside(talk)
    talk.expire()
    talk.say("yes", "affirm", TakeOffer())
    assert (talk.said, talk.offer) == (["utter_please_rephrase"], None)


@pytest.mark.parametrize("said", ["yes?", "yes but later"])
def test_what_only_sounds_like_a_yes_gets_the_question_again(talk: HandoffTalk, said: str) -> None:
    offered(talk)
    aside(talk)
    talk.say(said, "affirm", TakeOffer())
    assert (talk.said, talk.offer) == (["utter_offer_named_host"], None)


def test_stop_after_an_offer_is_a_no_to_it_and_not_to_something_that_was_open(talk: HandoffTalk) -> None:
    offered(talk)
    talk.say("stop", "cancel", NothingToCancel())
    assert talk.said == ["utter_nothing_to_do"]
    offered(talk)
    assert talk.said == ["utter_not_offered_again"]
    talk.say("stop", "cancel", NothingToCancel())
    assert talk.said == ["utter_nothing_to_cancel"]


def test_the_only_host_that_is_there_is_offered_by_its_name_and_a_yes_goes_there(
    talk: HandoffTalk, neighbours: Neighbourhood
) -> None:
    neighbours.desk.status = 503
    talk.say("take me to somebody with tyres", "human_handoff", OfferHosts())
    assert talk.said == ["utter_offer_only_host"]
    assert "Garage Assistant" in talk.text
    assert talk.buttons == ['/trigger_handoff{"to": "garage"}']
    talk.say("yes", "affirm", TakeOffer())
    assert (offer_of(talk)["to"], offer_of(talk)["reason"]) == ("garage", "user_request")


@pytest.mark.parametrize(
    "said", ["sorry, my e-mail is ann@example.org", "ann@example.org", "it should be b@c.de please"]
)
def test_an_address_that_is_corrected_while_an_offer_is_open_leaves_the_wish_as_it_was(
    talk: HandoffTalk, said: str
) -> None:
    offered(talk)
    talk.say(said, "skill_of_garage", OfferSkilledHost())
    talk.say("yes", "affirm", TakeOffer())
    assert offer_of(talk)["message"] == WORDS


def test_an_address_and_a_wish_are_the_new_wish(talk: HandoffTalk) -> None:
    offered(talk)
    talk.say("my lights are broken, I am ann@example.org", "skill_of_garage", OfferSkilledHost())
    press(talk)
    assert offer_of(talk)["message"] == "my lights are broken, I am ann@example.org"
