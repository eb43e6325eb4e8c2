"""From one assistant to the other and back, in one window: nothing is typed twice, and everybody sees what travels."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.chat import Chat
from tests.support.system import System

Opener = Callable[..., Chat]
WINDOW = {"width": 900, "height": 1000}
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize(
    ("picture", "options"),
    [("handoff", {"viewport": WINDOW}), ("handoff-phone-dark", {"color_scheme": "dark", "viewport": PHONE})],
)
def test_an_errand_at_the_helpdesk_in_the_middle_of_a_transfer(
    system: System, open_chat: Opener, picture: str, options: dict[str, Any]
) -> None:
    chat = open_chat(system.page, **options)
    chat.say("who can I send money to?")
    payee = re.search(r"send money to ([^,]+),", chat.last_said())
    assert payee, chat.last_said()
    chat.say(f"send $50 to {payee.group(1)} tomorrow")
    chat.say("I can't log in to my outlook, I'm ann@example.com")
    assert "Shall I take you there?" in chat.last_said()
    chat.say("yes please")
    expect(chat.title).to_have_text("Helpdesk Assistant")
    expect(chat.items("handoff").last).to_contain_text("ann@example.com")
    expect(chat.items("user")).to_have_count(4)  # what was said to the bank is not shown a second time
    chat.picture(picture)
    chat.press("Just open a ticket")
    chat.press("High")
    assert "ann@example.com" in chat.last_said()
    chat.press("Yes, open it")
    number = re.search(r"INC\d{7}", chat.said(2))
    assert number, chat.said(2)
    chat.press("Financial Assistant")
    expect(chat.title).to_have_text("Financial Assistant")
    back = chat.said(3)
    for part in ("Welcome back", number.group(), "$50.00", payee.group(1), "Shall I do it?"):
        assert part in back
    chat.picture(f"{picture}-back")


def test_the_browser_never_gets_what_the_config_does_not_list_and_keeps_no_ticket(
    system: System, open_chat: Opener
) -> None:
    """Half a transfer is open at the bank while its customer goes to the helpdesk."""
    chat = open_chat(system.page, viewport=WINDOW)
    requests: list[dict[str, Any]] = []

    def note(route: Route) -> None:
        requests.append(json.loads(route.request.post_data or "{}"))
        route.continue_()

    chat.page.route("**/webhooks/rest/webhook*", note)
    chat.say("send $50 to Alice")
    chat.say("my printer does not print")
    chat.say("yes")
    expect(chat.title).to_have_text("Helpdesk Assistant")
    tickets = [ticket for each in requests if (ticket := each["metadata"].get("handoff_ticket"))]
    assert len(tickets) == 1
    kept = chat.page.evaluate("JSON.stringify(localStorage)")
    assert "printer" in kept
    assert not any(part in kept for part in tickets[0].split(".")[1:])
    assert "Passed on" not in chat.items("handoff").last.inner_text()
