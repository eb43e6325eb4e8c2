"""Words that were carried here are not passed on in circles, and there is a way back to where people came from."""

from __future__ import annotations

from typing import Any

import pytest

from handoff.sdk_adapter.actions import OfferHosts, OfferReturn, OfferSkilledHost, TakeOffer
from tests.support.handoff_talk import HandoffTalk

from .conftest import Neighbourhood
from .offers import WORDS, offer_of, offered, press, take_over


def test_words_that_were_carried_here_do_not_go_back(talk: HandoffTalk) -> None:
    take_over(talk)
    offered(talk, metadata={"handoff_replay": "j-1"})
    assert (talk.said, talk.offer) == (["utter_passed_on_too_often"], None)
    assert "take me to the Garage Assistant" in talk.buttons


def test_the_buttons_then_are_words_of_the_users_own_and_begin_a_new_chain(talk: HandoffTalk) -> None:
    take_over(talk, path=["desk", "florist", "garage"])
    offered(talk, metadata={"handoff_replay": "j-1"})
    talk.say(talk.buttons[0], "human_handoff", OfferHosts())
    assert (offer_of(talk)["to"], offer_of(talk)["claims"]["path"]) == ("garage", ["bakery"])


@pytest.mark.parametrize(("button", "to"), [(0, "garage"), (1, "desk")])
def test_and_whoever_is_chosen_then_gets_the_words(talk: HandoffTalk, button: int, to: str) -> None:
    take_over(talk)
    offered(talk, metadata={"handoff_replay": "j-1"})
    talk.say(talk.buttons[button], "human_handoff", OfferHosts())
    assert (offer_of(talk)["to"], offer_of(talk)["message"]) == (to, WORDS)


def test_a_yes_to_that_choice_brings_the_choice_again(talk: HandoffTalk, neighbours: Neighbourhood) -> None:
    neighbours.desk.status = 503
    take_over(talk)
    offered(talk, metadata={"handoff_replay": "j-1"})
    talk.say("yes", "affirm", TakeOffer())
    assert (talk.said, talk.buttons) == (["utter_passed_on_too_often"], ["take me to the Garage Assistant"])
    talk.say(talk.buttons[0], "human_handoff", OfferHosts())
    assert offer_of(talk)["message"] == WORDS


def test_words_that_may_not_go_back_get_no_choice_without_anybody_to_choose(
    talk: HandoffTalk, neighbours: Neighbourhood
) -> None:
    neighbours.garage.status = neighbours.desk.status = 503
    take_over(talk)
    offered(talk, metadata={"handoff_replay": "j-1"})
    assert talk.said == ["utter_host_unavailable_nobody_else"]


def test_after_three_hops_without_a_word_nobody_is_offered(talk: HandoffTalk) -> None:
    take_over(talk, path=["x", "y", "garage"])
    talk.say("a complaint", "skill_of_desk", OfferSkilledHost(), {"handoff_replay": "j-1"})
    assert talk.said == ["utter_passed_on_too_often"]


def test_a_button_is_no_own_word_and_adds_to_the_path(talk: HandoffTalk) -> None:
    take_over(talk, path=["florist", "garage"])
    press(talk, "desk")
    assert offer_of(talk)["claims"]["path"] == ["florist", "garage", "bakery"]


def test_what_the_user_says_here_may_go_back_where_they_came_from(talk: HandoffTalk) -> None:
    take_over(talk)
    offered(talk)
    talk.say("yes", "affirm", TakeOffer())
    offer = offer_of(talk)
    assert (offer["message"], offer["reason"]) == (WORDS, "return")
    assert offer["claims"]["path"] == ["bakery"]
    assert offer["claims"]["ret"] is None


def test_the_way_back_is_offered_once_and_a_yes_takes_it(talk: HandoffTalk) -> None:
    take_over(talk)
    talk.run(OfferReturn())
    assert talk.said[-1] == "utter_offer_return"
    talk.say("yes", "affirm", TakeOffer())
    offer = offer_of(talk)
    assert (offer["to"], offer["reason"], offer["message"]) == ("garage", "return", None)
    assert offer["claims"]["path"] == ["garage", "bakery"]


def test_a_no_to_the_way_back_is_not_asked_again_until_the_next_handoff(talk: HandoffTalk) -> None:
    take_over(talk)
    talk.run(OfferReturn())
    talk.say("no", "deny", OfferReturn())
    assert talk.said == []
    take_over(talk, jti="j-2")
    talk.run(OfferReturn())
    assert talk.said[-1] == "utter_offer_return"


@pytest.mark.parametrize("back", [None, "bakery", "nowhere", "florist"])
def test_no_way_back_is_offered_to_whoever_is_not_there(talk: HandoffTalk, back: str | None) -> None:
    take_over(talk, ret=back)
    talk.run(OfferReturn())
    assert "utter_offer_return" not in talk.said


@pytest.mark.parametrize("text", ["back to the workshop", "take me back", "I want to go back to where I was"])
def test_asking_for_the_way_back_is_enough(talk: HandoffTalk, text: str) -> None:
    take_over(talk, ret=None)
    talk.say(text, "human_handoff", OfferHosts())
    assert (offer_of(talk)["to"], offer_of(talk)["message"]) == ("garage", None)


@pytest.mark.parametrize(
    ("waiting", "form", "back"), [(None, None, "desk"), ([{"form": "f"}], None, "bakery"), (None, "f", "bakery")]
)
def test_the_next_host_returns_people_to_what_waits_here_else_to_where_they_came_from(
    talk: HandoffTalk, waiting: Any, form: str | None, back: str
) -> None:
    take_over(talk, ret="desk")
    talk.slots["skills_interrupted"], talk.form = waiting, form
    press(talk, "florist")
    assert offer_of(talk)["claims"]["ret"] == back
