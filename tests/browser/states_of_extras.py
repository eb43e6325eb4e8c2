"""The states of what rooms can have besides, and how to get there: speech, a look behind the scenes, a demo."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.opening import Rooms
from tests.browser.reaching import States
from tests.browser.room import HOST_FAILURES, Room, answers, offer
from tests.browser.states_elsewhere import embedded
from tests.support.scripted_hosts import Fault, Script

EXTRAS = States()

SPEECH = {"speechRecognition": "en-US", "voiceLang": "en-US"}
TICKET = "eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiJ0MSIsInN1YiI6IjQyIn0.c2lnbmF0dXJl"


@EXTRAS.add
def speech(open_room: Rooms) -> Room:
    room = open_room(config=SPEECH)
    expect(room.page.get_by_test_id("microphone")).to_be_visible()
    room.say("hi")
    return room


@EXTRAS.add
def speech_at_the_desk(open_room: Rooms) -> Room:
    room = open_room({"bank": answers(go=[offer()]), "desk": Script()}, config=SPEECH)
    room.say("go")
    expect(room.title).to_have_text("Helpdesk Assistant")
    return room


@EXTRAS.add
def debug(open_room: Rooms) -> Room:
    bank = answers(go=[{"text": "That is for the helpdesk."}, offer(message="go", ticket=TICKET)])
    hosts = {"bank": bank, "desk": Script(faults=[Fault("more", "500")], is_marked=False)}
    room = open_room(hosts, page="chatroom_handoff.html?debug", allow=[HOST_FAILURES])
    room.say("go")
    room.say("more")
    panel = room.page.get_by_test_id("debug")
    for turn in range(2):
        panel.locator("summary").nth(turn).click()
    return room


@EXTRAS.add
def debug_of_a_floating_room(open_room: Rooms) -> Room:
    files = embedded("<chat-room floating debug></chat-room>")
    room = open_room.prepare(files=files, page="embedded.html", allow=[HOST_FAILURES])
    room.page.goto(room.address)
    room.page.get_by_test_id("launcher").click()
    room.say("hi")
    return room


@EXTRAS.add
def demo(open_room: Rooms) -> Room:
    room = open_room(page="chatroom_handoff.html?demo")
    expect(room.items("user")).to_have_count(1, timeout=15_000)
    return room
