"""The states of the widget while nothing goes wrong, and how to get there."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from financial_bot.actions.chart import Bar, Chart, picture
from financial_bot.bank import Money
from tests.browser.looking import drawn
from tests.browser.opening import Rooms
from tests.browser.reaching import States
from tests.browser.room import Room, answers, offer
from tests.support.scripted_hosts import Fault, Script

CALM = States()

PROSE = """# Your accounts
You have **two** accounts, and *one* of them is ~~closed~~ open. See [your bank](https://example.com/accounts).

1. Checking
2. Savings
   - for the holidays
   - for `later`

> Fees change in May.

| Account | Balance |
| --- | ---: |
| Checking | $1,204.50 |
| Savings | $12,000.00 |

```
IBAN DE89 3704 0044 0532 0130 00 with a very long line that does not fit
```
---
Is there anything else?"""

LONG_TEXT = "\n\n".join(f"Line {number}" for number in range(60))
QUESTION = {"text": "Shall I send **$50.00** to **Alice Morgan**?"}
BUTTONS = [{"title": "Yes, send it", "payload": "/affirm"}, {"title": "No", "payload": "/deny"}]


@CALM.add
def welcome(open_room: Rooms) -> Room:
    return open_room()


@CALM.add
def prose(open_room: Rooms) -> Room:
    return _after(open_room, answers(go=[{"text": "Here you are."}, {"text": PROSE}]))


@CALM.add
def typing(open_room: Rooms) -> Room:
    room = open_room(Script(faults=[Fault("go", "hung")]))
    room.enter("go")
    expect(room.typing).to_be_visible()
    return room


@CALM.add
def half_an_answer(open_room: Rooms) -> Room:
    script = answers(go=[{"text": "Let me see."}, {"text": "You have two accounts."}])
    room = open_room(Script(script.answers, [Fault("go", "hung", lines=1)]))
    room.enter("go")
    expect(room.items("bot").last).to_contain_text("Let me see.")
    expect(room.typing).to_be_visible()
    return room


@CALM.add
def buttons(open_room: Rooms) -> Room:
    return _after(open_room, answers(go=[{**QUESTION, "buttons": BUTTONS}]))


@CALM.add
def button_pressed(open_room: Rooms) -> Room:
    room = _after(open_room, answers(go=[{**QUESTION, "buttons": BUTTONS}]))
    room.press("Yes, send it")
    return room


@CALM.add
def buttons_closed(open_room: Rooms) -> Room:
    room = _after(open_room, answers(go=[{**QUESTION, "buttons": BUTTONS}]))
    room.say("what is my balance?")
    return room


@CALM.add
def quick_replies(open_room: Rooms) -> Room:
    titles = ["Checking", "Savings", "All of them", "A title that is rather long for a button on a small telephone"]
    replies = [{"title": title, "payload": title} for title in titles]
    return _after(open_room, answers(go=[{"text": "Which account?", "quick_replies": replies}]))


@CALM.add
def link_button(open_room: Rooms) -> Room:
    links = [{"title": "Open the price list", "type": "web_url", "url": "https://example.com/prices"}, BUTTONS[1]]
    return _after(open_room, answers(go=[{"text": "It is all in there.", "buttons": links}]))


@CALM.add
def image(open_room: Rooms) -> Room:
    branch = {"image": f"data:image/svg+xml;base64,{PIXELS}"}
    return _after(open_room, answers(go=[{"text": "This is your branch:"}, branch]))


@CALM.add
def chart(open_room: Rooms) -> Room:
    months = ("January", "February", "March", "April")
    bars = tuple(Bar(month, Money(12_345 * (number + 1), "USD")) for number, month in enumerate(months))
    months_of_it = picture(Chart("Spending by month", bars))
    room = _after(open_room, answers(go=[{"text": "You spent **$1,234.50** this year."}, {"image": months_of_it}]))
    expect(room.page.get_by_role("img", name=re.compile("Spending by month.*January"))).to_be_visible()
    return room


@CALM.add
def attachment(open_room: Rooms) -> Room:
    files = [
        {"type": "file", "payload": {"url": "https://example.com/statement-may.pdf", "title": "Statement, May 2026"}},
        {"type": "file", "payload": {"url": "https://example.com/a-very-long-name-of-a-file-without-a-gap-in-it.pdf"}},
    ]
    return _after(open_room, answers(go=[{"text": "Your papers:", "attachment": files}]))


@CALM.add
def long_words_and_lists(open_room: Rooms) -> Room:
    word = "Donaudampfschifffahrtsgesellschaft" * 5
    lines = "\n".join(f"- {word}" if number == 3 else f"- Payment number {number}" for number in range(1, 25))
    return _after(open_room, answers(go=[{"text": f"{word}\n\n{lines}"}, {"text": "That is all."}]))


@CALM.add
def long_message_of_the_user(open_room: Rooms) -> Room:
    room = open_room()
    room.say("I would like to know where my money has gone. " * 12 + "\n\n" + "https://example.com/" + "path/" * 30)
    return room


@CALM.add
def long_draft(open_room: Rooms) -> Room:
    room = open_room()
    room.say("hi")
    room.composer.fill("\n".join(f"Line {number} of what I have not sent yet" for number in range(20)))
    return room


@CALM.add
def waiting_messages(open_room: Rooms) -> Room:
    room = open_room(Script(faults=[Fault("one", "hung")]))
    room.enter("one", "two", "and a third one")
    return room


@CALM.add
def handoff(open_room: Rooms) -> Room:
    return at_the_desk(open_room)


@CALM.add
def way_back_taken(open_room: Rooms) -> Room:
    room = at_the_desk(open_room)
    room.page.get_by_test_id("way-back").click()
    room.settle()
    return room


@CALM.add
def start_over_question(open_room: Rooms) -> Room:
    room = _after(open_room, answers(go=[QUESTION]))
    room.page.get_by_role("button", name="Start over").click()
    expect(room.page.get_by_role("alertdialog")).to_be_visible()
    return room


@CALM.add
def started_over(open_room: Rooms) -> Room:
    room = _after(open_room, answers(go=[QUESTION]))
    room.start_over()
    return room


@CALM.add
def notice(open_room: Rooms) -> Room:
    paid = {"id": "n1", "text": "Your transfer of **$50.00** to Alice is done.", "at": "2026-05-01T10:00:00Z"}
    room = open_room(Script(notices=[paid]), config={"noticeSeconds": 0.1})
    room.say("hi")
    expect(room.items("bot").last).to_contain_text("is done")
    return room


@CALM.add
def draft_after_reload(open_room: Rooms) -> Room:
    room = open_room()
    room.say("hi")
    room.composer.fill("what is my bal")
    room.reload()
    expect(room.composer).to_have_value("what is my bal")
    return room


@CALM.add
def away_from_the_end(open_room: Rooms) -> Room:
    script = answers(go=[{"text": LONG_TEXT}], more=[{"text": "Here I am."}])
    room = _after(open_room, Script(script.answers, [Fault("more", "hung", lines=0)]))
    room.enter("more")
    scroll_to_the_top(room)
    room.hosts.release()
    expect(room.page.get_by_role("button", name="Go to the newest message")).to_be_visible()
    return room


def scroll_to_the_top(room: Room) -> None:
    """Reads from the beginning of what is drawn; the widget knows it when this returns."""
    room.timeline.evaluate("box => box.scrollTo({top: 0})")
    drawn(room.page)


def at_the_desk(open_room: Rooms) -> Room:
    """A room whose conversation the bank has passed to the desk."""
    carried = {"email": "ann@example.com", "incident_opened": "INC0010023"}
    bank = answers(go=[{"text": "That is for the helpdesk."}, offer(message="go", carried=carried)])
    room = open_room({"bank": bank, "desk": answers(go=[{"text": "What does not work?"}])})
    room.say("go")
    expect(room.title).to_have_text("Helpdesk Assistant")
    expect(room.items("bot").last).to_contain_text("What does not work?")
    return room


def _after(open_room: Rooms, script: Script) -> Room:
    room = open_room(script)
    room.say("go")
    return room


PIXELS = (
    "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSI2MDAiIGhlaWdodD0iMzAwIj48cmVjdCB3aWR0aD0iNjAwIiBo"
    "ZWlnaHQ9IjMwMCIgZmlsbD0iIzQ2OCIvPjxjaXJjbGUgY3g9IjMwMCIgY3k9IjE1MCIgcj0iOTAiIGZpbGw9IiNmYzYiLz48L3N2Zz4="
)
