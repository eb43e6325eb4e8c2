"""A page that has a chat in it: by an element or by a program, with the options that it wants, and without harm."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import drawn, photograph
from tests.browser.opening import Rooms
from tests.browser.room import HOST_FAILURES, Room, answers, offer
from tests.browser.states_elsewhere import embedded
from tests.browser.waiting import until
from tests.support.scripted_hosts import Fault, Script

PROGRAM = """<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,"></head>
  <body>
    <main><div id="place"></div><button id="elsewhere">Elsewhere</button></main>
    <script src="chatroom.js"></script>
    <script src="program.js"></script>
  </body>
</html>"""

OPENS = 'document.getElementById("elsewhere").onclick = () => room.openChat();'

HOSTILE_CSS = """
* { color: red !important; font: italic 30px serif !important; letter-spacing: 9px !important;
    text-transform: uppercase !important; text-align: right !important; line-height: 4 !important;
    word-spacing: 9px !important; white-space: pre !important; text-indent: 40px !important; cursor: wait !important;
    list-style: square !important; text-shadow: 2px 2px red !important; }
button, input, textarea, form, header, section { display: none !important; }
.bubble, .row, .timeline, .chatroom { background: red !important; }
svg { transform: rotate(45deg) !important; }
chat-room { display: block !important; position: fixed !important; inset: 0 !important; block-size: auto !important; }
"""
PLACED_CSS = "chat-room { display: block; position: fixed; inset: 0; block-size: auto; }"


def programmed(open_room: Rooms, options: str, *scripts: Any, after: str = "", **more: Any) -> Room:
    """A page whose program makes a room with these options (a JavaScript object)."""
    program = f"""window.room = new ChatRoom({{container: document.getElementById("place"), {options}}}); {after}"""
    room = open_room.prepare(
        *scripts, files={"program.html": PROGRAM, "program.js": program}, page="program.html", **more
    )
    room.page.goto(room.address)
    return room


def one_host(options: str = "") -> str:
    """The options that are needed, and others."""
    return f'host: "{{url:bank}}", title: "My bank", {options}'


def test_one_script_and_one_element_are_a_chat(open_room: Rooms) -> None:
    files = embedded('<chat-room host="{url:bank}" title="My bank"></chat-room>')
    room = open_room(files=files, page="embedded.html")
    expect(room.title).to_have_text("My bank")
    expect(room.page).to_have_title("A page with a chat")
    room.say("hi")
    expect(room.items("bot").last).to_contain_text("heard hi")


def test_the_script_may_stand_before_the_element_or_come_late(open_room: Rooms) -> None:
    files = embedded('<script src="config.js"></script><script src="chatroom.js"></script><chat-room></chat-room>')
    files["embedded.html"] = files["embedded.html"].replace('<script src="chatroom.js"></script>\n  </body>', "</body>")
    assert open_room(files=files, page="embedded.html").title.inner_text() == "Financial Assistant"
    files = embedded()
    files["embedded.html"] = files["embedded.html"].replace('src="chatroom.js"', 'src="chatroom.js" async')
    assert open_room(files=files, page="embedded.html").title.inner_text() == "Financial Assistant"


def test_an_element_without_a_host_says_so_to_whoever_made_the_page(open_room: Rooms) -> None:
    files = embedded('<chat-room host="javascript:alert(1)" hosts="{not json"></chat-room>')
    room = open_room.prepare(files=files, page="embedded.html", allow=["lists no host"])
    room.site.files["config.js"] = ""
    room.page.goto(room.address)
    until(room.page, lambda: any("lists no host" in each for each in room.watch.seen))


def test_an_element_can_list_its_hosts_itself(open_room: Rooms) -> None:
    hosts = (
        '[{"id": "desk", "title": "Desk", "url": "{url:desk}"}, {"id": "bank", "title": "Bank", "url": "{url:bank}"}]'
    )
    room = open_room(files=embedded(f"<chat-room hosts='{hosts}' start=\"bank\"></chat-room>"), page="embedded.html")
    expect(room.title).to_have_text("Bank")


def test_a_program_makes_a_room_where_it_wants_it(open_room: Rooms) -> None:
    room = programmed(open_room, one_host())
    expect(room.page.locator("#place").get_by_test_id("title")).to_have_text("My bank")
    room.say("hi")
    assert room.page.evaluate("window.Chatroom === window.ChatRoom")


def test_a_program_without_a_host_hears_it(open_room: Rooms) -> None:
    room = programmed(open_room, "", allow=["page error: .*no host has an id"])
    until(room.page, lambda: any("TypeError" in each or "no host" in each for each in room.watch.seen))


def test_the_first_line_is_the_page_s_own_or_none(open_room: Rooms) -> None:
    room = programmed(open_room, one_host('welcomeMessage: "Good day, **Ann**!"'))
    expect(room.items("bot")).to_have_count(1)
    expect(room.items("bot")).to_contain_text("Good day, Ann!")
    silent = programmed(open_room, one_host('welcomeMessage: ""'))
    expect(silent.composer).to_be_visible()
    expect(silent.items("bot")).to_have_count(0)


@pytest.mark.parametrize(("start", "shown"), [("hello", 1), ("/greet", 0)])
def test_the_start_message_is_sent_once_and_shown_only_if_it_is_words(open_room: Rooms, start: str, shown: int) -> None:
    room = programmed(open_room, one_host(f'startMessage: "{start}"'))
    expect(room.items("bot").last).to_contain_text(f"heard {start}")
    expect(room.items("user")).to_have_count(shown)
    room.reload()
    room.say("hi")
    assert [request.body["message"] for request in room.hosts.requests()] == [start, "hi"]


def test_starting_over_sends_the_start_message_again(open_room: Rooms) -> None:
    room = programmed(open_room, one_host('startMessage: "/greet"'))
    expect(room.items("bot").last).to_contain_text("heard /greet")
    room.start_over()
    expect(room.items("bot").last).to_contain_text("heard /greet")
    greeted = room.hosts.requests(2)
    assert [request.body["message"] for request in greeted] == ["/greet", "/greet"]
    assert len({request.body["sender"] for request in greeted}) == 2


def test_the_intent_of_a_take_over_is_the_page_s(open_room: Rooms) -> None:
    scripts = {"bank": answers(go=[offer()]), "desk": Script()}
    room = open_room(scripts, config={"handoffIntent": "take_this"})
    room.say("go")
    expect(room.title).to_have_text("Helpdesk Assistant")
    assert room.hosts.requests()[-1].body["message"].startswith('/take_this{"from_host"')


def test_what_the_page_adds_to_requests_reaches_the_hosts(open_room: Rooms) -> None:
    headers = json.dumps({"headers": {"X-Customer": "ann", "Content-Type": "text/plain"}, "method": "PUT", "body": "x"})
    room = programmed(open_room, one_host(f"fetchOptions: {headers}"))
    room.say("hi")
    (request,) = room.hosts.requests()
    assert request.headers["x-customer"] == "ann"
    assert request.headers["content-type"] == "application/json"
    assert request.body["message"] == "hi"


def test_the_page_says_how_long_a_host_may_take(open_room: Rooms) -> None:
    slow = Script(faults=[Fault("hi", "hung")], is_marked=False)
    room = programmed(open_room, one_host("waitingTimeout: 300"), slow, allow=[HOST_FAILURES])
    room.enter("hi")
    expect(room.items("error")).to_contain_text("My bank took too long to answer.", timeout=2_000)


def test_the_chat_is_opened_by_a_program(open_room: Rooms) -> None:
    room = programmed(open_room, one_host(), after=OPENS)
    room.page.get_by_role("button", name="Elsewhere").click()
    expect(room.composer).to_be_focused()


def test_a_floating_chat_is_opened_by_a_program(open_room: Rooms) -> None:
    room = programmed(
        open_room,
        one_host("floating: true"),
        after=OPENS,
    )
    expect(room.page.get_by_test_id("launcher")).to_be_visible()
    expect(room.composer).to_have_count(0)
    room.page.get_by_role("button", name="Elsewhere").click()
    expect(room.composer).to_be_focused()


def test_an_embedded_room_takes_the_focus_from_nobody_when_it_opens(open_room: Rooms) -> None:
    room = open_room(files=embedded(), page="embedded.html")
    expect(room.composer).not_to_be_focused()


def test_two_rooms_on_one_page_are_two_conversations(open_room: Rooms) -> None:
    files = embedded('<chat-room start="bank"></chat-room><chat-room start="desk"></chat-room>')
    room = open_room.prepare(files=files, page="embedded.html")
    room.page.goto(room.address)
    fields, titles = room.page.get_by_test_id("composer"), room.page.get_by_test_id("title")
    expect(titles).to_have_text(["Financial Assistant", "Helpdesk Assistant"])
    for number, words in enumerate(("hi bank", "hi desk")):
        fields.nth(number).fill(words)
        fields.nth(number).press("Enter")
        expect(room.items("bot").filter(has_text=f"heard {words}")).to_have_count(1)
    said = [(request.host, request.body["message"]) for request in room.hosts.requests()]
    assert said == [("bank", "hi bank"), ("desk", "hi desk")]
    assert len({request.body["sender"] for request in room.hosts.requests()}) == 2


def test_two_rooms_with_the_same_first_host_show_one_conversation(open_room: Rooms) -> None:
    files = embedded("<chat-room></chat-room><chat-room></chat-room>")
    room = open_room.prepare(files=files, page="embedded.html")
    room.page.goto(room.address)
    room.page.get_by_test_id("composer").first.fill("hi")
    room.page.get_by_test_id("composer").first.press("Enter")
    expect(room.items("bot").filter(has_text="heard hi")).to_have_count(2)
    expect(room.items("user")).to_have_count(2)
    assert len(room.hosts.requests()) == 1


def test_a_room_that_is_taken_away_asks_nobody_any_more(open_room: Rooms) -> None:
    room = open_room(files=embedded(), page="embedded.html", config={"noticeSeconds": 0.05})
    room.say("hi")
    until(room.page, lambda: any("/notices" in request.url for request in room.watch.requests))
    room.page.evaluate("document.querySelector('chat-room').remove()")
    room.page.wait_for_timeout(100)  # what was under way
    before = len(room.watch.requests)
    room.page.evaluate("document.dispatchEvent(new Event('visibilitychange')); dispatchEvent(new Event('online'))")
    room.page.wait_for_timeout(400)  # eight times the pause between two requests
    assert len(room.watch.requests) == before


def test_a_room_that_is_moved_goes_on_where_it_was(open_room: Rooms) -> None:
    room = open_room(files=embedded(), page="embedded.html")
    room.say("hi")
    room.page.evaluate("document.body.append(document.querySelector('chat-room'))")
    expect(room.items("bot").last).to_contain_text("heard hi")
    room.say("again")
    expect(room.items("bot").last).to_contain_text("heard again")
    assert len(room.hosts.requests()) == 2


def test_the_page_s_own_styles_change_nothing_in_the_room(open_room: Rooms) -> None:
    pictures = []
    for name, style in (("placed", PLACED_CSS), ("hostile-page", HOSTILE_CSS)):
        room = open_room.prepare(
            answers(
                go=[
                    {
                        "text": "Shall I? See [the terms](https://example.com).\n\n- one\n- two",
                        "buttons": [{"title": "Yes", "payload": "/affirm"}],
                    }
                ]
            ),
            files={**embedded(head='<link rel="stylesheet" href="page.css">'), "page.css": style},
            page="embedded.html",
            rules={"style_src": "'self'"},
        )
        room.open(room.address)
        room.say("go")
        room.composer.blur()
        drawn(room.page)
        photograph(room.page, name)
        pictures.append(_looks(room.page))
    assert [name for name, _ in pictures[0]] == [name for name, _ in pictures[1]]
    changed = {
        f"{name} {key}: {value} became {after[key]}"
        for (name, before), (_, after) in zip(*pictures, strict=True)
        for key, value in before.items()
        if after[key] != value
    }
    assert changed == set(), "\n".join(sorted(changed))


_LOOKS = """() => {
    const root = document.querySelector("chat-room").shadowRoot;
    const names = ["color", "font", "letterSpacing", "textTransform", "textAlign", "lineHeight", "wordSpacing",
        "whiteSpace", "textIndent", "cursor", "display", "listStyle", "textShadow", "background", "transform"];
    return [root.querySelector(".chatroom"), ...root.querySelectorAll(".chatroom *")].map((element) => {
        const style = getComputedStyle(element);
        const {x, y, width, height} = element.getBoundingClientRect();
        const kept = Object.fromEntries(names.map((name) => [name, style[name]]));
        kept.place = [x, y, width, height].map(Math.round).join();
        return [`${element.localName} ${element.getAttribute("class")}`, kept];
    });
}"""


def _looks(page: Page) -> list[Any]:
    looks: list[Any] = page.evaluate(_LOOKS)
    return looks
