"""Who is left to choose from: only hosts that are there are offered, and that nobody is there is said."""

from __future__ import annotations

import pytest

from handoff.sdk_adapter import reach
from handoff.sdk_adapter.actions import OfferHosts, OfferSkilledHost, TakeOffer
from tests.support.handoff_talk import HandoffTalk

from .conftest import Neighbourhood
from .offers import WORDS, offer_of, press


def test_who_is_left_to_choose_from_is_whoever_is_there(talk: HandoffTalk) -> None:
    talk.say("I want a human", "human_handoff", OfferHosts())
    assert talk.said == ["utter_offer_hosts"]
    assert talk.buttons == ['/trigger_handoff{"to": "garage"}', '/trigger_handoff{"to": "desk"}']


def test_a_yes_to_several_brings_the_choice_again(talk: HandoffTalk) -> None:
    talk.say("I want a human", "human_handoff", OfferHosts())
    talk.say("yes", "affirm", TakeOffer())
    assert (talk.said, talk.offer) == (["utter_offer_hosts"], None)
    assert talk.buttons == ['/trigger_handoff{"to": "garage"}', '/trigger_handoff{"to": "desk"}']


@pytest.mark.parametrize(("desk", "said"), [(200, "utter_offer_hosts"), (503, "utter_taking_you_over")])
def test_a_yes_to_somebody_else_instead_of_who_is_not_there(
    talk: HandoffTalk, neighbours: Neighbourhood, desk: int, said: str
) -> None:
    neighbours.desk.status = desk
    talk.say("take me to the florist", "human_handoff", OfferHosts())
    talk.say("yes", "affirm", TakeOffer())
    assert talk.said == [said]
    assert talk.offer is None or offer_of(talk)["to"] == "garage"


def test_a_yes_when_nobody_is_left_any_more_says_so(talk: HandoffTalk, neighbours: Neighbourhood) -> None:
    neighbours.desk.status = 503
    talk.say("take me to the florist", "human_handoff", OfferHosts())
    reach._known.clear()
    neighbours.garage.status = 503
    talk.say("yes", "affirm", TakeOffer())
    assert (talk.said, talk.offer) == (["utter_no_other_hosts"], None)


def test_the_only_one_who_is_there_is_taken_with_a_yes(talk: HandoffTalk, neighbours: Neighbourhood) -> None:
    neighbours.desk.status = 503
    talk.say("I want a human", "human_handoff", OfferHosts())
    talk.say("yes", "affirm", TakeOffer())
    assert (offer_of(talk)["to"], offer_of(talk)["message"]) == ("garage", None)


@pytest.mark.parametrize("form", [None, "bread_form"])
def test_a_host_that_is_not_there_is_spoken_of_as_such_and_is_no_button(talk: HandoffTalk, form: str | None) -> None:
    talk.form = form
    talk.say("take me to the florist", "human_handoff", OfferHosts())
    assert talk.said == ["utter_host_unavailable"]
    assert talk.buttons == ['/trigger_handoff{"to": "garage"}', '/trigger_handoff{"to": "desk"}']
    talk.say("roses are red", "skill_of_florist", OfferSkilledHost())
    assert talk.said == ["utter_host_unavailable"]


@pytest.mark.parametrize(("form", "goes_on"), [(None, None), ("bread_form", "bread_form")])
def test_when_nobody_is_there_that_is_said_and_a_form_goes_on(
    talk: HandoffTalk, neighbours: Neighbourhood, form: str | None, goes_on: str | None
) -> None:
    talk.form = form
    neighbours.garage.status = neighbours.desk.status = 500
    for words, action in ((WORDS, OfferSkilledHost()), ("take me to the garage", OfferHosts())):
        talk.say(words, "skill_of_garage", action)
        assert talk.said == ["utter_host_unavailable_nobody_else"]
        assert talk.next == goes_on
    talk.say("I want a human", "human_handoff", OfferHosts())
    assert (talk.said, talk.next) == (["utter_no_other_hosts"], goes_on)


@pytest.mark.parametrize("host", ["bakery", "nowhere", "", "http://evil.example"])
def test_a_host_that_is_not_listed_and_the_host_itself_are_offered_to_nobody(talk: HandoffTalk, host: str) -> None:
    press(talk, host)
    assert (talk.said, talk.offer) == (["utter_unknown_host"], None)
