"""What becomes of a conversation when something happens."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handoff.client.model import (
    Answered,
    Conversation,
    Delivery,
    Line,
    Pressed,
    Retried,
    Said,
    TakeOver,
    Unanswered,
    Undelivered,
)
from handoff.client.parts import Offer
from handoff.client.reducer import step
from handoff.client.timeline import MOST_LINES

from .world import HOSTS, Answer, World, offer, refused, text

MAIL = "my mail is broken"


def lines(world: World) -> list[str]:
    """What was said, in short."""
    return [f"{line.kind} {line.host}: {line.text}" for line in world.conversation.lines]


def bodies(world: World) -> list[str]:
    """What was sent, in short."""
    return [f"{request.host} {request.id}: {request.body['message']}" for request in world.sent]


def test_a_blank_text_is_no_message() -> None:
    world = World({})
    world.happens(Said(" \n "))
    assert world.conversation == Conversation("c1", "bank")


def test_an_answer_that_comes_too_late_changes_nothing() -> None:
    asked = step(HOSTS, Conversation("c1", "bank"), Said("hi"), lambda: "m1")
    assert step(HOSTS, asked, Answered("m0", (text("late"),)), lambda: "m2") is asked
    answered = step(HOSTS, asked, Answered("m1", (text("hello"),)), lambda: "m2")
    assert step(HOSTS, answered, Unanswered("m1", "timeout"), lambda: "m3") is answered


def test_one_message_is_under_way_and_the_others_wait_in_order() -> None:
    conversation = Conversation("c1", "bank")
    for number in (1, 2, 3):
        conversation = step(HOSTS, conversation, Said(f"message {number}"), lambda number=number: f"m{number}")  # type: ignore[misc]
    assert isinstance(conversation.pending, Delivery)
    assert conversation.pending.text == "message 1"
    assert [delivery.text for delivery in conversation.outbox] == ["message 2", "message 3"]


def test_what_failed_is_sent_again_under_its_id_and_is_no_problem_any_more() -> None:
    world = World({("bank", "hi"): "timeout"})
    world.happens(Said("hi"))
    assert lines(world) == ["user bank: hi", "problem bank: Bank took too long to answer."]
    world.table = {}
    world.happens(Retried())
    assert lines(world) == ["user bank: hi", "text bank: heard hi"]
    assert bodies(world) == ["bank m1: hi", "bank m1: hi"]


def test_what_waits_when_a_message_failed_goes_out_with_the_next_thing_that_the_user_does() -> None:
    world = World({})
    first = step(HOSTS, world.conversation, Said("one"), world.new_id)
    second = step(HOSTS, first, Said("two"), world.new_id)
    world.conversation = step(HOSTS, second, Unanswered("m1", "unreachable"), world.new_id)
    assert world.conversation.pending is None
    world.happens(Said("three"))
    assert bodies(world) == ["bank m2: two", "bank m3: three"]


def test_a_replay_that_failed_goes_out_before_the_users_next_words() -> None:
    world = World({("bank", MAIL): (offer("desk", MAIL),), ("desk", MAIL): "timeout"})
    world.happens(Said(MAIL))
    assert world.conversation.holder == "desk"
    world.table = {}
    world.happens(Said("hello?"))
    assert [line.split(": ")[1] for line in bodies(world)[-2:]] == [MAIL, "hello?"]
    assert lines(world)[-3:] == ["user desk: hello?", f"text desk: heard {MAIL}", "text desk: heard hello?"]


def test_an_offer_that_was_lost_with_the_client_and_its_source_is_followed_before_the_users_next_words() -> None:
    world = World({("bank", MAIL): (text("moving"), offer("desk"))}, crash_at=1)
    world.happens(Said(MAIL))
    assert world.conversation.holder == "desk"
    asked = world.conversation
    begun_by = Delivery("m1", "m1", "say", MAIL, bound_to="bank", is_shown=True, take_over_id="m2")
    world.conversation = replace(asked, holder="bank", pending=begun_by)
    world.conversation = step(HOSTS, world.conversation, Unanswered("m1", "unreachable"), world.new_id)
    world.happens(Said("hello?"))
    assert [line.split(" ", 1)[0] for line in bodies(world)[-3:]] == ["bank", "desk", "desk"]
    assert lines(world).count("text bank: moving") == 1


def test_a_renewal_that_may_have_been_accepted_goes_out_before_the_users_next_words() -> None:
    renewal = Delivery(
        "m3", "m1", "renew", "/trigger_handoff{}", "bank", about="Desk", is_shown=True, take_over_id="m4"
    )
    lost = Conversation("c1", "bank", undelivered=(Undelivered(renewal, "both_down"),))
    resumed = step(HOSTS, lost, Said("hello?"), lambda: "m5")
    assert (resumed.pending, [each.text for each in resumed.outbox]) == (renewal, ["hello?"])


def test_a_renewal_that_nobody_has_accepted_is_dropped_by_the_users_next_words_and_its_line_stays() -> None:
    renewal = Delivery("m3", "m1", "renew", "/trigger_handoff{}", "bank", about="Desk")
    told = Line("problem", "bank", "Desk cannot take over just now.", "m1", problem="both_down")
    lost = Conversation("c1", "bank", lines=(told,), undelivered=(Undelivered(renewal, "both_down"),))
    dropped = step(HOSTS, lost, Said("hello?"), lambda: "m5")
    assert (dropped.undelivered, dropped.lines[0]) == ((), told)
    assert isinstance(dropped.pending, Delivery)
    assert (dropped.pending.text, dropped.outbox) == ("hello?", ())


def test_a_renewal_that_failed_while_other_words_waited_is_dropped_and_these_are_sent() -> None:
    renewal = Delivery("m3", "m1", "renew", "/trigger_handoff{}", "bank", about="Desk")
    words = Delivery("m4", "m4", "say", "forget it")
    waiting = Conversation("c1", "bank", pending=renewal, outbox=(words,))
    failed = step(HOSTS, waiting, Unanswered("m3", "timeout"), lambda: "m5")
    assert (failed.pending, failed.outbox, failed.undelivered) == (words, (), ())
    assert [line.problem for line in failed.lines] == ["both_down"]


def test_a_pressed_button_means_its_words_to_a_host_that_did_not_show_it() -> None:
    world = World({("bank", "hi"): ({"buttons": [{"title": "Yes", "payload": "/affirm"}]},)})
    world.happens(Said("hi"))
    asked = TakeOver("m9", "desk", Offer("http://desk", "Desk"), Delivery("m8", "m1", "say", "hi"))
    world.conversation = replace(world.conversation, pending=asked)
    world.happens(Pressed("Yes"))
    assert bodies(world)[-1].endswith(": Yes")
    assert world.conversation.holder == "desk"


@pytest.mark.parametrize("event", [Said("no matter"), Pressed("Yes")])
def test_a_question_takes_one_answer(event: Said | Pressed) -> None:
    world = World({("bank", "hi"): ({"buttons": [{"title": "Yes", "payload": "/affirm"}]},)})
    world.happens(Said("hi"))
    world.happens(event)
    sent = len(world.sent)
    world.happens(Pressed("Yes"))
    assert len(world.sent) == sent


def test_a_notice_is_shown_once_for_each_host() -> None:
    notice = {"text": "paid", "notice": "n1"}
    table = {("bank", "one"): (notice, text("1")), ("bank", "two"): (notice, text("2"), offer("desk"))}
    world = World({**table, ("desk", "take over"): (notice,)})
    world.happens(Said("one"))
    world.happens(Said("two"))
    assert lines(world).count("text bank: paid") == 1
    assert lines(world).count("text desk: paid") == 1


def test_an_offer_to_go_where_one_is_comes_to_nothing_and_the_source_hears_it() -> None:
    world = World({("bank", "hi"): (offer("bank"),)})
    world.happens(Said("hi"))
    assert bodies(world)[1:] == ['bank m2: /handoff_failed{"to": "bank", "reason": "error"}']


def test_hosts_that_offer_each_other_for_ever_are_left_after_three_offers() -> None:
    table = {("bank", "hi"): (offer("desk"),), ("desk", "take over"): (offer("bank"),)}
    world = World({**table, ("bank", "take over"): (offer("desk"),)})
    world.happens(Said("hi"))
    assert len(world.sent) == 4
    assert world.conversation.lines[-1].problem == "endless"


def test_of_a_long_conversation_the_oldest_lines_are_forgotten() -> None:
    old = tuple(Line("text", "bank", str(number), "m0") for number in range(MOST_LINES))
    world = World({}, conversation=Conversation("c1", "bank", lines=old))
    world.happens(Said("hi"))
    kept = world.conversation.lines
    assert (len(kept), world.conversation.lines_forgotten) == (MOST_LINES, 2)
    assert (kept[0].text, kept[-2].text, kept[-1].text) == ("2", "hi", "heard hi")


def test_a_take_over_is_tried_twice_under_one_id() -> None:
    world = World({("bank", "hi"): (offer("desk"),), ("desk", "take over"): "unreachable"})
    world.happens(Said("hi"))
    take_over = 'desk m2: /handoff{"from_host": "http://bank"}'
    report = 'bank m3: /handoff_failed{"to": "desk", "reason": "unreachable"}'
    assert bodies(world)[1:] == [take_over, take_over, report]


def test_a_fresh_offer_is_asked_for_once() -> None:
    world = World({("bank", "hi"): (offer("desk"),), ("desk", "take over"): (refused("expired"),)})
    world.happens(Said("hi"))
    kinds = [line.split(": ")[1].split("{")[0] for line in bodies(world)]
    assert kinds == ["hi", "/handoff", "/trigger_handoff", "/handoff", "/handoff_failed"]


def test_a_host_under_anothers_id_and_one_that_is_not_listed_are_not_contacted() -> None:
    for offered in (offer("evil"), offer("desk", to="shop")):
        world = World({("bank", "hi"): (offered,)})
        world.happens(Said("hi"))
        assert [request.host for request in world.sent] == ["bank", "bank"]
        assert '"reason": "unlisted"' in bodies(world)[-1]


def test_an_empty_answer_takes_nothing_over_and_answers_nothing() -> None:
    world = World({("bank", "hi"): (offer("desk"),), ("desk", "take over"): (), ("bank", "hello"): ()})
    world.happens(Said("hi"))
    assert world.conversation.holder == "bank"
    world.happens(Said("hello"))
    assert world.conversation.lines[-1].problem == "silent"


def test_ticket_replay_and_the_host_being_left_are_told_to_the_target() -> None:
    ticket = "h.eyJqdGkiOiAiajEifQ.s"  # {"jti": "j1"}
    world = World({("bank", "hi"): (offer("desk", "hi", ticket),)})
    world.happens(Said("hi"))
    _, asked, replayed = (request.body for request in world.sent)
    assert asked["message"] == '/handoff{"from_host": "http://bank"}'
    assert asked["metadata"] == {"message_id": "m2", "handoff_ticket": ticket}
    assert replayed["message"] == "hi"
    assert replayed["metadata"] == {"message_id": "m3", "handoff_replay": "j1"}


@pytest.mark.parametrize("is_done", [True, False])
def test_a_take_over_that_was_interrupted_is_asked_for_under_the_same_id(is_done: bool) -> None:
    world = World({("bank", "hi"): (text("moving"), offer("desk"))}, crash_at=1, is_done=is_done)
    world.happens(Said("hi"))
    assert [request.id for request in world.sent] == ["m1", "m2", "m1", "m2"]
    assert world.done == ["bank: hi", "desk: take over"]
    assert lines(world) == ["user bank: hi", "text bank: moving", "handoff desk: Desk", "text desk: hello"]


def test_an_offer_in_the_place_of_one_that_has_expired_is_not_one_more() -> None:
    table: dict[tuple[str, str], Answer] = {
        ("bank", "hi"): (offer("desk"),),
        ("desk", "take over"): (offer("shop"),),
        ("shop", "take over"): (offer("club"),),
        ("club", "take over"): (refused("expired"),),
    }
    world = World(table)
    world.happens(Said("hi"))
    assert [request.host for request in world.sent] == ["bank", "desk", "shop", "club", "shop", "club", "shop"]
    assert world.conversation.lines[-1].problem is None
