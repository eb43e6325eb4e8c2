"""A streamed answer is seen as it comes, is never shown twice, and is not asked for where it could do harm."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.opening import Rooms
from tests.browser.room import HOST_FAILURES, Room, answers, offer
from tests.browser.states import at_the_desk
from tests.browser.test_network import is_answered_once
from tests.support.scripted_hosts import Fault, Script

ANSWER = [{"text": "gone ahead"}, {"text": "and done"}]
BUTTONS = [{"title": "Yes", "payload": "/affirm"}]


def streaming(open_room: Rooms, *faults: Fault, is_marked: bool = True) -> Room:
    """A room over a bank that fails like this at an answer of two messages."""
    script = Script({"go": [ANSWER]}, faults, is_marked=is_marked)
    return open_room(script, config={"waitingTimeout": 800}, allow=[HOST_FAILURES])


def test_the_first_message_is_seen_before_the_second_one_is_sent(open_room: Rooms) -> None:
    room = open_room(Script({"go": [ANSWER]}, [Fault("go", "hung", lines=1)]))
    room.enter("go")
    expect(room.items("bot").last).to_contain_text("gone ahead")
    expect(room.typing).to_have_count(1)
    room.hosts.release()
    is_answered_once(room)


def test_buttons_can_be_pressed_when_the_answer_is_complete(open_room: Rooms) -> None:
    answer = [{"text": "Shall I?", "buttons": BUTTONS}, {"text": "and done"}]
    room = open_room(Script({"go": [answer]}, [Fault("go", "hung", lines=1)]))
    room.enter("go")
    expect(room.items("bot").last).to_contain_text("Shall I?")
    expect(room.page.get_by_test_id("choice").and_(room.page.locator(":enabled"))).to_have_count(0)
    room.hosts.release()
    room.settle()
    room.press("Yes")
    expect(room.items("bot").last).to_contain_text("heard /affirm")


@pytest.mark.parametrize("lines", [0, 1])
@pytest.mark.parametrize("fault", ["cut", "hung"])
def test_a_stream_that_breaks_is_repeated_and_nothing_is_shown_twice(open_room: Rooms, fault: str, lines: int) -> None:
    room = streaming(open_room, Fault("go", fault, lines=lines))
    room.enter("go")
    is_answered_once(room)


def test_what_a_broken_stream_brought_stays_until_the_user_repeats_it(open_room: Rooms) -> None:
    room = streaming(open_room, Fault("go", "cut", lines=1), is_marked=False)
    room.enter("go")
    expect(room.retry).to_be_visible()
    room.retry.click()
    is_answered_once(room)


def test_only_words_of_the_user_s_are_answered_as_a_stream(open_room: Rooms) -> None:
    room = at_the_desk(open_room)
    room.page.get_by_test_id("way-back").click()
    room.settle()
    seen = {request.body["message"].split("{")[0]: request.is_stream for request in room.hosts.requests()}
    taken = [request.is_stream for request in room.hosts.requests() if request.host == "desk"]
    assert seen["go"] is False, "its replay for the desk came last"
    assert taken[:2] == [False, False], "the take-over and the replay"
    assert room.hosts.requests()[0].is_stream is True


def test_a_take_over_that_failed_is_reported_whole(open_room: Rooms) -> None:
    bank = answers(go=[offer()], failed=[{"text": "I am still here."}])
    room = open_room({"bank": bank}, dead=["desk"], allow=[HOST_FAILURES])
    room.say("go")
    expect(room.items("bot").last).to_contain_text("I am still here.")
    assert [request.is_stream for request in room.hosts.requests()] == [True, False]


def test_a_page_can_do_without_streams(open_room: Rooms) -> None:
    room = open_room(Script({"go": [ANSWER]}), config={"stream": False})
    room.say("go")
    is_answered_once(room)
    assert [request.is_stream for request in room.hosts.requests()] == [False]
