"""Sending people to another host: asked or at once, with their words and what may travel, and never in circles."""

from __future__ import annotations

import time
import uuid
from typing import Any

import pytest
from rasa_sdk import Action

from handoff.sdk_adapter import reach
from handoff.sdk_adapter.actions import (
    AcceptHandoff,
    HandoffFailed,
    OfferHosts,
    OfferReturn,
    OfferSkilledHost,
    TakeOffer,
    TriggerHandoff,
)
from tests.support.handoff_talk import HandoffTalk

from .conftest import Neighbourhood

WORDS = "my front tyres are worn"


def offered(talk: HandoffTalk, words: str = WORDS, metadata: dict[str, Any] | None = None) -> None:
    talk.say(words, "skill_of_garage", OfferSkilledHost(), metadata)


def press(talk: HandoffTalk, host: str = "garage") -> None:
    talk.say(f'/trigger_handoff{{"to": "{host}"}}', "trigger_handoff", TriggerHandoff(), to=host)


def take_over(talk: HandoffTalk, **claims: Any) -> None:
    """The conversation comes from the garage, and what the user said there is answered next."""
    passage = {"from": "garage", "jti": "j-1", "reason": "other_skill", "msg": "0" * 64, "carried": {}}
    metadata = {"handoff": {**passage, "path": ["garage"], "ret": "garage", **claims}}
    talk.say('/handoff{"from_host": "x"}', "handoff", AcceptHandoff(), metadata, from_host="x")


def offer_of(talk: HandoffTalk) -> dict[str, Any]:
    assert talk.offer is not None
    offer: dict[str, Any] = talk.offer["handoff"]
    return offer


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
    talk.say(words, intent, HandoffFailedQuietly())
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
    talk.say("what do you sell", "inform", HandoffFailedQuietly())
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
    talk.say("what do you sell", "inform", HandoffFailedQuietly())
    talk.say("take me to the garage", "human_handoff", OfferHosts())
    assert offer_of(talk)["message"] is None


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


def test_the_same_wish_is_not_asked_about_again_after_a_no(talk: HandoffTalk) -> None:
    offered(talk)
    talk.say("no", "deny", HandoffFailedQuietly())
    offered(talk, "are my front tyres still worn?")
    assert (talk.said, talk.buttons) == (["utter_not_offered_again"], [])
    assert '"garage"' in talk.text


def test_what_one_host_was_declined_for_another_may_be_offered_for(talk: HandoffTalk) -> None:
    offered(talk)
    talk.say("no", "deny", HandoffFailedQuietly())
    talk.say("I want to complain about my tyres", "skill_of_desk", OfferSkilledHost())
    assert talk.said == ["utter_offer_skilled_host"]


def test_after_a_no_in_the_middle_of_a_form_the_form_goes_on(talk: HandoffTalk) -> None:
    talk.form = "bread_form"
    offered(talk)
    talk.say("no", "deny", HandoffFailedQuietly())
    offered(talk)
    assert (talk.said, talk.next) == (["utter_not_offered_again"], "bread_form")


def test_another_wish_is_offered_after_a_no_and_naming_the_host_always_works(talk: HandoffTalk) -> None:
    offered(talk)
    talk.say("no", "deny", HandoffFailedQuietly())
    for wish in ("the engine smells of oil", "the front light is broken"):
        offered(talk, wish)
        assert talk.said == ["utter_offer_skilled_host"]
    talk.say("take me to the garage", "human_handoff", OfferHosts())
    assert offer_of(talk)["to"] == "garage"


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


class HandoffFailedQuietly(HandoffFailed):
    """Stands for a rule that only says something, which is no action of this layer."""

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        """Nothing."""
        return []
