"""Telling a client to take the conversation elsewhere, with all that goes along (handoff/1, section 1)."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from handoff.here import this_host
from handoff.hosts import Host
from handoff.passage import Passage, may_enter, path_from, read_passage, returns_to
from handoff.policy import carried
from handoff.protocol import OfferClaims, Reason, offer, trigger_payload
from handoff.sdk_adapter.skills import INTERRUPTED_SLOT, open_form, run_again
from handoff.sdk_adapter.spoken import OFFERED_SLOT, Offered, spoke_since_take_over
from handoff.sdk_adapter.turn import read_turn
from handoff.sdk_adapter.words import button_words
from handoff.skill_names import PASSAGE_SLOT, PASSED_ON_RESPONSE

LEFT_OPEN_SLOT = "handoff_left_open"  # the form that was open when the conversation was handed over, and what it asked

CHANNEL = "rest"  # the one channel whose clients know handoff/1
PAGE_VARIABLE = "CHATROOM_URL"
DEFAULT_PAGE = "http://localhost:8080/chatroom_handoff.html"


def buttons_to(targets: Iterable[Host]) -> list[dict[str, str]]:
    """One button per host, which hands over to it."""
    return [{"title": host.title, "payload": trigger_payload(host)} for host in targets]


def leave_the_word(tracker: Tracker) -> list[EventType]:
    """Events that leave the next word to the user, also in the middle of a form: the form's question is not asked again
    at once, and the form, which Rasa counts as rejected since it did not take the last message, reads the next one."""
    form = (tracker.active_loop or {}).get("name")
    return [ActiveLoop(form), FollowupAction("action_listen")] if form else []


def go_on(tracker: Tracker) -> list[EventType]:
    """Events after which a form that is open asks its question again."""
    form = (tracker.active_loop or {}).get("name")
    return run_again(form) if form else []


def passage_of(tracker: Tracker) -> Passage | None:
    """How the conversation came here; None when the user came by themselves."""
    return read_passage(tracker.get_slot(PASSAGE_SLOT))


def may_go(tracker: Tracker, target: Host, message: str | None) -> bool:
    """Whether the conversation may go on to `target`: words that it passed on already never go back to it, the
    conversation without them does."""
    passage = passage_of(tracker)
    is_return = message is None and passage is not None and passage.returns_to == target.id
    return may_enter(_path(tracker, passage), target.id, "return" if is_return else "other_skill")


def say_passed_on(dispatcher: CollectingDispatcher, targets: Iterable[Host]) -> None:
    """Lets the user choose in words of their own, which begin a new chain; the buttons only type them."""
    buttons = [{"title": host.title, "payload": button_words(host)} for host in targets]
    dispatcher.utter_message(response=PASSED_ON_RESPONSE, buttons=buttons)


def hand_over(dispatcher: CollectingDispatcher, tracker: Tracker, target: Host, wish: Offered) -> list[EventType]:
    """Emits the offer of `wish` to the client, and remembers what was open here.

    A client that does not know handoffs gets the address of the page; words that went round too often are not passed
    on, and the user may choose.
    """
    if read_turn(tracker).channel != CHANNEL:
        page = os.environ.get(PAGE_VARIABLE) or DEFAULT_PAGE
        link = f"{page}?host={target.id}"
        dispatcher.utter_message(response="utter_handoff_elsewhere", title=target.title, link=link)
        return leave_the_word(tracker)
    if not may_go(tracker, target, wish.message):
        say_passed_on(dispatcher, [target])
        return [SlotSet(OFFERED_SLOT, wish.as_json()), *leave_the_word(tracker)]
    dispatcher.utter_message(response="utter_taking_you_over", title=target.title)
    dispatcher.utter_message(json_message=_offer(tracker, target, wish))
    return [
        SlotSet(OFFERED_SLOT, replace(wish, is_taken=True).as_json()),
        SlotSet(LEFT_OPEN_SLOT, open_form(tracker)),
        *leave_the_word(tracker),
    ]


def _offer(tracker: Tracker, target: Host, wish: Offered) -> dict[str, Any]:
    passage, here = passage_of(tracker), this_host()
    is_return = passage is not None and passage.returns_to == target.id
    reason: Reason = "return" if is_return else wish.reason
    back = _returns_to(tracker, target, reason)
    claims = OfferClaims(str(uuid.uuid4()), int(time.time()), _path(tracker, passage), back)
    return offer(target, reason, wish.message, carried(here, target, tracker.slots), claims)


def _path(tracker: Tracker, passage: Passage | None) -> tuple[str, ...]:
    return path_from(this_host().id, passage, user_spoke=spoke_since_take_over(tracker.events))


def _returns_to(tracker: Tracker, target: Host, reason: Reason) -> str | None:
    is_interrupted = open_form(tracker) is not None or bool(tracker.get_slot(INTERRUPTED_SLOT))
    back = returns_to(this_host().id, passage_of(tracker), reason=reason, is_interrupted=is_interrupted)
    return None if back == target.id else back  # nobody returns to where they are
