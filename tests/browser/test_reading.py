"""Where one reads: at the end as long as one is there, and elsewhere undisturbed; also on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.looking import drawn
from tests.browser.opening import Rooms
from tests.browser.room import Room, answers
from tests.browser.states import LONG_TEXT, scroll_to_the_top
from tests.browser.waiting import until
from tests.support.scripted_hosts import Fault, Script

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
SCRIPT = answers(go=[{"text": LONG_TEXT}])
NEWEST = "Go to the newest message"


def is_at_the_end(room: Room) -> bool:
    """Whether the last thing that was said is to be seen whole."""
    from_end: float = room.timeline.evaluate("box => box.scrollHeight - box.scrollTop - box.clientHeight")
    return from_end < 2


def has_read(open_room: Rooms, *faults: Fault, **context: object) -> Room:
    """A room with more in it than fits onto the screen, whose last answer is short."""
    room = open_room(Script(SCRIPT.answers, faults), **context)
    room.say("go")
    room.say("and now?")
    return room


def test_the_end_stays_in_sight_when_the_keyboard_of_a_phone_comes(open_room: Rooms) -> None:
    room = has_read(open_room, **PHONE)
    until(room.page, lambda: is_at_the_end(room))
    room.page.set_viewport_size({"width": 360, "height": 400})
    until(room.page, lambda: is_at_the_end(room))
    expect(room.composer).to_be_in_viewport(ratio=1)
    expect(room.items("bot").last).to_be_in_viewport(ratio=1)


def test_the_end_stays_in_sight_when_a_phone_is_turned(open_room: Rooms) -> None:
    room = has_read(open_room, **PHONE)
    for width, height in ((740, 360), (360, 740)):
        room.page.set_viewport_size({"width": width, "height": height})
        until(room.page, lambda: is_at_the_end(room))


def test_the_end_stays_in_sight_while_a_long_message_is_written(open_room: Rooms) -> None:
    room = has_read(open_room)
    room.composer.fill("\n".join("more to say" for _ in range(20)))
    until(room.page, lambda: is_at_the_end(room))
    expect(room.items("bot").last).to_be_in_viewport(ratio=1)


def test_a_long_answer_is_read_from_its_beginning(open_room: Rooms) -> None:
    room = open_room(SCRIPT)
    room.say("go")
    expect(room.items("user").last).to_be_in_viewport(ratio=1)
    expect(room.page.get_by_text("Line 0", exact=True)).to_be_in_viewport()


@pytest.mark.parametrize("how", ["the End key", "the wheel", "the button"])
def test_the_end_of_a_long_answer_is_reached_and_stays_there(open_room: Rooms, how: str) -> None:
    room = open_room(SCRIPT)
    room.say("go")
    if how == "the button":
        room.page.get_by_role("button", name=NEWEST).click()
    elif how == "the wheel":
        room.timeline.hover()
        room.page.mouse.wheel(0, 5_000)
    else:
        room.timeline.press("End")
    until(room.page, lambda: is_at_the_end(room))
    room.composer.fill("a draft\nof two lines")
    room.page.wait_for_timeout(300)  # long enough to be moved away again
    assert is_at_the_end(room)


def test_a_phone_does_not_zoom_into_the_field(open_room: Rooms) -> None:
    room = open_room(**PHONE)
    assert room.composer.evaluate("field => parseFloat(getComputedStyle(field).fontSize)") >= 16


def reads_further_up(open_room: Rooms) -> tuple[Room, Locator]:
    """A room in which an answer comes while somebody reads at the top, and the button to it."""
    room = has_read(open_room, Fault("more", "hung"))
    room.enter("more")
    scroll_to_the_top(room)
    room.hosts.release()
    newest = room.page.get_by_role("button", name=NEWEST)
    expect(newest).to_be_visible()
    return room, newest


def test_who_reads_further_up_is_not_moved_and_finds_the_way_back(open_room: Rooms) -> None:
    room, newest = reads_further_up(open_room)
    assert room.timeline.evaluate("box => box.scrollTop") == 0
    newest.click()
    until(room.page, lambda: is_at_the_end(room))
    expect(newest).to_have_count(0)


def test_the_way_to_the_newest_goes_away_when_one_gets_there_oneself(open_room: Rooms) -> None:
    room, newest = reads_further_up(open_room)
    room.timeline.evaluate("box => box.scrollTo({top: box.scrollHeight})")
    expect(newest).to_have_count(0)


def test_whoever_says_something_sees_it(open_room: Rooms) -> None:
    room = has_read(open_room)
    scroll_to_the_top(room)
    room.enter("hi")
    expect(room.items("user").last).to_be_in_viewport()
    expect(room.items("bot").last).to_contain_text("heard hi")
    until(room.page, lambda: is_at_the_end(room))


def test_the_page_opens_at_the_end(open_room: Rooms) -> None:
    room = has_read(open_room)
    room.reload()
    drawn(room.page)
    assert is_at_the_end(room)
