"""The actions of the handoff skill; a bot takes them up by importing them in its actions package."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from handoff.errors import UnknownHost
from handoff.hosts import Host, distinctive_words
from handoff.protocol import FAILURE_REASONS, offer, trigger_payload
from handoff.sdk_adapter.context import hosts, other_hosts, this_host
from handoff.sdk_adapter.skills import SWITCH_SLOT, WANTED_SLOT
from handoff.sdk_adapter.turn import read_turn
from handoff.skill_names import (
    OFFER_ALL_RESPONSE,
    OFFER_SKILLED_RESPONSE,
    OTHER_SKILL_PREFIX,
    UNKNOWN_HOST_RESPONSE,
)

logger = logging.getLogger(__name__)

OFFERED_SLOT = "handoff_offered"

_WORD = re.compile(r"\w+")


def _buttons(targets: Iterable[Host]) -> list[dict[str, str]]:
    return [{"title": host.title, "payload": trigger_payload(host)} for host in targets]


def _other(host_id: str | None) -> Host | None:
    """The host with that id unless it is unknown or this one."""
    try:
        host = hosts().get(host_id or "")
    except UnknownHost:
        return None
    return None if host == this_host() else host


def _leave_the_word(tracker: Tracker) -> list[EventType]:
    """Events that leave the next word to the user, also in the middle of a form: the form's question is not asked again
    at once, and the form, which Rasa counts as rejected since it did not take the last message, reads the next one."""
    form = (tracker.active_loop or {}).get("name")
    return [ActiveLoop(form), FollowupAction("action_listen")] if form else []


def _hand_over(dispatcher: CollectingDispatcher, target: Host) -> None:
    dispatcher.utter_message(response="utter_taking_you_over", title=target.title)
    dispatcher.utter_message(json_message=offer(target, "user_request"))


def _offered(tracker: Tracker) -> Host | None:
    """The host that a yes means now: the offer must be what the bot said last, and of one host."""
    last = read_turn(tracker).last_response
    if last == OFFER_SKILLED_RESPONSE:
        return _other(tracker.get_slot(OFFERED_SLOT))
    others = other_hosts()
    return others[0] if last == OFFER_ALL_RESPONSE and len(others) == 1 else None


def _named(text: str) -> Host | None:
    """The one other host that `text` names by a word that only its title has ("helpdesk please"); None if none or
    several."""
    words = set(_WORD.findall(text.casefold()))
    named = [host for host in other_hosts() if words & distinctive_words(host, hosts())]
    return named[0] if len(named) == 1 else None


class OfferHosts(Action):
    """The user wants somebody else: everybody there is, as buttons."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_offer_hosts"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Hands over to the host that was named, else offers the other hosts, or says that there are none."""
        named = _named(read_turn(tracker).text)
        if named is not None:
            _hand_over(dispatcher, named)
            return _leave_the_word(tracker)
        targets = other_hosts()
        response = OFFER_ALL_RESPONSE if targets else "utter_no_other_hosts"
        dispatcher.utter_message(response=response, buttons=_buttons(targets))
        return _leave_the_word(tracker)


class OfferSkilledHost(Action):
    """The user asked for what another host can do: that one, as a question."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_offer_skilled_host"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Offers the host whose examples the message resembled."""
        target = _other(read_turn(tracker).intent.removeprefix(OTHER_SKILL_PREFIX))
        if target is None:
            dispatcher.utter_message(response="utter_please_rephrase")
            return _leave_the_word(tracker)
        dispatcher.utter_message(response=OFFER_SKILLED_RESPONSE, title=target.title, buttons=_buttons([target]))
        return [SlotSet(OFFERED_SLOT, target.id), *_leave_the_word(tracker)]


class TakeOffer(Action):
    """A yes outside of forms: it takes the offer if an offer is what the bot said last."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_take_offer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Hands over to the host that was offered, or asks what the yes was about."""
        target = _offered(tracker)
        if target is None:
            dispatcher.utter_message(response="utter_please_rephrase")
            return _leave_the_word(tracker)
        _hand_over(dispatcher, target)
        return [SlotSet(OFFERED_SLOT, None), *_leave_the_word(tracker)]


class TriggerHandoff(Action):
    """The user chose a host: tell the client to take the conversation there (handoff/1, section 1)."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_trigger_handoff"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Emits the offer. A host that is not listed goes nowhere, whoever typed it."""
        target = _other(read_turn(tracker).entity("to"))
        if target is None:
            dispatcher.utter_message(response=UNKNOWN_HOST_RESPONSE, buttons=_buttons(other_hosts()))
            return _leave_the_word(tracker)
        _hand_over(dispatcher, target)
        return _leave_the_word(tracker)


class AcceptHandoff(Action):
    """A client brings a conversation (handoff/1, section 2)."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_accept_handoff"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Greets, and names the source if it is listed; nothing else is taken from `from_host`."""
        source = hosts().by_url(read_turn(tracker).entity("from_host") or "")
        back = (tracker.active_loop or {}).get("name") is not None
        if back:
            dispatcher.utter_message(response="utter_welcome_back")
        elif source is None:
            dispatcher.utter_message(response="utter_handoff_welcome", title=this_host().title)
        else:
            dispatcher.utter_message(
                response="utter_handoff_welcome_from", title=this_host().title, source=source.title
            )
        return []


class HandoffFailed(Action):
    """A client could not hand over (handoff/1, section 3): this host still holds, says so, and offers what is left."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_handoff_failed"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Names the host that did not answer and offers the remaining ones."""
        turn = read_turn(tracker)
        failed = _other(turn.entity("to"))
        reason = turn.entity("reason")
        logger.warning(
            "handoff failed: conversation=%s to=%s reason=%s",
            turn.conversation,
            failed.id if failed else "unlisted",
            reason if reason in FAILURE_REASONS else "unknown",
        )
        left = _buttons(host for host in other_hosts() if host != failed)
        if failed is None:
            dispatcher.utter_message(response=UNKNOWN_HOST_RESPONSE, buttons=left)
        else:
            dispatcher.utter_message(response="utter_handoff_failed", title=failed.title, buttons=left)
        return []


class AskWhetherToSwitch(Action):
    """The question of a form in whose middle another skill was asked for."""

    def name(self) -> str:
        """Name in the domain: what Rasa runs when a form requests the slot SWITCH_SLOT."""
        return f"action_ask_{SWITCH_SLOT}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks with the response of the wanted form, `utter_ask_switch_to_<form>`."""
        wanted = tracker.get_slot(WANTED_SLOT)
        dispatcher.utter_message(response=f"utter_ask_{SWITCH_SLOT}_{wanted['form']}")
        return []


class NothingToCancel(Action):
    """A wish to cancel outside of forms."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_nothing_to_cancel"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Says that nothing is open, so that nobody believes that something was undone."""
        dispatcher.utter_message(response="utter_nothing_to_cancel")
        return []


class AskToRephrase(Action):
    """Nothing was understood. Unlike Rasa's own fallback this keeps the message in the tracker, which costs no replay
    of the conversation."""

    def name(self) -> str:
        """Name in the domain, and `core_fallback_action_name` in config.yml."""
        return "action_ask_to_rephrase"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        """Asks, and listens."""
        dispatcher.utter_message(response="utter_please_rephrase")
        return [FollowupAction("action_listen")]
