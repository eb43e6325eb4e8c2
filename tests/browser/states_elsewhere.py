"""The states of the widget in other languages, directions and places than its own page, and how to get there."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from tests.browser.opening import Rooms
from tests.browser.reaching import States
from tests.browser.room import Room, answers, offer
from tests.support.scripted_hosts import Fault, Script

ELSEWHERE = States()

HEBREW = "שלום! החשבון שלך נמצא ב־**Bank 24**, והיתרה היא 1,204.50 ₪."
ARABIC = "مرحبا! يمكنني إرسال المال إلى **Alice Morgan** غدا. هل تريد ذلك؟"
ARABIC_BUTTONS = [{"title": "نعم، أرسله", "payload": "/affirm"}, {"title": "لا", "payload": "/deny"}]

EMBEDDED = """<!doctype html>
<html lang="en" dir="{direction}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>A page with a chat</title>
    <link rel="icon" href="data:,">
    {head}
  </head>
  <body>
    <main>
      <h1>Our bank</h1>
      <p>We are here for you.</p>
      {room}
    </main>
    <script src="config.js"></script>
    <script src="chatroom.js"></script>
  </body>
</html>"""


def embedded(room: str = "<chat-room></chat-room>", head: str = "", direction: str = "ltr") -> dict[str, str]:
    """A page of somebody's with a room in it, as the file embedded.html."""
    return {"embedded.html": EMBEDDED.format(room=room, head=head, direction=direction)}


@ELSEWHERE.add
def right_to_left_words(open_room: Rooms) -> Room:
    return _in_arabic(open_room)


@ELSEWHERE.add
def right_to_left_page(open_room: Rooms) -> Room:
    room = _in_arabic(open_room, files=embedded(direction="rtl"), page="embedded.html")
    expect(room.title).to_have_text("Helpdesk Assistant")
    return room


@ELSEWHERE.add
def german(open_room: Rooms) -> Room:
    bank = answers(go=[{"text": "Dafür ist der Helpdesk da."}, offer(carried={"email": "anna@example.com"})])
    room = open_room({"bank": bank, "desk": Script()}, page="chatroom_handoff.html?lang=de")
    room.say("go")
    expect(room.items("handoff")).to_contain_text("Sie sprechen jetzt mit")
    room.page.get_by_role("button", name="Neu beginnen").click()
    return room


@ELSEWHERE.add
def inside_a_page(open_room: Rooms) -> Room:
    room = open_room(_asking(), files=embedded(), page="embedded.html")
    room.say("go")
    return room


@ELSEWHERE.add
def floating_closed(open_room: Rooms) -> Room:
    room = _floating(open_room)
    expect(room.page.get_by_test_id("launcher")).to_be_visible()
    return room


@ELSEWHERE.add
def floating_open(open_room: Rooms) -> Room:
    room = _floating(open_room)
    room.page.get_by_test_id("launcher").click()
    room.say("go")
    return room


@ELSEWHERE.add
def floating_closed_with_news(open_room: Rooms) -> Room:
    room = _floating(open_room, Fault("slow", "hung"))
    room.page.get_by_test_id("launcher").click()
    room.enter("slow")
    room.page.get_by_test_id("close").click()
    room.hosts.release()
    expect(room.page.get_by_test_id("launcher")).to_have_accessible_name(re.compile("1 new message"))
    return room


@ELSEWHERE.add
def no_config(open_room: Rooms) -> Room:
    room = open_room.prepare(allow=["status of 404", "lists no host"])
    del room.site.files["config.js"]
    room.page.goto(room.address)
    expect(room.page.get_by_role("alert")).to_contain_text("config.js")
    return room


@ELSEWHERE.add
def forced_colors(open_room: Rooms) -> Room:
    room = open_room(_asking(), forced_colors="active")
    room.say("go")
    room.composer.fill("well")
    return room


def _asking(*faults: Fault) -> Script:
    buttons = [{"title": "Yes", "payload": "/affirm"}, {"title": "No", "payload": "/deny"}]
    question = {"text": "Shall I do it? See [the terms](https://example.com).", "buttons": buttons}
    return Script({"go": [[question]]}, faults)


def _floating(open_room: Rooms, *faults: Fault) -> Room:
    files = embedded("<chat-room floating></chat-room>")
    room = open_room.prepare(_asking(*faults), files=files, page="embedded.html")
    room.page.goto(room.address)
    return room


def _in_arabic(open_room: Rooms, **options: Any) -> Room:
    said = [{"text": HEBREW}, {"text": ARABIC, "buttons": ARABIC_BUTTONS}]
    room = open_room(
        {"bank": answers(go=[*said, offer(carried={"email": "ann@example.com"})]), "desk": answers(מה=said)}, **options
    )
    room.say("go")
    room.say("מה?")
    room.enter("أريد التحدث مع البنك")
    return room
