"""A conversation of 5,000 messages is as quick as a short one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.ears import heard, listen
from tests.browser.looking import drawn
from tests.browser.opening import Rooms
from tests.browser.room import Room
from tests.browser.waiting import until
from tests.support.scripted_hosts import Script, ScriptedHosts

ANSWERS = 5
MESSAGES = 1_000  # in each answer
MOST_ROWS = 400
FRAME_MS = 50

Record = Mapping[str, str]


def message(number: int) -> dict[str, str]:
    """Something that a bank might say."""
    text = (
        f"Payment **{number}** of $12.50 to Alice Morgan is done.\n\n- booked on May 1st\n- see [this](https://a.com)"
    )
    return {"text": text}


def bank() -> Script:
    """Answers each word with many messages, all of them different."""
    numbers = range(ANSWERS * MESSAGES)
    batches = [[message(number) for number in numbers[first : first + MESSAGES]] for first in numbers[::MESSAGES]]
    return Script({f"go {count}": [batch] for count, batch in enumerate(batches)})


@pytest.fixture(scope="module")
def long_record(browser: Browser, scripted_hosts: ScriptedHosts, widget: Path) -> Record:
    """What the browser keeps of such a conversation."""
    rooms = Rooms(browser, scripted_hosts, widget)
    room = rooms(bank(), config={"stream": False})
    for count in range(ANSWERS):
        room.enter(f"go {count}")
        last = f"Payment **{(count + 1) * MESSAGES - 1}** of"
        until(room.page, lambda last=last: room.page.evaluate(_IS_KEPT, last))
        room.reload()
    kept: Record = room.page.evaluate("({...localStorage})")
    assert rooms.close() == []
    return kept


_IS_KEPT = "(words) => Object.values(localStorage).some((each) => each.includes(words))"


@pytest.fixture
def room(open_room: Rooms, long_record: Record) -> Room:
    """A page that is opened with this conversation."""
    return opened(open_room, long_record)


def opened(open_room: Rooms, record: Record) -> Room:
    """A page with this record."""
    room = open_room.prepare(config={"noticeSeconds": 3_600})
    entries = json.dumps(dict(record))
    room.page.context.add_init_script(f"if (localStorage.length === 0) Object.assign(localStorage, {entries})")
    room.open(room.address)
    return room


def test_all_of_it_is_kept(room: Room, long_record: Record) -> None:
    kept = " ".join(long_record.values())
    assert all(f"Payment **{number}** of" in kept for number in range(0, ANSWERS * MESSAGES, 37))
    expect(room.items("bot").last).to_contain_text(f"Payment {ANSWERS * MESSAGES - 1} of")


_OPENING_MS = """async () => {
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return performance.getEntriesByType("paint").find(({name}) => name === "first-contentful-paint").startTime;
}"""


def test_it_is_opened_as_fast_as_an_empty_one(open_room: Rooms, long_record: Record) -> None:
    empty, full = opened(open_room, {}), opened(open_room, long_record)
    times: dict[str, list[float]] = {"empty": [], "full": []}
    for _ in range(3):
        for name, room in (("empty", empty), ("full", full)):
            room.reload()
            times[name].append(room.page.evaluate(_OPENING_MS))
    assert min(times["full"]) < 3 * min(times["empty"]) + 200, times


def test_few_of_its_lines_are_drawn_at_first(room: Room) -> None:
    assert room.page.locator('[data-testid="timeline"] [data-kind]').count() < MOST_ROWS


def test_who_reads_further_up_gets_more_and_stays_where_he_was(room: Room) -> None:
    rows = room.page.locator('[data-testid="timeline"] [data-kind]')
    before = rows.count()
    listen(room.page)
    room.timeline.evaluate("box => box.scrollTo({top: 60})")
    first = room.items("bot").first
    words, top = first.inner_text(), first.evaluate("row => row.getBoundingClientRect().top")
    until(room.page, lambda: rows.count() > before)
    again = room.items("bot").filter(has_text=words.split("said:")[-1].strip().split("\n")[0])
    assert abs(again.first.evaluate("row => row.getBoundingClientRect().top") - top) < 40
    drawn(room.page)
    assert heard(room.page) == [], "what was said long ago is not said again"


def test_earlier_messages_are_reached_by_keyboard(room: Room) -> None:
    rows = room.page.locator('[data-testid="timeline"] [data-kind]')
    before = rows.count()
    room.timeline.focus()
    room.page.keyboard.press("Home")
    until(room.page, lambda: rows.count() > before)
    room.page.get_by_role("button", name="Show earlier messages").focus()
    more = rows.count()
    room.page.keyboard.press("Enter")
    until(room.page, lambda: rows.count() > more)
    expect(room.timeline).to_be_focused()


_WATCH_FRAMES = """() => {
    window.gaps = [];
    let last = performance.now();
    const look = (now) => { window.gaps.push(now - last); last = now; requestAnimationFrame(look); };
    requestAnimationFrame(look);
}"""


def gap_of_most_frames(room: Room) -> float:
    """How far apart frames are while somebody scrolls up for two seconds: 95 % of them at most, in milliseconds."""
    room.timeline.hover()
    room.page.evaluate(_WATCH_FRAMES)
    for step in range(40):
        room.page.mouse.wheel(0, -400 if step < 30 else 400)
        room.page.wait_for_timeout(50)
    gaps = sorted(room.page.evaluate("gaps"))
    assert len(gaps) > 20
    return float(gaps[len(gaps) * 95 // 100])


def test_it_scrolls_smoothly(open_room: Rooms, long_record: Record) -> None:
    short = opened(open_room, {})
    short.say("hi " * 3_000)
    usual = gap_of_most_frames(short)
    assert gap_of_most_frames(opened(open_room, long_record)) < max(FRAME_MS, 2 * usual)


_TYPE = """async (field) => {
    const times = [];
    for (let count = 0; count < 20; count++) {
        const start = performance.now();
        field.setRangeText("x", field.value.length, field.value.length, "end");
        field.dispatchEvent(new InputEvent("input", {bubbles: true, composed: true}));
        await Promise.resolve();
        field.offsetHeight;
        times.push(performance.now() - start);
        await new Promise(requestAnimationFrame);
    }
    return times.sort((one, other) => one - other)[10];
}"""


def test_a_letter_is_typed_as_fast_as_ever(room: Room) -> None:
    assert room.composer.evaluate(_TYPE) < FRAME_MS


def test_saying_something_and_starting_over_work_as_ever(room: Room) -> None:
    room.enter("hi")
    expect(room.items("bot").last).to_contain_text("heard hi", timeout=2_000)
    expect(room.items("bot").last).to_be_in_viewport()
    room.start_over()
    expect(room.items("bot")).to_have_count(1)
    assert "Payment" not in room.kept()
