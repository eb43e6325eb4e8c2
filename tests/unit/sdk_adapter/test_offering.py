"""Offering another host: a yes takes people there with their words and what may travel, and a no is remembered."""

from __future__ import annotations

import time
import uuid

import pytest

from handoff.sdk_adapter.actions import OfferHosts, OfferSkilledHost, TakeOffer
from tests.support.handoff_talk import HandoffTalk

from .conftest import Neighbourhood
from .offers import WORDS, AnsweredByRule, offer_of, offered, press


def test_a_yes_takes_the_users_words_along_and_what_both_sides_allow(
    talk: HandoffTalk, neighbours: Neighbourhood
) -> None:
    talk.slots |= {"email": "ann@example.com", "secret": "4711", "loaves": None, "tyres": 4}
    offered(talk)
    assert talk.said == ["utter_offer_skilled_host"]
    talk.say("yes", "affirm", TakeOffer())
    assert talk.said == ["utter_taking_you_over"]
    offer = offer_of(talk)
    claims = offer.pop("claims")
    assert offer == {
        "version": 1,
        "to": "garage",
        "reason": "other_skill",
        "message": WORDS,
        "carried": {"email": "ann@example.com"},
    }
    assert abs(claims["iat"] - time.time()) < 10
    assert uuid.UUID(claims["jti"]).version == 4
    assert (claims["path"], claims["ret"]) == (["bakery"], "bakery")
    assert talk.offer is not None
    assert talk.offer["handoff_host"] == f"http://127.0.0.1:{neighbours.garage.port}"


@pytest.mark.parametrize("form", [None, "bread_form"])
def test_the_button_of_an_offer_says_the_same_as_a_yes(talk: HandoffTalk, form: str | None) -> None:
    talk.form = form
    offered(talk)
    assert talk.buttons == ['/trigger_handoff{"to": "garage"}']
    press(talk)
    assert (offer_of(talk)["message"], offer_of(talk)["reason"]) == (WORDS, "other_skill")
    assert talk.next == (None if form is None else "action_listen")


def test_a_client_whose_ticket_has_expired_gets_a_fresh_offer_of_the_same_words(talk: HandoffTalk) -> None:
    offered(talk)
    talk.say("yes", "affirm", TakeOffer())
    first = offer_of(talk)
    press(talk)
    assert offer_of(talk)["message"] == WORDS
    assert offer_of(talk)["claims"]["jti"] != first["claims"]["jti"]


@pytest.mark.parametrize(("words", "intent"), [("what do you sell", "inform"), ("no", "deny"), ("stop", "cancel")])
def test_a_button_that_is_pressed_much_later_carries_no_stale_words(talk: HandoffTalk, words: str, intent: str) -> None:
    offered(talk)
    talk.say(words, intent, AnsweredByRule())
    press(talk)
    assert (offer_of(talk)["message"], offer_of(talk)["reason"]) == (None, "user_request")


def test_a_button_of_an_earlier_session_carries_no_stale_words(talk: HandoffTalk) -> None:
    offered(talk)
    talk.expire()
    press(talk)
    assert offer_of(talk)["message"] is None


def test_a_client_whose_ticket_and_session_have_expired_gets_a_fresh_offer_of_the_same_words(talk: HandoffTalk) -> None:
    offered(talk)
    talk.say("yes", "affirm", TakeOffer())
    talk.expire()
    press(talk)
    assert (offer_of(talk)["message"], offer_of(talk)["reason"]) == (WORDS, "other_skill")


def test_but_not_after_anything_that_was_said_in_the_new_session(talk: HandoffTalk) -> None:
    offered(talk)
    talk.say("yes", "affirm", TakeOffer())
    talk.expire()
    talk.say("what do you sell", "inform", AnsweredByRule())
    press(talk)
    assert offer_of(talk)["message"] is None


def test_a_button_for_somebody_else_does_not_get_the_words(talk: HandoffTalk) -> None:
    offered(talk)
    press(talk, "desk")
    assert (offer_of(talk)["to"], offer_of(talk)["message"]) == ("desk", None)


@pytest.mark.parametrize(
    "said", ["why?", "why not", "ok?", "yes but tomorrow", "yes or no?", "yeah right", "nope, yes"]
)
def test_what_only_sounds_like_a_yes_moves_nobody_and_gets_the_question_again(talk: HandoffTalk, said: str) -> None:
    offered(talk)
    talk.say(said, "affirm", TakeOffer())
    assert (talk.said, talk.offer) == (["utter_offer_named_host"], None)
    talk.say("yes please", "affirm", TakeOffer())
    assert offer_of(talk)["message"] == WORDS


@pytest.mark.parametrize("said", ["yes", "sure why not", "ok, take me there", "I'd like that", "👍"])
def test_a_yes_may_be_said_in_many_ways(talk: HandoffTalk, said: str) -> None:
    offered(talk)
    talk.say(said, "affirm", TakeOffer())
    assert talk.offer is not None


def test_a_yes_to_anything_but_an_offer_takes_nobody_away(talk: HandoffTalk) -> None:
    offered(talk)
    talk.events.append({"event": "bot", "metadata": {"utter_action": "utter_greet"}})
    talk.say("yes", "affirm", TakeOffer())
    assert (talk.said, talk.offer) == (["utter_please_rephrase"], None)


def test_a_yes_after_a_name_that_is_not_listed_takes_nobody_away(talk: HandoffTalk) -> None:
    offered(talk)
    press(talk, "nowhere")
    talk.say("yes", "affirm", TakeOffer())
    assert (talk.said, talk.offer) == (["utter_please_rephrase"], None)


def test_the_same_wish_is_not_asked_about_again_after_a_no(talk: HandoffTalk) -> None:
    offered(talk)
    talk.say("no", "deny", AnsweredByRule())
    offered(talk, "are my front tyres still worn?")
    assert (talk.said, talk.buttons) == (["utter_not_offered_again"], [])
    assert '"garage"' in talk.text


def test_what_one_host_was_declined_for_another_may_be_offered_for(talk: HandoffTalk) -> None:
    offered(talk)
    talk.say("no", "deny", AnsweredByRule())
    talk.say("I want to complain about my tyres", "skill_of_desk", OfferSkilledHost())
    assert talk.said == ["utter_offer_skilled_host"]


def test_after_a_no_in_the_middle_of_a_form_the_form_goes_on(talk: HandoffTalk) -> None:
    talk.form = "bread_form"
    offered(talk)
    talk.say("no", "deny", AnsweredByRule())
    offered(talk)
    assert (talk.said, talk.next) == (["utter_not_offered_again"], "bread_form")


def test_another_wish_is_offered_after_a_no_and_naming_the_host_always_works(talk: HandoffTalk) -> None:
    offered(talk)
    talk.say("no", "deny", AnsweredByRule())
    for wish in ("the engine smells of oil", "the front light is broken"):
        offered(talk, wish)
        assert talk.said == ["utter_offer_skilled_host"]
    talk.say("take me to the garage", "human_handoff", OfferHosts())
    assert offer_of(talk)["to"] == "garage"


def test_what_was_open_is_remembered_at_the_hand_over(talk: HandoffTalk) -> None:
    talk.form, talk.slots["requested_slot"] = "bread_form", "loaves"
    press(talk)
    assert talk.slots["handoff_left_open"] == {"form": "bread_form", "asked": "loaves"}


def test_who_talks_elsewhere_than_on_the_page_gets_a_link_to_it(
    talk: HandoffTalk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHATROOM_URL", "https://chat.example/room")
    talk.channel = "cmdline"
    press(talk)
    assert (talk.said, talk.offer) == (["utter_handoff_elsewhere"], None)
    assert "https://chat.example/room?host=garage" in talk.text
