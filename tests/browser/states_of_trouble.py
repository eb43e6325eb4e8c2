"""The states of the widget in which something goes wrong, and how to get there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playwright.sync_api import expect

from tests.browser.opening import Rooms
from tests.browser.reaching import States
from tests.browser.room import HOST_FAILURES, Room, answers, offer
from tests.support.scripted_hosts import Fault, Script

TROUBLED = States()

GONE = (Fault("*", "lost", times=99), Fault("probe", "lost", times=99))
PASSED_ON: Sequence[Any] = [{"text": "That is for the helpdesk."}, offer(message="go")]


@TROUBLED.add
def failed_message(open_room: Rooms) -> Room:
    return _said_in_vain(open_room, "one")


@TROUBLED.add
def several_failed_messages(open_room: Rooms) -> Room:
    return _said_in_vain(open_room, "one", "two", "and a third one that is rather long, so that it needs two lines")


@TROUBLED.add
def tries_again(open_room: Rooms) -> Room:
    room = open_room(Script(faults=GONE), allow=[HOST_FAILURES])
    room.enter("go")
    expect(room.items("error")).to_contain_text("Trying again automatically")
    return room


@TROUBLED.add
def another_host_instead(open_room: Rooms) -> Room:
    room = tries_again(open_room)
    expect(room.page.get_by_test_id("leave")).to_be_visible()
    return room


@TROUBLED.add
def gone_to_another_host(open_room: Rooms) -> Room:
    room = another_host_instead(open_room)
    room.page.get_by_test_id("leave").click()
    expect(room.title).to_have_text("Helpdesk Assistant")
    room.settle()
    return room


@TROUBLED.add
def offline(open_room: Rooms) -> Room:
    room = open_room(allow=[HOST_FAILURES])
    room.page.context.set_offline(True)
    room.enter("go")
    expect(room.items("error")).to_contain_text("You are offline")
    return room


@TROUBLED.add
def no_answer(open_room: Rooms) -> Room:
    room = open_room(Script({"go": [[]]}))
    room.say("go")
    expect(room.items("error")).to_contain_text("gave no answer")
    return room


@TROUBLED.add
def not_taken_over(open_room: Rooms) -> Room:
    bank = answers(go=PASSED_ON, failed=[{"text": "The helpdesk can't be reached. I am still here."}])
    room = open_room({"bank": bank}, dead=["desk"], allow=[HOST_FAILURES])
    room.say("go")
    expect(room.items("bot").last).to_contain_text("still here")
    return room


@TROUBLED.add
def both_down(open_room: Rooms) -> Room:
    bank = Script({"go": [PASSED_ON]}, [Fault("failed", "lost", times=9)], is_marked=False)
    room = open_room({"bank": bank}, dead=["desk"], allow=[HOST_FAILURES])
    room.enter("go")
    expect(room.items("error")).to_contain_text("cannot be reached either")
    return room


@TROUBLED.add
def passed_on_too_often(open_room: Rooms) -> Room:
    to_bank = offer(to="bank")
    to_bank["custom"]["handoff_host"] = "{url:bank}"
    hosts = {"bank": Script({"take over": [[offer()]], "go": [[offer()]]}), "desk": Script({"take over": [[to_bank]]})}
    room = open_room(hosts)
    room.say("go")
    expect(room.items("error")).to_contain_text("passed on too many times")
    return room


@TROUBLED.add
def strange_messages(open_room: Rooms) -> Room:
    strange = [{"text": "I can do that."}, {"custom": {"video": "x"}}, {}, None, {"text": 7}, {"image": "javascript:x"}]
    room = open_room(Script({"go": [[*strange, {"text": "And more."}]]}))
    room.say("go")
    expect(room.items("bot").last).to_contain_text("And more.")
    return room


def _said_in_vain(open_room: Rooms, *texts: str) -> Room:
    """Nobody knows whether this host does a message twice: it is asked again by button only."""
    room = open_room(Script(faults=[Fault("one", "lost")], is_marked=False), allow=[HOST_FAILURES])
    room.enter(*texts)
    expect(room.retry).to_be_visible()
    return room
