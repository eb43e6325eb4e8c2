"""When the network or a host fails, the message concerned says so, comes through in its order, and is done once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.opening import Rooms
from tests.browser.room import HOST_FAILURES, Room
from tests.browser.states_of_trouble import GONE
from tests.support.scripted_hosts import Fault, Script

BY_ITSELF = "Trying again automatically."
BACK_SOON_MS = 12_000

ANSWERS = {"go": [[{"text": "gone ahead"}, {"text": "and done"}]]}

# How a host fails at a message, and what is said of it.
FAILURES = {
    "lost": "Financial Assistant cannot be reached just now.",
    "500": "Financial Assistant has a problem and could not answer.",
    "hung": "Financial Assistant took too long to answer.",
    "cut": "Financial Assistant cannot be reached just now.",
}
EACH_FAILURE = pytest.mark.parametrize("fault", FAILURES)


def failing(open_room: Rooms, *faults: Fault, is_marked: bool = True) -> Room:
    """A room over a bank that fails like this, and that has half a second for an answer."""
    script = Script(ANSWERS, faults, is_marked=is_marked)
    return open_room(script, config={"waitingTimeout": 500}, allow=[HOST_FAILURES])


def problem(room: Room, words: str) -> Locator:
    """What is said at this message of the user's about how it went."""
    return room.items("user").filter(has_text=words).locator('[data-kind="error"]')


def done(room: Room) -> Sequence[str]:
    """What the hosts have done something for, in order."""
    return [request.body["message"] for request in room.hosts.requests() if request.is_new]


def is_answered_once(room: Room) -> None:
    """Waits for the whole answer to "go", and sees nothing twice and nothing wrong."""
    expect(room.items("bot").filter(has_text="and done")).to_have_count(1, timeout=BACK_SOON_MS)
    room.settle()
    expect(room.items("bot").filter(has_text="gone ahead")).to_have_count(1)
    expect(room.items("user").filter(has_text="go")).to_have_count(1)
    expect(room.items("error")).to_have_count(0)
    assert done(room).count("go") == 1


@EACH_FAILURE
def test_a_failure_is_told_at_its_message_and_mended_by_itself(open_room: Rooms, fault: str) -> None:
    room = failing(open_room, Fault("go", fault, times=99))
    room.say("before")
    room.enter("go")
    expect(problem(room, "go")).to_contain_text(FAILURES[fault])
    expect(problem(room, "go")).to_contain_text(BY_ITSELF)
    expect(room.items("error")).to_have_count(1)
    room.hosts.change({"bank": Script(ANSWERS)})
    is_answered_once(room)
    assert len({request.body["metadata"]["message_id"] for request in room.hosts.requests()}) == 2


@EACH_FAILURE
def test_a_host_that_may_do_things_twice_is_asked_again_by_button_only(open_room: Rooms, fault: str) -> None:
    room = failing(open_room, Fault("go", fault), is_marked=False)
    room.enter("go")
    expect(problem(room, "go")).to_contain_text(FAILURES[fault])
    expect(problem(room, "go")).not_to_contain_text(BY_ITSELF)
    expect(room.typing).to_have_count(0)
    asked = len(room.hosts.requests())
    room.page.wait_for_timeout(1_200)  # longer than until the first try by itself
    assert len(room.hosts.requests()) == asked
    room.retry.click()
    is_answered_once(room)


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("body", ["<html>busy</html>", "null", '[{"text": "hi"}', '"hi"'])
def test_an_answer_that_is_none_is_told_and_shows_nothing_of_itself(open_room: Rooms, body: str, stream: bool) -> None:
    script = Script({"go": [{"body": body}]}, is_marked=False)
    room = open_room(script, config={"stream": stream}, allow=[HOST_FAILURES])
    room.enter("go")
    expect(problem(room, "go")).to_contain_text("has a problem and could not answer.")
    expect(room.items("bot")).to_have_count(1)


def test_a_mistake_of_the_page_s_own_is_not_repeated_by_itself(open_room: Rooms) -> None:
    room = open_room(Script({"go": [{"status": 400, "body": "{}"}]}), allow=[HOST_FAILURES])
    room.enter("go")
    expect(room.retry).to_be_visible()
    expect(room.typing).to_have_count(0)
    assert len(room.hosts.requests()) == 1


def test_without_a_network_messages_wait_and_go_out_in_order_when_it_is_back(open_room: Rooms) -> None:
    room = open_room()
    room.watch.allowed.append(HOST_FAILURES)
    room.page.context.set_offline(True)
    room.enter("one", "two", "three")
    expect(problem(room, "one")).to_contain_text("You are offline.")
    expect(problem(room, "one")).to_contain_text("as soon as you are online again.")
    expect(room.page.get_by_text("Waiting to be sent")).to_have_count(2)
    room.page.context.set_offline(False)
    expect(room.items("bot").last).to_contain_text("heard three", timeout=3_000)
    assert done(room) == ["one", "two", "three"]
    expect(room.items("error")).to_have_count(0)


def test_what_is_said_while_a_message_fails_waits_for_its_turn(open_room: Rooms) -> None:
    room = failing(open_room, Fault("one", "lost", times=2))
    room.enter("one", "two", "three")
    expect(room.items("bot").last).to_contain_text("heard three", timeout=BACK_SOON_MS)
    assert [request.body["message"] for request in room.hosts.requests()] == ["one", "one", "one", "two", "three"]
    assert done(room) == ["one", "two", "three"]


def test_what_waits_behind_a_message_that_needs_the_button_goes_out_behind_it(open_room: Rooms) -> None:
    room = failing(open_room, Fault("one", "lost and hung"), is_marked=False)
    room.enter("one", "two", "three")
    expect(problem(room, "one")).to_contain_text("took too long")
    room.retry.click()
    expect(room.items("bot").last).to_contain_text("heard three")
    assert done(room) == ["one", "two", "three"]


def test_the_dots_are_there_exactly_as_long_as_a_host_has_the_message(open_room: Rooms) -> None:
    room = open_room(Script(faults=GONE), allow=[HOST_FAILURES])
    expect(room.typing).to_have_count(0)
    room.enter("go")
    expect(room.items("error")).to_contain_text(BY_ITSELF)
    expect(room.typing).to_have_count(0)
    room.hosts.change({"bank": Script(faults=[Fault("go", "hung")])})
    expect(room.typing).to_have_count(1)
    room.hosts.release()
    expect(room.items("bot").last).to_contain_text("heard go")
    expect(room.typing).to_have_count(0)


@pytest.mark.parametrize("how", ["the button", "the network", "a look at the page"])
def test_a_host_that_is_back_need_not_be_waited_for(open_room: Rooms, how: str) -> None:
    room = open_room(Script(faults=GONE), allow=[HOST_FAILURES])
    room.enter("go")
    expect(room.page.get_by_test_id("leave")).to_be_visible()  # the second try failed: the next one is in two seconds
    room.hosts.change({"bank": Script()})
    if how == "the button":
        room.retry.click()
    elif how == "the network":
        room.page.evaluate("dispatchEvent(new Event('online'))")
    else:
        room.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(room.items("bot").last).to_contain_text("heard go", timeout=1_500)
    assert done(room) == ["go"]


def test_a_holder_that_is_gone_is_left_for_another_one(open_room: Rooms) -> None:
    room = open_room({"bank": Script(faults=GONE), "desk": Script()}, allow=[HOST_FAILURES])
    room.enter("my card is lost")
    room.page.get_by_test_id("leave").click()
    expect(room.title).to_have_text("Helpdesk Assistant")
    expect(room.items("handoff")).to_have_count(1)
    room.settle()
    (taken,) = [request for request in room.hosts.requests() if request.host == "desk"]
    assert "handoff_ticket" not in taken.body["metadata"]
    room.retry.click()
    expect(room.items("bot").last).to_contain_text("heard my card is lost")
    room.reload()
    expect(room.title).to_have_text("Helpdesk Assistant")
    expect(room.items("error")).to_have_count(0)
