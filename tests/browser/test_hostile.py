"""What a host that means harm sends does nothing in the page, and people can still read what there is to read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.opening import Rooms
from tests.browser.room import Room, answers, offer
from tests.support.scripted_hosts import Script
from tests.support.system import ROOT

_CORPUS = json.loads((ROOT / "chatroom" / "src" / "testing" / "hostile.json").read_text(encoding="utf-8"))
_BATCH = 20
_CASES: Sequence[dict[str, Any]] = _CORPUS["cases"]
BATCHES = [_CASES[first : first + _BATCH] for first in range(0, len(_CASES), _BATCH)]

# Pictures of hosts may be anywhere; here they are nowhere, and nothing else is asked for.
PICTURES = "https://pictures.example"

# What the widget and a host's Markdown are made of. Everything else is a hole.
ELEMENTS = """section header h1 span div main button svg path form textarea img a p strong em del blockquote br hr
    h2 h3 h4 h5 h6 ul ol li code pre table thead tbody tr th td""".split()

_STRANGE = """(allowed) => {
    const strange = [];
    const look = (root) => {
        for (const element of root.querySelectorAll("*")) {
            if (element.shadowRoot) look(element.shadowRoot);
            const isInRoom = element.getRootNode() !== document;
            if (isInRoom && !allowed.includes(element.localName)) strange.push(element.outerHTML.slice(0, 200));
            for (const {name, value} of element.attributes) {
                const isAddress = /^(href|src|action|formaction|srcset|data|xlink:href)$/.test(name);
                const isSafe = /^(https?:\\/\\/|mailto:|data:image\\/)/i.test(value) || /^[\\w/.-]+$/.test(value);
                if (/^on/i.test(name) || (isInRoom && isAddress && !isSafe) || name === "srcdoc")
                    strange.push(`${element.localName} ${name}=${value.slice(0, 200)}`);
            }
        }
    };
    look(document);
    for (const link of document.querySelector("chat-room").shadowRoot.querySelectorAll("a"))
        if (link.target !== "_blank" || !link.relList.contains("noopener")) strange.push(link.outerHTML.slice(0, 200));
    return strange;
}"""

_POLLUTED = "[({}).polluted, window.pwned, [].polluted, window.polluted].filter((each) => each !== undefined)"


def room_with(open_room: Rooms, batch: Sequence[dict[str, Any]]) -> Room:
    """A room in which these messages have come, one answer each, and something harmless after each."""
    scripted = {f"case {number}": [case["message"], {"text": "The end"}] for number, case in enumerate(batch)}
    script = Script({word: [answer] for word, answer in scripted.items()})
    room = open_room.prepare(
        script, rules={"img_src": f"'self' data: {PICTURES}"}, allow=[r"pictures\.example", "^Failed to load"]
    )
    room.watch.known.append(PICTURES)
    room.page.route(f"{PICTURES}/**", _nothing)
    room.open(room.address)
    for number in range(len(batch)):
        room.enter(f"case {number}")
    expect(room.items("bot").filter(has_text="The end")).to_have_count(len(batch), timeout=30_000)
    return room


def _nothing(route: Route) -> None:
    route.fulfill(body="", content_type="image/png")


def readable(room: Room) -> str:
    """All that can be read: words, and what stands for pictures."""
    words: str = room.timeline.evaluate(
        "box => box.textContent + ' ' + [...box.querySelectorAll('img')].map(({alt}) => alt).join(' ')"
    )
    return " ".join(words.split())


@pytest.mark.parametrize("batch", BATCHES, ids=[str(number) for number in range(len(BATCHES))])
def test_what_a_host_sends_is_words_and_nothing_else(open_room: Rooms, batch: Sequence[dict[str, Any]]) -> None:
    room = room_with(open_room, batch)
    assert room.page.evaluate(_STRANGE, ELEMENTS) == []
    assert room.page.evaluate(_POLLUTED) == []
    words = readable(room)
    missing = [
        (case["name"], shown) for case in batch for shown in case["shows"] if " ".join(shown.split()) not in words
    ]
    assert missing == []
    room.reload()
    assert room.page.evaluate(_STRANGE, ELEMENTS) == [], "read from the record again"
    assert room.page.evaluate(_POLLUTED) == []


def test_a_link_opens_beside_the_page_and_cannot_reach_back(open_room: Rooms) -> None:
    room = open_room(allow=["status of 404"], scripts=answers(go=[{"text": "See [this]({url:desk}/webhooks/rest/)."}]))
    room.say("go")
    with room.page.context.expect_page() as opened:
        room.page.get_by_role("link", name="this").click()
    opened.value.wait_for_load_state()
    assert opened.value.evaluate("window.opener") is None
    assert opened.value.evaluate("document.referrer").rstrip("/") in ("", room.site.url)


TICKET = ".".join(["eyJhbGciOiJIUzI1NiJ9", "eyJqdGkiOiJ0aWNrZXQtMSIsInN1YiI6ImMifQ", "c2lnbmF0dXJlLW9mLWEtaG9zdA"])


def test_the_browser_keeps_no_ticket_and_no_header(open_room: Rooms) -> None:
    passed = answers(go=[offer(message="go", ticket=TICKET, carried={"email": "ann@example.com"})])
    headers = {"fetchOptions": {"headers": {"Authorization": "Bearer not-to-be-kept"}}}
    room = open_room({"bank": passed, "desk": Script()}, config=headers)
    kept = [room.kept()]
    room.enter("go")
    expect(room.title).to_have_text("Helpdesk Assistant")
    kept.append(room.kept())
    room.settle()
    room.say("and now?")
    kept.append(room.kept())
    assert "and now?" in kept[-1]
    taken = [request for request in room.hosts.requests() if request.body["message"].startswith("/handoff")]
    assert [request.body["metadata"]["handoff_ticket"] for request in taken] == [TICKET]
    secrets = [*TICKET.split("."), "not-to-be-kept", "Authorization"]
    assert [secret for secret in secrets if any(secret in each for each in kept)] == []
