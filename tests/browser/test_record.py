"""The conversation outlives the window: the page loaded again, several tabs, and tabs that are closed in the middle."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.chat import ANSWER_MILLISECONDS, Chat
from tests.browser.test_notices import go_to_the_helpdesk
from tests.support.system import System

MESSAGES = "**/webhooks/rest/webhook*"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser with nothing in it yet; its tabs share what the page keeps."""
    context = browser.new_context(viewport={"width": 900, "height": 900})
    yield context
    context.close()


@pytest.fixture
def open_tab(system: System, context: BrowserContext) -> Callable[[], Chat]:
    """Opens the chat as `make up` serves it in another tab of the same browser."""
    return lambda: Chat(context.new_page()).open(system.page)


def lose_the_answer_to(page: Page, beginning: str) -> list[str]:
    """The host answers the next message that begins so, but the page never hears it. Returns its id, once sent."""
    ids: list[str] = []

    def handle(route: Route) -> None:
        body = json.loads(route.request.post_data or "{}")
        if ids or not body["message"].startswith(beginning):
            route.continue_()
            return
        route.fetch()
        ids.append(body["metadata"]["message_id"])

    page.route(MESSAGES, handle)
    return ids


def enter(chat: Chat, text: str) -> None:
    """Says something without waiting for the answer."""
    chat.composer.fill(text)
    chat.composer.press("Enter")


def wait_for(page: Page, ids: list[str]) -> None:
    """Waits until the answer was lost."""
    for _ in range(ANSWER_MILLISECONDS // 50):
        if ids:
            return
        page.wait_for_timeout(50)
    raise AssertionError("the message was never sent")


def timeline(chat: Chat) -> str:
    return chat.page.get_by_test_id("timeline").inner_text()


def test_loading_the_page_again_changes_neither_the_chat_nor_who_holds_it(open_tab: Callable[[], Chat]) -> None:
    chat = open_tab()
    go_to_the_helpdesk(chat)
    before = timeline(chat)
    chat.page.reload()
    expect(chat.title).to_have_text("Helpdesk Assistant")
    expect(chat.page).to_have_title("Helpdesk Assistant")
    assert timeline(chat) == before
    chat.say("what can you do?")
    expect(chat.items("handoff")).to_have_count(1)
    expect(chat.items("error")).to_have_count(0)


def test_the_page_loaded_again_before_the_answer_is_in_shows_it_once(open_tab: Callable[[], Chat]) -> None:
    chat = open_tab()
    ids = lose_the_answer_to(chat.page, "what's my balance")
    enter(chat, "what's my balance?")
    wait_for(chat.page, ids)
    with chat.page.expect_request(MESSAGES) as again:
        chat.page.reload()
    assert json.loads(again.value.post_data or "{}")["metadata"]["message_id"] == ids[0]
    chat.settle()
    expect(chat.items("bot").filter(has_text="$")).to_have_count(1)
    expect(chat.items("user")).to_have_count(1)
    expect(chat.items("error")).to_have_count(0)


def test_the_page_loaded_again_during_a_take_over_has_one_holder_that_greets_once(open_tab: Callable[[], Chat]) -> None:
    chat = open_tab()
    chat.say("I want to talk to a human")
    ids = lose_the_answer_to(chat.page, "/handoff")
    chat.page.get_by_role("button", name="Helpdesk Assistant", exact=True).last.click()
    wait_for(chat.page, ids)
    chat.page.reload()
    expect(chat.title).to_have_text("Helpdesk Assistant", timeout=ANSWER_MILLISECONDS)
    chat.settle()
    expect(chat.items("handoff")).to_have_count(1)
    expect(chat.items("user").filter(has_text="Helpdesk Assistant")).to_have_count(1)
    assert "eyJ" not in chat.page.evaluate("JSON.stringify(localStorage)"), "the browser keeps no ticket"


def test_two_tabs_show_one_conversation(open_tab: Callable[[], Chat]) -> None:
    one = open_tab()
    one.say("hello")
    two = open_tab()
    assert timeline(two) == timeline(one)
    go_to_the_helpdesk(two)
    expect(one.title).to_have_text("Helpdesk Assistant")
    expect(one.items("handoff")).to_have_count(1)
    one.say("what can you do?")
    two.settle()
    expect(two.items("user").last).to_contain_text("what can you do?")
    assert timeline(two) == timeline(one)


def test_a_tab_that_is_closed_while_it_sends_leaves_its_message_to_the_other_one(open_tab: Callable[[], Chat]) -> None:
    one, two = open_tab(), open_tab()
    ids = lose_the_answer_to(one.page, "what's my balance")
    enter(one, "what's my balance?")
    wait_for(one.page, ids)
    enter(two, "hello")
    expect(two.page.get_by_text("Waiting to be sent")).to_have_count(1)
    with two.page.expect_request(MESSAGES) as again:
        one.page.close()
    assert json.loads(again.value.post_data or "{}")["metadata"]["message_id"] == ids[0]
    expect(two.page.get_by_text("Waiting to be sent")).to_have_count(0, timeout=ANSWER_MILLISECONDS)
    two.settle()
    expect(two.items("bot").filter(has_text="$")).to_have_count(1)
    expect(two.items("user")).to_have_count(2)
    expect(two.items("error")).to_have_count(0)


def test_starting_over_clears_the_other_tab_too(open_tab: Callable[[], Chat]) -> None:
    one = open_tab()
    beginning = timeline(one)
    go_to_the_helpdesk(one)
    two = open_tab()
    expect(two.title).to_have_text("Helpdesk Assistant")
    one.page.get_by_role("button", name="Start over").click()
    one.page.get_by_role("alertdialog").get_by_role("button", name="Start over").click()
    expect(two.title).to_have_text("Financial Assistant")
    assert timeline(two) == beginning
    assert one.page.evaluate("localStorage.length") == 0
