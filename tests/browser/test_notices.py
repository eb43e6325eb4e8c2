"""What a bot has to say unasked appears in the window by itself, whoever holds the conversation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.browser.chat import ANSWER_MILLISECONDS, Chat
from tests.live.test_notices import BANK, WORDS, brought, listed
from tests.live.test_scheduler import let_its_day_come, wait_until
from tests.support.system import System

NOTICE_SECONDS = 0.2
ASK_FOR_NOTICES = re.compile(r"/webhooks/rest/notices\?")


def ask_every(page: Page, seconds: float) -> None:
    """Has the page's config ask for notices this often."""

    def configure(route: Route) -> None:
        config = f"{route.fetch().text()}\nwindow.CHATROOM_CONFIG.noticeSeconds = {seconds};"
        route.fulfill(body=config, content_type="text/javascript")

    page.route("**/config.js", configure)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a browser context of its own, closed after the test: it would go on asking."""
    context = browser.new_context(viewport={"width": 900, "height": 900})
    yield context.new_page()
    context.close()


def conversation_of(chat: Chat) -> str:
    """Says hello, and returns the id under which the page talks to the host."""
    with chat.page.expect_request("**/webhooks/rest/webhook*") as sent:
        chat.say("hello")
    sender: str = json.loads(sent.value.post_data or "{}")["sender"]
    return sender


def go_to_the_helpdesk(chat: Chat) -> None:
    chat.say("I want to talk to a human")
    chat.press("Helpdesk Assistant")
    expect(chat.title).to_have_text("Helpdesk Assistant")


def order_for_tomorrow(chat: Chat, amount: str) -> str:
    """Orders a transfer in the window; its reference."""
    chat.say("who can I send money to?")
    payee = re.search(r"send money to ([^,]+),", chat.last_said())
    assert payee, chat.last_said()
    chat.say(f"transfer ${amount} to {payee.group(1)} tomorrow")
    chat.press("Yes, send it")
    reference = re.search(r"T-\d{6}", chat.last_said())
    assert reference, chat.last_said()
    return reference.group()


def test_a_scheduled_payment_is_told_once_under_the_banks_name_while_the_helpdesk_holds(
    system: System, page: Page
) -> None:
    ask_every(page, NOTICE_SECONDS)
    chat = Chat(page).open(system.page)
    customer = conversation_of(chat)
    reference = order_for_tomorrow(chat, "50")
    go_to_the_helpdesk(chat)
    let_its_day_come(system.folder, reference)

    told = chat.items("bot").filter(has_text="planned for").filter(has_text=reference)  # nobody says a word
    expect(told).to_contain_text("$50.00", timeout=ANSWER_MILLISECONDS)
    expect(told.locator(".speaker")).to_have_text("Financial Assistant said:")
    expect(told.locator(".avatar img")).to_have_attribute("src", "avatars/bank.svg")
    expect(chat.title).to_have_text("Helpdesk Assistant")
    wait_until(lambda: listed(system, customer) == [])
    chat.say("my e-mail does not work")
    chat.picture("notice")

    chat.say("take me to somebody else please")
    chat.press("Financial Assistant")
    chat.say("hello")
    expect(told).to_have_count(1)
    expect(chat.items("error")).to_have_count(0)


def test_a_notice_that_comes_with_an_answer_is_not_shown_again_when_it_is_fetched(system: System, page: Page) -> None:
    """The answer is on its way while the page asks: what was listed is in the answer, too."""
    chat = Chat(page).open(system.page)
    customer = conversation_of(chat)
    brought(system, customer)
    old = listed(system, customer)
    assert len(old) == 1
    chat.say("hello")
    expect(chat.items("bot").filter(has_text=WORDS)).to_have_count(1)
    page.route(ASK_FOR_NOTICES, lambda route: route.fulfill(json=old, headers={"Access-Control-Allow-Origin": "*"}))
    with page.expect_response("**/webhooks/rest/notices/seen"):
        become(page, hidden=False)
    expect(chat.items("bot").filter(has_text=WORDS)).to_have_count(1)


def become(page: Page, *, hidden: bool) -> None:
    """What the browser tells a page that is covered or uncovered."""
    page.evaluate(
        "hidden => {Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});"
        "document.dispatchEvent(new Event('visibilitychange'))}",
        hidden,
    )


def test_a_page_that_nobody_sees_asks_for_nothing_and_asks_at_once_when_it_is_seen(system: System, page: Page) -> None:
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if ASK_FOR_NOTICES.search(request.url) else None)
    chat = Chat(page).open(system.page)  # as installed: the next time to ask is half a minute away
    become(page, hidden=False)
    customer = conversation_of(chat)
    assert asked == [], "nobody had said a word yet"
    brought(system, customer)
    become(page, hidden=True)
    assert asked == []
    become(page, hidden=False)
    notice = chat.items("bot").filter(has_text=WORDS)
    expect(notice).to_have_count(1)
    assert [request.url.startswith(system.url(BANK)) for request in asked] == [True], "the helpdesk was never spoken to"
