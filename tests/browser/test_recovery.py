"""A page that is loaded again, that crashes, or that has a second tab: in the middle of whatever goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from playwright.sync_api import expect

from tests.browser.opening import Rooms
from tests.browser.room import HOST_FAILURES, Room, answers, offer
from tests.browser.test_network import BACK_SOON_MS, done, is_answered_once
from tests.browser.waiting import until
from tests.support.scripted_hosts import Fault, Script

End = Callable[[Room], Room]

ANSWER = [{"text": "gone ahead"}, {"text": "and done"}]
MANY = 99


def reloaded(room: Room) -> Room:
    room.reload()
    return room


def crashed(room: Room) -> Room:
    return room.crash()


def closed(room: Room) -> Room:
    tab = room.another_tab()
    room.page.close()
    return tab


EACH_END = pytest.mark.parametrize("end", [reloaded, crashed, closed])

# What the bank does to "go" when the page comes to its end, and how one knows that it does so.
MIDDLES: Mapping[str, tuple[Fault, ...]] = {
    "waits for the answer": (Fault("go", "hung"),),
    "has half the answer": (Fault("go", "hung", lines=1),),
    "tries again": (Fault("go", "lost", times=MANY), Fault("probe", "lost", times=MANY)),
    "has lost an answer": (Fault("go", "cut", times=MANY), Fault("probe", "lost", times=MANY)),
}


def in_the_middle(open_room: Rooms, middle: str) -> Room:
    """A room that has said "go" and is in this situation."""
    room = open_room(Script({"go": [ANSWER]}, MIDDLES[middle]), allow=[HOST_FAILURES])
    room.enter("go")
    if middle == "waits for the answer":
        room.hosts.requests(1)
    elif middle == "has half the answer":
        expect(room.items("bot").last).to_contain_text("gone ahead")
    else:
        expect(room.items("error")).to_be_visible()
    return room


def mended(room: Room) -> None:
    """The bank does what it should from now on."""
    room.hosts.change({"bank": Script({"go": [ANSWER]})})


@EACH_END
@pytest.mark.parametrize("middle", MIDDLES)
def test_a_message_outlives_the_page_and_is_answered_once(open_room: Rooms, middle: str, end: End) -> None:
    room = in_the_middle(open_room, middle)
    room.composer.fill("not sent yet")
    mended(room)
    after = end(room)
    is_answered_once(after)
    expect(after.composer).to_have_value("not sent yet")
    after.enter("more")
    expect(after.items("bot").last).to_contain_text("heard more")


@EACH_END
def test_what_waited_for_its_turn_still_does_and_keeps_its_order(open_room: Rooms, end: End) -> None:
    room = in_the_middle(open_room, "tries again")
    room.enter("two", "three")
    mended(room)
    after = end(room)
    expect(after.items("bot").last).to_contain_text("heard three", timeout=BACK_SOON_MS)
    assert done(room) == ["go", "two", "three"]
    expect(after.items("user")).to_have_count(3)


@EACH_END
def test_a_message_that_needs_the_button_still_has_it(open_room: Rooms, end: End) -> None:
    script = Script({"go": [ANSWER]}, [Fault("go", "cut")], is_marked=False)
    room = open_room(script, config={"waitingTimeout": 800}, allow=[HOST_FAILURES])
    room.enter("go")
    expect(room.retry).to_be_visible()
    after = end(room)
    expect(after.typing).to_have_count(0)
    after.retry.click()
    is_answered_once(after)


@EACH_END
def test_a_take_over_outlives_the_page_and_greets_once(open_room: Rooms, end: End) -> None:
    greeting = {"take over": [[{"text": "The desk is here."}]]}
    bank = answers(go=[{"text": "That is for the helpdesk."}, offer(message="go", ticket="head.eyJqdGkiOiJ0MSJ9.sign")])
    room = open_room({"bank": bank, "desk": Script(greeting, [Fault("take over", "hung")])})
    room.enter("go")
    until(room.page, lambda: any(request.host == "desk" for request in room.hosts.requests()))
    room.hosts.change({"desk": Script(greeting)})
    after = end(room)
    expect(after.title).to_have_text("Helpdesk Assistant")
    expect(after.items("bot").last).to_contain_text("heard go")
    expect(after.items("handoff")).to_have_count(1)
    expect(after.items("bot").filter(has_text="The desk is here.")).to_have_count(1)
    expect(after.items("bot").filter(has_text="That is for the helpdesk.")).to_have_count(1)
    assert "head.eyJ" not in after.kept()
    new = [(request.host, request.body["message"].split("{")[0]) for request in room.hosts.requests() if request.is_new]
    assert new == [("bank", "go"), ("desk", "/handoff"), ("desk", "go")]


@pytest.mark.parametrize("middle", MIDDLES)
def test_a_second_tab_shows_the_same_and_stays_in_step(open_room: Rooms, middle: str) -> None:
    room = in_the_middle(open_room, middle)
    tab = room.another_tab()
    expect(tab.items("user")).to_have_count(1)
    room.hosts.release()
    mended(room)
    is_answered_once(room)
    is_answered_once(tab)
    tab.enter("more")
    expect(room.items("bot").last).to_contain_text("heard more")
    until(room.page, lambda: room.timeline.inner_text() == tab.timeline.inner_text())
    assert done(room) == ["go", "more"]


@pytest.mark.parametrize("middle", MIDDLES)
def test_starting_over_in_the_middle_leaves_nothing_of_it(open_room: Rooms, middle: str) -> None:
    room = in_the_middle(open_room, middle)
    tab = room.another_tab()
    room.enter("two")
    (old,) = {request.body["sender"] for request in room.hosts.requests()}
    room.start_over()
    expect(tab.items("user")).to_have_count(0)
    assert old not in room.kept()
    room.hosts.release()
    mended(room)
    sent = len(room.hosts.requests())
    room.say("anew")
    expect(tab.items("bot").last).to_contain_text("heard anew")
    assert {request.body["sender"] for request in room.hosts.requests()[sent:]}.isdisjoint({old})
    for each in (room, tab):
        expect(each.items("user")).to_have_count(1)
        expect(each.items("bot")).to_have_count(2)
        expect(each.items("error")).to_have_count(0)
    assert old not in room.kept()
