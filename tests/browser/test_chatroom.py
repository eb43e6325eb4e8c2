"""The main job in a real browser, against the real system."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.conftest import page_with_hosts
from tests.support.system import System, free_port
from tests.support.tcp_forwarder import TcpForwarder

Opener = Callable[..., Chat]


def main_job(chat: Chat) -> None:
    """Money, handoff, incident, status, and back."""
    expect(chat.title).to_have_text("Financial Assistant")
    chat.say("hello")
    chat.say("who can I send money to?")
    payee = re.search(r"send money to ([^,]+),", chat.last_said())
    assert payee, chat.last_said()
    chat.say(f"transfer $50 to {payee.group(1)}")
    assert "$50.00" in chat.last_said()
    chat.press("Yes, send it")
    assert chat.last_said().count("Done: $50.00") == 1

    chat.say("I want to talk to a human")
    chat.press("Helpdesk Assistant")
    expect(chat.title).to_have_text("Helpdesk Assistant")
    expect(chat.items("handoff")).to_have_count(1)
    expect(chat.items("handoff").first).to_contain_text("Helpdesk Assistant")
    chat.picture("handoff-by-name")

    for text in ("my e-mail does not work", "user@example.com"):
        chat.say(text)
    chat.press("High")
    chat.say("Nothing arrives since this morning")
    chat.picture("incident")
    chat.press("Yes, open it")
    number = re.search(r"INC\d{7}", chat.said(2))
    assert number, chat.said(2)
    assert "back to the Financial Assistant" in chat.last_said()
    chat.say("what is the status of my incident?")
    assert number.group() in chat.last_said()
    assert "New" in chat.last_said()

    chat.say("back to the bank")
    expect(chat.title).to_have_text("Financial Assistant")
    expect(chat.items("handoff")).to_have_count(2)
    chat.say("what's my balance?")
    assert "$" in chat.last_said()


def test_the_main_job_in_one_window(chat: Chat) -> None:
    main_job(chat)


def test_the_page_works_opened_from_the_file_system(system: System, open_chat: Opener) -> None:
    main_job(open_chat((system.folder / "chatroom" / "chatroom_handoff.html").as_uri()))


def test_what_a_button_sends_is_shown_by_its_title_and_it_can_be_pressed_once(chat: Chat) -> None:
    chat.say("I want to talk to a human")
    chat.press("Helpdesk Assistant")
    shown = chat.items("user").all_inner_texts()
    assert not any("/trigger_handoff" in text for text in shown)
    assert any("Helpdesk Assistant" in text for text in shown)
    button = chat.page.get_by_test_id("choice").first
    expect(button).to_be_disabled()


def test_a_dead_host_shows_an_error_with_a_retry_and_the_retry_is_answered_once(
    system: System, open_chat: Opener, tmp_path: Path
) -> None:
    port = free_port()
    chat = open_chat(page_with_hosts(system, tmp_path, {"financial_bot": f"http://127.0.0.1:{port}"}))
    chat.say("hello")
    expect(chat.page.get_by_test_id("retry")).to_be_visible()
    expect(chat.items("user")).to_have_count(1)
    chat.picture("dead-host")
    forwarder = TcpForwarder(port, system.ports["financial_bot"])
    try:
        chat.page.get_by_test_id("retry").click()
        chat.settle()
        expect(chat.items("bot").last).to_contain_text("bank's assistant")
        expect(chat.items("user")).to_have_count(1)
        expect(chat.page.get_by_test_id("retry")).to_have_count(0)
    finally:
        forwarder.close()


def test_a_target_that_does_not_answer_leaves_the_user_where_he_was_with_words(system: System, chat: Chat) -> None:
    helpdesk = system.children("rasa_adapter.light", str(system.ports["helpdesk_bot"]))
    assert helpdesk
    chat.say("I want to talk to a human")
    for process in helpdesk:
        process.send_signal(signal.SIGSTOP)
    try:
        chat.press("Helpdesk Assistant")
        expect(chat.title).to_have_text("Financial Assistant")
        expect(chat.items("bot").last).to_contain_text("can't be reached")
        chat.picture("target-down")
    finally:
        for process in helpdesk:
            process.send_signal(signal.SIGCONT)
    chat.say("what's my balance?")
    assert "$" in chat.last_said()


def test_an_unknown_first_host_and_a_missing_config_are_no_blank_page(
    system: System, open_chat: Opener, browser: Any, tmp_path: Path
) -> None:
    expect(open_chat(f"{system.page}?host=nobody").title).to_have_text("Financial Assistant")
    expect(open_chat(f"{system.page}?host=helpdesk_bot").title).to_have_text("Helpdesk Assistant")
    address = page_with_hosts(system, tmp_path, {})
    (tmp_path / "page" / "config.js").unlink()
    page = browser.new_page()
    page.goto(address)
    expect(page.get_by_role("alert")).to_be_visible()


@pytest.mark.parametrize(("scheme", "picture"), [("light", "search"), ("dark", "search-dark")])
def test_a_search_shows_a_chart_and_says_its_figures_to_those_who_do_not_see_it(
    system: System, open_chat: Opener, scheme: str, picture: str
) -> None:
    chat = open_chat(system.page, color_scheme=scheme)
    chat.say("how much did I spend this year?")
    chart = chat.page.get_by_role("img", name=re.compile(r"Spending by month.*\$"))
    expect(chart).to_be_visible()
    assert chart.evaluate("image => image.naturalWidth") > 100
    chat.picture(picture)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "width", "height"), [("phone", 360, 740), ("desktop", 1200, 800)])
def test_nothing_is_wider_than_the_screen(
    system: System, open_chat: Opener, scheme: str, name: str, width: int, height: int
) -> None:
    chat = open_chat(system.page, viewport={"width": width, "height": height}, color_scheme=scheme)
    chat.say("help")
    chat.say("send money to somebody")
    chat.picture(f"{name}-{scheme}")
    assert chat.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
