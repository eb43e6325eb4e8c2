"""Everything can be done by keyboard alone, and the keyboard is always where a person expects it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.focus import focus_is_visible, focused, tab_to
from tests.browser.opening import Rooms
from tests.browser.room import HOST_FAILURES, Room, answers, offer
from tests.browser.states import LONG_TEXT, at_the_desk, scroll_to_the_top
from tests.browser.states_elsewhere import floating_closed
from tests.browser.states_of_trouble import GONE
from tests.browser.waiting import until
from tests.support.scripted_hosts import Fault, Script

COMPOSER = "Your message"
BUTTONS = [{"title": "Yes, send it", "payload": "/affirm"}, {"title": "No", "payload": "/deny"}]
ASKING = answers(
    go=[{"text": "Shall I send it? See [the terms](https://example.com)."}, {"text": "Well?", "buttons": BUTTONS}]
)


def write(room: Room, text: str) -> None:
    """Types, and presses Enter, wherever the keyboard is."""
    room.page.keyboard.type(text)
    room.page.keyboard.press("Enter")


def asked(open_room: Rooms) -> Room:
    """A room in which the bank waits for one of two buttons."""
    room = open_room(ASKING)
    room.say("go")
    return room


def test_the_keyboard_is_at_the_composer_when_the_page_opens_and_stays_there(open_room: Rooms) -> None:
    room = open_room()
    assert focused(room.page) == COMPOSER
    write(room, "hello")
    expect(room.items("bot").last).to_contain_text("heard hello")
    assert focused(room.page) == COMPOSER
    expect(room.composer).to_have_value("")


def test_shift_enter_begins_a_line_and_enter_sends_all_of_them(open_room: Rooms) -> None:
    room = open_room()
    room.page.keyboard.type("one")
    room.page.keyboard.press("Shift+Enter")
    write(room, "two")
    expect(room.items("bot").last).to_contain_text("two")
    assert [request.body["message"] for request in room.hosts.requests(1)] == ["one\ntwo"]


def test_enter_that_picks_a_word_of_an_input_method_sends_nothing(open_room: Rooms) -> None:
    room = open_room()
    session = room.page.context.new_cdp_session(room.page)
    session.send("Input.imeSetComposition", {"text": "にほ", "selectionStart": 2, "selectionEnd": 2})
    picked = {"type": "rawKeyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    session.send("Input.dispatchKeyEvent", picked)
    session.send("Input.insertText", {"text": "日本"})
    expect(room.composer).to_have_value("日本")
    expect(room.items("user")).to_have_count(0)
    room.page.keyboard.press("Enter")
    expect(room.items("bot").last).to_contain_text("heard 日本")


def test_nothing_but_spaces_sends_nothing(open_room: Rooms) -> None:
    room = open_room()
    write(room, "  ")
    expect(room.page.get_by_test_id("send")).to_be_disabled()
    write(room, "hello")
    expect(room.items("user")).to_have_count(1)


def test_tab_goes_through_everything_in_the_order_in_which_it_stands(open_room: Rooms) -> None:
    room = asked(open_room)
    room.page.keyboard.type("draft")
    passed = ["Send"]
    tab_to(room.page, "Send")
    for _ in range(12):
        room.page.keyboard.press("Shift+Tab")
        passed.insert(0, focused(room.page))
        assert passed[0] == "nothing" or focus_is_visible(room.page), passed[0]
        if passed[0] in ("nothing", "Start over"):
            break
    wanted = ["Start over", "Conversation", "the terms", "Yes, send it", "No", COMPOSER, "Send"]
    assert passed == wanted


def test_a_button_is_pressed_by_keyboard_and_then_one_can_write_on(open_room: Rooms) -> None:
    room = asked(open_room)
    tab_to(room.page, "Yes, send it", "Shift+Tab")
    room.page.keyboard.press("Enter")
    expect(room.items("user").last).to_contain_text("Yes, send it")
    assert focused(room.page) == COMPOSER
    room.settle()
    assert focused(room.page) == COMPOSER


def test_a_button_that_closes_under_the_keyboard_leaves_it_in_the_room(open_room: Rooms) -> None:
    room = asked(open_room)
    tab_to(room.page, "Yes, send it", "Shift+Tab")
    room.another_tab().say("no, wait")
    expect(room.page.get_by_role("button", name="Yes, send it")).to_be_disabled()
    assert focused(room.page) != "nothing"


def test_a_failed_message_is_sent_again_by_keyboard_and_then_one_can_write_on(open_room: Rooms) -> None:
    room = open_room(Script(faults=[Fault("go", "lost")], is_marked=False), allow=[HOST_FAILURES])
    write(room, "go")
    expect(room.retry).to_be_visible()
    tab_to(room.page, "Try again", "Shift+Tab")
    assert focus_is_visible(room.page)
    room.page.keyboard.press("Enter")
    expect(room.items("bot").last).to_contain_text("heard go")
    assert focused(room.page) == COMPOSER


def test_a_line_of_trouble_that_goes_away_under_the_keyboard_leaves_it_in_the_room(open_room: Rooms) -> None:
    room = open_room(Script(faults=GONE), allow=[HOST_FAILURES])
    write(room, "go")
    expect(room.retry).to_be_visible()
    tab_to(room.page, "Try again", "Shift+Tab")
    room.hosts.change({"bank": Script()})
    expect(room.items("bot").last).to_contain_text("heard go", timeout=10_000)
    assert focused(room.page) != "nothing"


@pytest.mark.parametrize("answer", ["Start over", "Keep it", "Escape"])
def test_starting_over_is_asked_and_answered_by_keyboard(open_room: Rooms, answer: str) -> None:
    room = asked(open_room)
    room.page.keyboard.type("draft")
    tab_to(room.page, "Start over", "Shift+Tab")
    room.page.keyboard.press("Enter")
    question = room.page.get_by_role("alertdialog")
    expect(question).to_be_focused()
    assert focus_is_visible(room.page)
    if answer == "Escape":
        room.page.keyboard.press("Escape")
    else:
        tab_to(room.page, answer)
        room.page.keyboard.press("Enter")
    expect(question).to_have_count(0)
    assert focused(room.page) == (COMPOSER if answer == "Start over" else "Start over")
    expect(room.composer).to_have_value("" if answer == "Start over" else "draft")
    expect(room.items("user")).to_have_count(0 if answer == "Start over" else 1)


def test_the_way_back_is_taken_by_keyboard(open_room: Rooms) -> None:
    room = at_the_desk(open_room)
    back = offer(to="bank")
    back["custom"]["handoff_host"] = "{url:bank}"
    room.hosts.change({"desk": Script({"trigger": [[back]]})})
    tab_to(room.page, "Back to Financial Assistant", "Shift+Tab")
    assert focus_is_visible(room.page)
    room.page.keyboard.press("Enter")
    expect(room.title).to_have_text("Financial Assistant")
    assert focused(room.page) == COMPOSER


def test_the_conversation_is_scrolled_by_keyboard(open_room: Rooms) -> None:
    room = open_room(answers(go=[{"text": LONG_TEXT}]))
    room.say("go")
    tab_to(room.page, "Conversation", "Shift+Tab")
    assert focus_is_visible(room.page)
    room.page.keyboard.press("Home")
    until(room.page, lambda: room.timeline.evaluate("box => box.scrollTop") == 0)
    room.page.keyboard.press("End")
    until(room.page, lambda: room.timeline.evaluate("box => box.scrollHeight - box.scrollTop - box.clientHeight") < 2)
    room.page.keyboard.press("PageUp")
    until(room.page, lambda: room.timeline.evaluate("box => box.scrollHeight - box.scrollTop - box.clientHeight") > 100)


def test_the_way_to_the_newest_message_keeps_the_keyboard_in_the_room(open_room: Rooms) -> None:
    script = answers(go=[{"text": LONG_TEXT}])
    room = open_room(Script(script.answers, [Fault("more", "hung")]))
    room.say("go")
    room.enter("more")
    scroll_to_the_top(room)
    room.hosts.release()
    newest = room.page.get_by_role("button", name="Go to the newest message")
    expect(newest).to_be_visible()
    tab_to(room.page, "Go to the newest message", "Shift+Tab")
    room.page.keyboard.press("Enter")
    expect(newest).to_have_count(0)
    expect(room.items("bot").last).to_be_in_viewport()
    assert focused(room.page) != "nothing"


@pytest.mark.parametrize("how", ["Escape", "Close the chat"])
def test_a_floating_room_is_opened_and_closed_by_keyboard(open_room: Rooms, how: str) -> None:
    room = floating_closed(open_room)
    launcher = "Open the chat with Financial Assistant"
    tab_to(room.page, launcher)
    assert focus_is_visible(room.page)
    room.page.keyboard.press("Enter")
    expect(room.composer).to_be_focused()
    if how == "Escape":
        room.page.keyboard.press("Escape")
    else:
        tab_to(room.page, how, "Shift+Tab")
        room.page.keyboard.press("Enter")
    expect(room.composer).to_have_count(0)
    assert focused(room.page) == launcher


def test_escape_at_the_question_of_a_floating_room_closes_the_question_and_not_the_room(open_room: Rooms) -> None:
    room = floating_closed(open_room)
    room.page.get_by_test_id("launcher").click()
    room.page.get_by_role("button", name="Start over").click()
    room.page.keyboard.press("Escape")
    expect(room.page.get_by_role("alertdialog")).to_have_count(0)
    expect(room.composer).to_be_visible()
    assert focused(room.page) == "Start over"
