"""Who does not see the conversation hears it: each message once, who says it, who speaks now, and what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.ears import heard, listen
from tests.browser.opening import Rooms
from tests.browser.room import HOST_FAILURES, Room, answers, offer
from tests.browser.states import PROSE
from tests.browser.waiting import until
from tests.support.scripted_hosts import Fault, Script

BANK = "Financial Assistant said:"


def listening(open_room: Rooms, *arguments: Any, **options: Any) -> Room:
    """A room to which somebody listens."""
    room = open_room(*arguments, **options)
    listen(room.page)
    return room


def hears(room: Room, *wanted: str) -> Sequence[str]:
    """Waits until these were heard, and returns all that was."""
    until(room.page, lambda: all(any(words in each for each in heard(room.page)) for words in wanted))
    return heard(room.page)


def test_the_conversation_is_a_log_that_speaks_when_there_is_time(open_room: Rooms) -> None:
    room = open_room()
    log = room.page.get_by_role("log", name="Conversation")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log).to_contain_text("Hello! Write what you need.")


def test_each_message_is_heard_once_with_its_speaker(open_room: Rooms) -> None:
    room = listening(open_room, answers(go=[{"text": "One moment."}, {"text": "You have **two** accounts."}]))
    room.say("go")
    expect(room.items("bot")).to_have_count(3)
    assert heard(room.page) == ["You said: go", f"{BANK} One moment.", f"{BANK} You have two accounts."]


def test_a_streamed_answer_is_heard_once_and_as_it_comes(open_room: Rooms) -> None:
    said = answers(go=[{"text": "One moment."}, {"text": "You have two accounts."}])
    room = listening(open_room, Script(said.answers, [Fault("go", "hung", lines=1)]))
    room.enter("go")
    hears(room, "One moment.")
    room.hosts.release()
    expect(room.items("bot")).to_have_count(3)
    room.settle()
    assert heard(room.page) == ["You said: go", f"{BANK} One moment.", f"{BANK} You have two accounts."]


def test_what_is_not_text_is_heard_by_its_words(open_room: Rooms) -> None:
    buttons = [{"title": "Yes, send it", "payload": "/affirm"}, {"title": "No", "payload": "/deny"}]
    room = listening(open_room, answers(go=[{"text": "Shall I?", "buttons": buttons}, {"text": PROSE}]))
    room.say("go")
    everything = " ".join(hears(room, "Is there anything else?"))
    for words in ("Yes, send it", "No", "your bank", "$1,204.50", "Fees change in May."):
        assert everything.count(words) == 1, words


def test_the_change_of_the_speaker_is_heard(open_room: Rooms) -> None:
    passed = answers(go=[{"text": "That is for the helpdesk."}, offer(carried={"email": "ann@example.com"})])
    room = listening(open_room, {"bank": passed, "desk": Script()})
    room.say("go")
    everything = hears(room, "Helpdesk Assistant said: hello")
    assert [each for each in everything if "You are now talking to Helpdesk Assistant" in each] != []
    assert any("e-mail address ann@example.com" in each for each in everything)


def test_what_went_wrong_is_heard_at_once_and_what_becomes_of_it_too(open_room: Rooms) -> None:
    failing = Script(faults=[Fault("go", "lost")], is_marked=False)
    room = listening(open_room, failing, allow=[HOST_FAILURES])
    room.enter("go")
    hears(room, "Financial Assistant cannot be reached just now.")
    room.retry.click()
    hears(room, f"{BANK} heard go")


def test_that_a_conversation_was_cleared_is_heard(open_room: Rooms) -> None:
    room = listening(open_room)
    room.say("hi")
    room.start_over()
    hears(room, "Started over. The conversation was cleared here.", f"{BANK} Hello! Write what you need.")


def test_who_is_writing_can_be_found_by_its_name(open_room: Rooms) -> None:
    room = open_room(Script(faults=[Fault("go", "hung")]))
    room.enter("go")
    expect(room.page.get_by_role("img", name="Financial Assistant is writing")).to_be_visible()


def test_news_for_a_closed_floating_room_are_heard(open_room: Rooms) -> None:
    files = {"floating.html": FLOATING}
    script = Script(faults=[Fault("slow", "hung")])
    room = open_room.prepare(script, files=files, page="floating.html")
    room.page.goto(room.address)
    room.page.get_by_test_id("launcher").click()
    room.enter("slow")
    room.page.get_by_test_id("close").click()
    listen(room.page)
    room.hosts.release()
    hears(room, "1 new message")


def test_a_page_of_another_language_says_in_which_one_its_chat_is(open_room: Rooms) -> None:
    room = open_room(page="chatroom_handoff.html?lang=de")
    languages = room.composer.evaluate("field => [field.closest('[lang]')?.lang, document.documentElement.lang]")
    assert "de" in languages


@pytest.mark.parametrize(("motion", "moves"), [("reduce", False), ("no-preference", True)])
def test_nothing_moves_for_those_who_do_not_want_it(open_room: Rooms, motion: str, moves: bool) -> None:
    room = open_room(Script(faults=[Fault("go", "hung")]), reduced_motion=motion)
    room.enter("go")
    expect(room.typing).to_be_visible()
    running = room.composer.evaluate("field => field.getRootNode().getAnimations().length")
    assert (running > 0) is moves
    assert room.timeline.evaluate("box => getComputedStyle(box).scrollBehavior") == "auto" or moves


FLOATING = """<!doctype html><html lang="en"><head><title>A page</title><link rel="icon" href="data:,"></head>
<body><chat-room floating></chat-room><script src="config.js"></script><script src="chatroom.js"></script></body></html>
"""
