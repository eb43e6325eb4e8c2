"""Starting over in the window: the conversation is gone from the browser, and another one begins."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, Route, expect

from tests.browser.chat import Chat
from tests.browser.test_notices import ASK_FOR_NOTICES, become, conversation_of, go_to_the_helpdesk
from tests.live.test_notices import WORDS, brought, listed
from tests.support.system import System

MESSAGES = "**/webhooks/rest/webhook*"
Opener = Callable[..., Chat]

KEPT_BY_THE_BROWSER = """async () => JSON.stringify([
    location.href, history.length, document.cookie, {...localStorage}, {...sessionStorage}, window.name,
    await indexedDB.databases(), await caches.keys().catch(() => []), document.documentElement.outerHTML,
])"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a browser context of its own, closed after the test: it would go on asking for notices."""
    context = browser.new_context(viewport={"width": 900, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def chat(system: System, page: Page) -> Chat:
    """The chat as `make up` serves it."""
    return Chat(page).open(system.page)


def button(chat: Chat) -> Locator:
    """The button in the header."""
    return chat.page.locator("header > * > button")


def question(chat: Chat) -> Locator:
    return chat.page.get_by_role("alertdialog", name="Start over? The conversation is cleared here.")


def start_over(chat: Chat) -> None:
    button(chat).click()
    question(chat).get_by_role("button", name="Start over").click()


def requests_of(page: Page) -> list[Request]:
    """Everything that the page asks hosts for from now on, as it grows."""
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if "/webhooks/" in request.url else None)
    return asked


def test_with_the_keyboard_alone_the_window_becomes_what_it_was_at_the_start_under_another_id(chat: Chat) -> None:
    beginning = chat.page.get_by_test_id("timeline").inner_text()
    old = conversation_of(chat)
    go_to_the_helpdesk(chat)
    chat.composer.fill("my password is")
    asked = requests_of(chat.page)

    chat.page.keyboard.press("Shift+Tab")
    button(chat).focus()
    chat.page.keyboard.press("Enter")
    expect(question(chat)).to_be_focused()
    chat.page.keyboard.press("Tab")
    chat.page.keyboard.press("Enter")

    expect(chat.composer).to_be_focused()
    expect(chat.composer).to_have_value("")
    expect(chat.title).to_have_text("Financial Assistant")
    expect(chat.page).to_have_title("Financial Assistant")
    assert chat.page.get_by_test_id("timeline").inner_text() == beginning
    expect(chat.page.get_by_role("status")).to_have_text("Started over. The conversation was cleared here.")
    kept = chat.page.evaluate(KEPT_BY_THE_BROWSER)
    assert old not in kept
    assert "password" not in kept
    assert asked == [], "the hosts are not told"
    new = conversation_of(chat)
    assert new != old
    assert len(new) == len(old)
    expect(chat.items("handoff")).to_have_count(0)


@pytest.mark.parametrize("how", ["Escape", "Keep it"])
def test_a_question_that_is_not_agreed_to_leaves_everything_as_it_was(chat: Chat, how: str) -> None:
    old = conversation_of(chat)
    chat.composer.fill("what is my bal")
    before = chat.page.get_by_test_id("timeline").inner_text()
    button(chat).click()
    expect(question(chat)).to_be_focused()
    if how == "Escape":
        chat.page.keyboard.press("Escape")
    else:
        question(chat).get_by_role("button", name="Keep it").click()
    expect(question(chat)).to_have_count(0)
    expect(button(chat)).to_be_focused()
    expect(chat.composer).to_have_value("what is my bal")
    assert chat.page.get_by_test_id("timeline").inner_text() == before
    assert conversation_of(chat) == old


def test_an_answer_to_the_old_conversation_that_comes_late_is_not_shown(chat: Chat) -> None:
    held: list[Route] = []
    beginning = chat.items("bot").all_inner_texts()

    def hold(route: Route) -> None:
        held.append(route)

    chat.page.route(MESSAGES, hold, times=1)
    with chat.page.expect_request(MESSAGES):
        chat.composer.fill("hello")
        chat.composer.press("Enter")
    start_over(chat)
    expect(chat.page.get_by_test_id("typing")).to_have_count(0)
    with chat.page.expect_response(MESSAGES) as arrived:
        held[0].continue_()
    assert "bank's assistant" in arrived.value.text()
    chat.say("what's my balance?")
    assert [chat.items("user").count(), chat.items("error").count()] == [1, 0]
    said = chat.items("bot").all_inner_texts()
    assert said[: len(beginning)] == beginning
    assert "$" in said[len(beginning)]
    assert not any("bank's assistant" in text for text in said)


def test_notices_are_asked_for_the_new_conversation_only_and_those_of_the_old_one_stay_unseen(
    system: System, chat: Chat
) -> None:
    old = conversation_of(chat)
    start_over(chat)
    brought(system, old)
    asked = requests_of(chat.page)
    become(chat.page, hidden=False)
    new = conversation_of(chat)
    brought(system, new)
    become(chat.page, hidden=False)
    expect(chat.items("bot").filter(has_text=WORDS)).to_have_count(1)
    assert [new in request.url for request in asked if ASK_FOR_NOTICES.search(request.url)] == [True]
    assert not any(old in request.url or old in (request.post_data or "") for request in asked)
    assert len(listed(system, old)) == 1


def test_every_request_after_starting_over_carries_the_new_id(chat: Chat) -> None:
    old = conversation_of(chat)
    start_over(chat)
    asked = requests_of(chat.page)
    go_to_the_helpdesk(chat)
    senders = {json.loads(request.post_data or "{}")["sender"] for request in asked if request.method == "POST"}
    assert len(senders) == 1
    assert old not in senders


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "width", "height"), [("phone", 320, 640), ("desktop", 1200, 800)])
def test_the_question_fits_the_screen_and_moves_nothing(
    system: System, open_chat: Opener, scheme: str, name: str, width: int, height: int
) -> None:
    chat = open_chat(system.page, viewport={"width": width, "height": height}, color_scheme=scheme)
    chat.say("help")
    chat.say("who can I send money to?")
    last = chat.items("bot").last
    before = last.bounding_box()
    button(chat).click()
    expect(question(chat)).to_be_focused()
    assert last.bounding_box() == before
    chat.picture(f"start-over-{name}-{scheme}")
    text = question(chat).locator("span")
    for shown in (text, *question(chat).get_by_role("button").all()):
        expect(shown).to_be_in_viewport(ratio=1)
    assert text.evaluate("text => text.scrollWidth <= text.parentElement.clientWidth")
