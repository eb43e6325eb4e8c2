"""Help first, then an incident, as a customer sees it in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.support.system import System

Opener = Callable[..., Chat]
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize(
    ("picture", "options"),
    [
        ("help", {"viewport": {"width": 900, "height": 900}}),
        ("help-phone-dark", {"color_scheme": "dark", "viewport": PHONE}),
    ],
)
def test_steps_come_first_and_what_did_not_help_becomes_an_incident(
    system: System, open_chat: Opener, picture: str, options: dict[str, Any]
) -> None:
    chat = open_chat(f"{system.page}?host=helpdesk_bot", **options)
    chat.say("urgent: my outlook crashes every morning, I'm ann@example.com")
    expect(chat.items("bot").last.locator("ol li").first).to_be_visible()
    chat.picture(f"{picture}-steps")
    chat.press("No, it doesn't")
    read_back = chat.last_said()
    for part in ("my outlook crashes every morning", "high", "ann@example.com", "which steps you tried"):
        assert part in read_back
    chat.press("Yes, open it")
    number = re.search(r"INC\d{7}", chat.last_said())
    assert number, chat.last_said()
    chat.say("show me my open tickets")
    assert number.group() in chat.last_said()
    chat.say("it works again, you can close my ticket")
    chat.press("Yes, close it")
    assert "closed" in chat.last_said()
    chat.picture(f"{picture}-closed")
